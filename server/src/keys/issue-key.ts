import { randomBytes } from 'node:crypto'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireOneself } from '../impersonation/require-oneself.ts'
import type { KeyFormat } from '../keyring/raw-key.ts'
import { refuseInvalid } from '../lib/checks.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { createKey } from './create-key.ts'
import { keyProblems, readExpiry } from './key-problems.ts'
import { isPerson, requireNoMoreThanOwn } from './no-more-than-own.ts'
import { getKeyById, type KeyRow } from './queries.ts'

export interface AskedKey {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly format?: KeyFormat
  readonly scopes?: readonly string[]
  readonly expires_at?: string | null
  readonly allowed_addresses?: readonly string[]
  readonly rate_limit?: number | null
}

/**
 * Makes a key. Of what is not said it has what the caller's key has, but for the scopes; what a person makes has no end and
 * may be used from anywhere. Throws `not_found` (organization), `invalid`, or `forbidden` where it would be more than the
 * caller's, or somebody acts as the caller.
 */
export async function issueKey(
  transaction: Transaction,
  principal: Principal,
  asked: AskedKey,
  by: AskedBy,
): Promise<KeyRow & { key: string }> {
  requireOneself(by.actor)
  const own = isPerson(principal) ? unlimited : await getKeyById(transaction, principal.callerId)
  const settings = {
    name: asked.name,
    scopes: asked.scopes ?? ['provision'],
    expiresAt: asked.expires_at === undefined ? own.expires_at : readExpiry(asked.expires_at),
    allowedAddresses: asked.allowed_addresses ?? own.allowed_addresses,
    rateLimit: asked.rate_limit === undefined ? own.rate_limit : asked.rate_limit,
  }
  refuseInvalid(keyProblems(settings, by.receivedAt))
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, asked.organization)
  await requireNoMoreThanOwn(transaction, principal, settings)
  const { format } = asked
  const key = { organizationId, random: randomBytes(32), format, ...settings }
  const { rawKey, ...row } = await createKey(transaction, key, by)
  return { ...row, key: rawKey }
}

const unlimited = { expires_at: null, allowed_addresses: [], rate_limit: null }
