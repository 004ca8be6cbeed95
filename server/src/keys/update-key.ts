import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { requireOneself } from '../impersonation/require-oneself.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { keyProblems, readExpiry } from './key-problems.ts'
import { requireHeldOrNarrower, requireNoMoreThanOwn } from './no-more-than-own.ts'
import { getKeyInReach, type KeyRow } from './queries.ts'

export interface KeyChanges {
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly expires_at?: string | null
  readonly allowed_addresses?: readonly string[]
  readonly rate_limit?: number | null
}

/**
 * Changes what is given and leaves the rest; every process knows within half a second. Throws `not_found`, `invalid`,
 * `precondition_failed`, `conflict` for a key that was revoked, or `forbidden` where it is more than the caller's and not narrowed,
 * or would be more, or somebody acts as the caller.
 */
export async function updateKey(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  { name, scopes, expires_at, allowed_addresses: allowedAddresses, rate_limit: rateLimit }: KeyChanges,
  by: AskedBy,
): Promise<KeyRow> {
  requireOneself(by.actor)
  const expiresAt = expires_at === undefined ? undefined : readExpiry(expires_at)
  const settings = { name, scopes, expiresAt, allowedAddresses, rateLimit } as const
  await lockInReach(transaction, principal, { table: 'keys', word: 'key', id })
  const before = await getKeyInReach(transaction, principal, id)
  requireMatch(ifMatch, before)
  if (before.revoked_at) throw new Refusal('conflict', 'This key was revoked: make a new one.')
  refuseInvalid(keyProblems(settings, by.receivedAt))
  await requireNoMoreThanOwn(transaction, principal, settings)
  await requireHeldOrNarrower(transaction, principal, before, settings)
  const { organization_id: organizationId } = await transaction
    .updateTable('keys')
    .set({
      name: tidyName(name),
      scopes: scopes && [...new Set(scopes)],
      expires_at: expiresAt,
      allowed_addresses: allowedAddresses && [...allowedAddresses],
      rate_limit: rateLimit,
      updated_at: by.receivedAt,
    })
    .where('id', '=', id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  const after = await getKeyInReach(transaction, principal, id)
  const object = { kind: 'key', id, before, after }
  await recordOperation(transaction, { kind: 'update_key', organizationId, result: 'changed', object }, by)
  return after
}
