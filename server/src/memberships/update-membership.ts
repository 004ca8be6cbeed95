import { endClaims, readAccount } from '../accounts/read-account.ts'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { recordOperation } from '../log/record-operation.ts'
import { comesToBeMore } from '../provisioning/decide/people/standing.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { findPermissions, requireRoleToGive } from '../roles/find-role.ts'
import { requireHeld } from '../roles/held.ts'
import { holdMails } from './hold-mails.ts'
import { getMembership, type MembershipRow } from './queries.ts'
import { lockAccount, writeMembership } from './write-membership.ts'

export interface WhichMember {
  readonly organization: number | string
  readonly user: number
  readonly ifMatch?: string
}

export interface Standing {
  readonly role?: string
  readonly suspended?: boolean
}

/**
 * Gives a member another role, or suspends the membership. The role that was and the one that will be allow nothing that the
 * caller is not allowed. Throws `not_found`, `invalid`, `forbidden`, or `precondition_failed`.
 */
export async function updateMembership(
  transaction: Transaction,
  principal: Pick<Principal, 'organization' | 'permissions'>,
  { organization, user: userId, ifMatch }: WhichMember,
  { role, suspended }: Standing,
  by: AskedBy,
): Promise<MembershipRow> {
  const place = await getOrganizationInReach(transaction, principal.organization, organization)
  const which = { userId, organizationId: place.id }
  await getMembership(transaction, principal, which) // a stranger's account is not locked
  await lockAccount(transaction, userId)
  const before = await getMembership(transaction, principal, which)
  requireMatch(ifMatch, before)
  requireHeld(principal, (await findPermissions(transaction, place, before.role)) ?? [], 'role')
  if (role !== undefined) await requireRoleToGive(transaction, principal, place, role)

  const account = await readAccount(transaction, userId)
  if (role !== undefined && comesToBeMore(account, role)) await endClaims(transaction, account)
  const suspended_at = suspended === undefined ? undefined : suspended ? (before.suspended_at ?? by.receivedAt) : null
  await writeMembership(transaction, which, { role, suspended_at }, by.receivedAt)
  if (suspended !== undefined) await holdMails(transaction, which, before.suspended_at, suspended_at ?? null)
  const after = await getMembership(transaction, principal, which)
  const object = { kind: 'membership', id: userId, before, after }
  const change = { kind: 'update_membership', organizationId: place.id, result: 'changed', object } as const
  await recordOperation(transaction, change, by)
  return after
}
