/** Who comes in by a password and a second factor where single sign-on is the only way in, should the provider fail. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import { requireGlassLeft } from '../api/require-not-shut-out.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { permissions as all } from '../lib/roles/permissions.ts'
import { recordOperation } from '../log/record-operation.ts'
import { endUntoldSessions, isReady } from '../places/break-glass.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'

/** Of one organization: two are advised. */
const mostOwners = 5

export type BreakGlassOwner = Awaited<ReturnType<typeof listBreakGlassOwners>>[number]
/** Who names them: a caller, or whoever runs the server. */
type Namer = Pick<Principal, 'organization' | 'permissions' | 'by' | 'signedInBy'>

export interface WhichOwner {
  readonly organization: number | string
  readonly user: number
}

/** Of one organization, whoever was named first at first. */
export async function listBreakGlassOwners(reader: Reader, organizationId: number) {
  const rows = await reader
    .selectFrom('break_glass_owners as glass')
    .innerJoin('users as user', 'user.id', 'glass.user_id')
    .select(['user.id', 'user.email', 'user.first_name', 'user.last_name', 'glass.created_at'])
    .select(isReady.as('ready'))
    .where('glass.organization_id', '=', organizationId)
    .where('user.alias_of', 'is', null)
    .orderBy('glass.created_at')
    .orderBy('user.id')
    .execute()
  return rows.map(({ created_at, ready, ...user }) => ({ user, ready, created_at }))
}

/**
 * Names an owner who has a password and a second factor; harmless when they are named. Throws `forbidden` for who is no owner,
 * `not_found`, or `conflict`.
 */
export async function nameBreakGlassOwner(
  transaction: Transaction,
  principal: Namer,
  { organization, user }: WhichOwner,
  by: AskedBy,
): Promise<BreakGlassOwner> {
  const { id: organizationId } = await lockOrganization(transaction, principal, organization)
  const person = await getMember(transaction, organizationId, user)
  const { rows } = await sql<{ has_second_factor: boolean }>`
    select has_second_factor from passwords where user_id = ${user} for share`.execute(transaction)
  if (person.role !== 'owner') throw new Refusal('conflict', 'Only an owner of the organization can be named.')
  if (!rows[0]?.has_second_factor)
    throw new Refusal('conflict', 'They need a password and a second factor first: each sets them up on their profile.')
  const before = await listBreakGlassOwners(transaction, organizationId)
  const isNamed = before.some(({ user: { id } }) => id === user)
  if (!isNamed && before.length >= mostOwners)
    throw new Refusal('conflict', `An organization has at most ${mostOwners} break-glass owners.`)
  if (!isNamed) {
    const values = { organization_id: organizationId, user_id: user, created_at: by.receivedAt }
    await transaction.insertInto('break_glass_owners').values(values).execute()
    await endUntoldSessions(transaction, organizationId, user)
  }
  const after = (await listBreakGlassOwners(transaction, organizationId)).find(({ user: { id } }) => id === user)
  if (!after) throw new Refusal('not_found', `There is no user ${user} here.`)
  const object = { kind: 'break_glass_owner', id: user, before: null, after: person }
  const change = { organizationId, userId: user, email: person.email, ...(isNamed ? {} : { object }) }
  const result = isNamed ? 'unchanged' : 'created'
  await recordOperation(transaction, { kind: 'name_break_glass_owner', result, ...change }, by)
  return after
}

/** Harmless when they are not named. Throws `forbidden`, `not_found`, or `conflict`: nobody could come in should the provider fail. */
export async function removeBreakGlassOwner(
  transaction: Transaction,
  principal: Namer,
  { organization, user }: WhichOwner,
  by: AskedBy,
): Promise<void> {
  const { id: organizationId } = await lockOrganization(transaction, principal, organization)
  const { numDeletedRows } = await transaction
    .deleteFrom('break_glass_owners')
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', user)
    .executeTakeFirst()
  const isGone = numDeletedRows > 0n
  const person = isGone ? await getAccount(transaction, user) : await getMember(transaction, organizationId, user)
  if (isGone) await requireGlassLeft(transaction, principal, organizationId)
  const object = { kind: 'break_glass_owner', id: user, before: person, after: null }
  const change = { organizationId, userId: user, email: person.email, ...(isGone ? { object } : {}) }
  const result = isGone ? 'changed' : 'unchanged'
  await recordOperation(transaction, { kind: 'remove_break_glass_owner', result, ...change }, by)
}

/** For owners alone: whoever is named comes in past what the organization signs in by. */
async function lockOrganization(
  transaction: Transaction,
  { organization: home, permissions }: Namer,
  choice: number | string,
) {
  const { id } = await getOrganizationInReach(transaction, home, choice)
  if (all.some(permission => !permissions.has(permission)))
    throw new Refusal('forbidden', 'Only an owner names break-glass owners.')
  return transaction.selectFrom('organizations').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

async function getMember(reader: Reader, organizationId: number, userId: number) {
  const found = await reader
    .selectFrom('memberships as membership')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.email', 'membership.role'])
    .where('membership.organization_id', '=', organizationId)
    .where('membership.user_id', '=', userId)
    .where('membership.invited_at', 'is', null)
    .where('membership.suspended_at', 'is', null)
    .executeTakeFirst()
  if (!found) throw new Refusal('not_found', `There is no user ${userId} here.`)
  return found
}

function getAccount(reader: Reader, userId: number) {
  return reader.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirstOrThrow()
}
