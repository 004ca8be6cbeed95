/** What is sent to invite somebody, as the core is asked. */
import type { Say } from '../api/problem-words.ts'
import { sayNotThere } from '../api/problem-words.ts'
import { normalizeEmail } from '../lib/email.ts'
import { tidyName } from '../lib/names.ts'
import { namesProblems } from '../lib/person-names.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import { sayRole } from '../roles/find-role.ts'
import { expiryProblem, readExpiry } from './expiry.ts'
import type { NewInvitation } from './schema.ts'

export function readInvitation(sent: NewInvitation, now: Date): Action<'invite'> {
  const { organization, team = null, role = null, courses = [], products = [], groups = [], from = null } = sent
  const email = normalizeEmail(sent.email)
  const expiresAt = readExpiry(sent.expires_at, now)
  return {
    action: 'invite',
    email: email ?? sent.email,
    firstName: tidyName(sent.first_name),
    lastName: tidyName(sent.last_name) ?? null,
    ...{ organization, team, role, courses, products, groups, from, expiresAt },
    problems: wrongWith({
      email: email === null ? 'must be a mail address, such as jane@example.com' : null,
      ...namesProblems(sent),
      from: from === 'seats' && team === null ? 'goes with team' : null,
      expires_at: expiryProblem(expiresAt, now),
    }),
  }
}

export const sayInvited: Say = problem => sayNotThere(problem) ?? sayRole(problem)
