/** Nobody gives what they do not have: who makes or changes keys, be it a key of itself, is the measure of them. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { type FieldError, Refusal } from '../lib/refusal.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import type { KeySettings } from './key-problems.ts'

/** Throws `forbidden`, naming each setting that goes beyond the caller's own. */
export async function requireNoMoreThanOwn(
  transaction: Transaction,
  principal: Principal,
  settings: KeySettings,
): Promise<void> {
  const { callerId, organization, permissions } = principal
  const own = await (isPerson(principal)
    ? ofPerson(transaction, organization.id)
    : ofKey(transaction, callerId, settings))
  const errors = listBeyond({ ...own, permissions }, settings)
  if (errors.length > 0)
    throw new Refusal('forbidden', `Nobody gives more than they have: ${describe(errors)}.`, errors)
}

/**
 * Who cannot do what a key does may only narrow it: else an expiry or an address would give away what it opens. Throws
 * `forbidden`.
 */
export async function requireHeldOrNarrower(
  transaction: Transaction,
  { permissions }: Principal,
  { id, scopes }: { readonly id: number; readonly scopes: readonly string[] },
  { name, ...settings }: KeySettings,
): Promise<void> {
  const its = permissionsOf(scopes)
  const lacking = [...its].filter(permission => !permissions.has(permission))
  if (lacking.length === 0) return
  const beyond = listBeyond({ ...(await ofKey(transaction, id, settings)), permissions: its }, settings)
  if (name === undefined && beyond.length === 0) return
  const message = `go beyond your own, and so you may only narrow it: ${lacking.join(', ')}`
  throw new Refusal('forbidden', `scopes ${message}`, [{ field: 'scopes', message }])
}

/** A person's own are the rights of the roles, and no limits but the organization's. */
export function isPerson({ by }: Pick<Principal, 'by'>): boolean {
  return by.actor.kind === 'user'
}

type Limits = Awaited<ReturnType<typeof ofKey>>

function ofKey(transaction: Transaction, id: number, { allowedAddresses }: KeySettings) {
  return transaction
    .selectFrom('keys as key')
    .innerJoin('organizations as organization', 'organization.id', 'key.organization_id')
    .where('key.id', '=', id)
    .select(['key.expires_at', 'key.rate_limit', 'organization.rate_limit as organization_limit'])
    .select(isWithin(allowedAddresses ?? []).as('addresses_within'))
    .executeTakeFirstOrThrow()
}

async function ofPerson(transaction: Transaction, organizationId: number): Promise<Limits> {
  const { organization_limit } = await transaction
    .selectFrom('organizations')
    .select('rate_limit as organization_limit')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return { expires_at: null, rate_limit: null, organization_limit, addresses_within: true }
}

/** The settings that are more than one has. */
function listBeyond(
  { permissions, ...own }: Limits & { readonly permissions: ReadonlySet<Permission> },
  { scopes, expiresAt, allowedAddresses, rateLimit }: KeySettings,
): FieldError[] {
  const missing = [...permissionsOf(scopes ?? [])].filter(permission => !permissions.has(permission))
  const outlives = own.expires_at !== null && (expiresAt === null || (expiresAt && expiresAt > own.expires_at))
  const ownLimit = own.rate_limit ?? own.organization_limit
  const errors: FieldError[] = []
  if (missing.length > 0) errors.push({ field: 'scopes', message: `go beyond your own: ${missing.join(', ')}` })
  if (outlives) errors.push({ field: 'expires_at', message: 'must not be later than that of your key' })
  if (allowedAddresses && !own.addresses_within)
    errors.push({ field: 'allowed_addresses', message: 'must lie within those of your key' })
  if (rateLimit !== undefined && isFaster(rateLimit, ownLimit, own.rate_limit !== null))
    errors.push({ field: 'rate_limit', message: `must not be more than your own: ${ownLimit}` })
  return errors
}

/** Whether a key may have that list: none at all means from anywhere. */
function isWithin(asked: readonly string[]) {
  return sql<boolean>`key.allowed_addresses = '{}' or (${asked.length > 0} and not exists (
    select from unnest(${asked}::inet[]) as asked
    where not exists (select from unnest(key.allowed_addresses) as own where asked <<= own)))`
}

/** Null is as its organization says: for a key that has a limit of its own, that may be more. */
function isFaster(asked: number | null, own: number, isItsOwn: boolean): boolean {
  if (own === 0) return false
  return asked === null ? isItsOwn : asked === 0 || asked > own
}

function describe(errors: readonly FieldError[]): string {
  return errors.map(({ field, message }) => `${field} ${message}`).join('; ')
}
