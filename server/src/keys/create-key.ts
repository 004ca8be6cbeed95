import type { Transaction } from '../db/database.ts'
import { type KeyFormat, makeRawKey, parseRawKey } from '../keyring/raw-key.ts'
import { newestApiVersion } from '../lib/api-versions.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { keyProblems } from './key-problems.ts'
import { getKeyById, type KeyRow } from './queries.ts'

export interface NewKey {
  readonly organizationId: number
  /** What it is for, such as `Pabbly`. */
  readonly name: string
  /** 32 bytes that nobody can guess. */
  readonly random: Buffer
  /** What the key looks like. */
  readonly format?: KeyFormat
  /** Default: it may provision. */
  readonly scopes?: readonly string[]
  /** Null or absent: it does not expire. */
  readonly expiresAt?: Date | null
  /** Addresses and networks; none: it may be used from anywhere. */
  readonly allowedAddresses?: readonly string[]
  /** Calls a minute, 0: as many as it likes. Null or absent: as its organization says. */
  readonly rateLimit?: number | null
}

export interface CreatedKey extends KeyRow {
  /** Not kept anywhere: whoever asked sees it now or never. */
  readonly rawKey: string
}

/** Makes an API key of an organization. Throws `invalid`. */
export async function createKey(
  transaction: Transaction,
  { organizationId, random, name, format, scopes = ['provision'], expiresAt, allowedAddresses = [], rateLimit }: NewKey,
  by: AskedBy,
): Promise<CreatedKey> {
  refuseInvalid(keyProblems({ name, scopes, expiresAt, allowedAddresses, rateLimit }, by.receivedAt))
  const rawKey = makeRawKey(random, format)
  const parsed = parseRawKey(rawKey)
  if (parsed.state !== 'well_formed') throw new Error('A key that was just made cannot be read.')
  const { id } = await transaction
    .insertInto('keys')
    .values({
      organization_id: organizationId,
      name: tidyName(name),
      prefix: parsed.prefix,
      hash: parsed.hash,
      scopes: [...new Set(scopes)],
      expires_at: expiresAt,
      allowed_addresses: [...allowedAddresses],
      rate_limit: rateLimit,
      api_version: newestApiVersion,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = await getKeyById(transaction, id)
  const object = { kind: 'key', id, before: null, after: row }
  const change = { kind: 'create_key', organizationId, keyPrefix: row.prefix, result: 'created', object } as const
  await recordOperation(transaction, change, by)
  return { ...row, rawKey }
}
