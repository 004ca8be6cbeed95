import type { FastifyRequest } from 'fastify'
import { callIn } from '../api/ask.ts'
import { type Principal, principalOf, requirePermission } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { tidyName } from '../lib/names.ts'
import { once } from '../lib/once.ts'
import { namesProblems } from '../lib/person-names.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { InviteIntent } from '../provisioning/intents/invitation.ts'
import { getOrganizationInReach, type OrganizationInReach } from '../reach/find-organization.ts'
import { requireRoleToGive } from '../roles/find-role.ts'
import { expiryProblem, readExpiry } from './expiry.ts'
import type { NewInvitation } from './schema.ts'

export type InviteReader = ReturnType<typeof inviteReader>

/** For a request, of one or of many. Throws what `readInvite` throws, and for an organization or a role that is not theirs. */
export function inviteReader(kysely: Database['kysely'], request: FastifyRequest) {
  const principal = principalOf(request)
  const findOrganization = once(
    (choice: NewInvitation['organization']) => getOrganizationInReach(kysely, principal.organization, choice),
    String,
  )
  const requireRole = once(
    (organization: OrganizationInReach, role: string) =>
      kysely.transaction().execute(transaction => requireRoleToGive(transaction, principal, organization, role)),
    ({ id }, role) => `${id} ${role}`,
  )
  return async ({ organization: choice, ...invitation }: NewInvitation): Promise<InviteIntent> => {
    const organization = await findOrganization(choice)
    if (invitation.role !== undefined) await requireRole(organization, invitation.role)
    return readInvite(principal, invitation, callIn(request, organization.id))
  }
}

/**
 * What is sent, as the engine is asked. What an invitation gives takes the permission to give it; who may invite into a team
 * alone gives nothing but the team's seats. Throws `forbidden` or `invalid`.
 */
function readInvite(principal: Principal, invitation: Omit<NewInvitation, 'organization'>, call: Call): InviteIntent {
  const { team: teamId = null, role = null, courses = [], products = [], groups = [], from = null } = invitation
  const gives = courses.length + products.length > 0
  if (teamId !== null) requirePermission(principal, 'teams.assign')
  if (principal.teams)
    refuse('forbidden', {
      groups: groups.length > 0 ? 'are not for a team to give' : null,
      from: gives && from !== 'seats' ? "must be `seats`: what you may give are the team's" : null,
    })
  if (groups.length > 0) requirePermission(principal, 'groups.assign')
  if (gives) requirePermission(principal, 'enrollments.create')
  const email = normalizeEmail(invitation.email)
  const expiresAt = readExpiry(invitation.expires_at, call.receivedAt)
  refuseInvalid({
    email: email === null ? 'must be a mail address, such as jane@example.com' : null,
    ...namesProblems(invitation),
    from: from === 'seats' && teamId === null ? 'goes with team' : null,
    expires_at: expiryProblem(expiresAt, call.receivedAt),
  })
  return {
    kind: 'invite',
    call,
    email: email as string,
    firstName: tidyName(invitation.first_name),
    lastName: tidyName(invitation.last_name) ?? null,
    ...{ teamId, role, courses, products, groups, from, expiresAt },
  }
}
