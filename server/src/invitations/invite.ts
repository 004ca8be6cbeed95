/** What is sent to invite somebody, as the core is asked. */
import type { Say } from '../api/problem-words.ts'
import { sayNotThere } from '../api/problem-words.ts'
import { personProblems, readPerson } from '../lib/person.ts'
import { wrongWith } from '../provisioning/actions/action.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import { sayRole } from '../roles/find-role.ts'
import { expiryProblem, readExpiry } from './expiry.ts'
import type { NewInvitation } from './schema.ts'

export function readInvitation(sent: NewInvitation, now: Date): Action<'invite'> {
  const { organization, team = null, role = null, courses = [], products = [], groups = [], from = null } = sent
  const person = readPerson(sent)
  const expiresAt = readExpiry(sent.expires_at, now)
  return {
    action: 'invite',
    email: person.email ?? '',
    firstName: person.firstName ?? '',
    lastName: person.lastName,
    ...{ organization, team, role, courses, products, groups, from, expiresAt },
    problems: wrongWith({
      ...personProblems(person),
      from: from === 'seats' && team === null ? 'goes with team' : null,
      expires_at: expiryProblem(expiresAt, now),
    }),
  }
}

export const sayInvited: Say = problem => sayNotThere(problem) ?? sayRole(problem)
