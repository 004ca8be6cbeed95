import type { Transaction } from '../db/database.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'
import { makeRawKey, parseRawKey } from './raw-key.ts'

export interface NewKey {
  readonly organizationId: number
  /** What it is for, such as `Pabbly`. */
  readonly name: string
  /** 32 bytes that nobody can guess. */
  readonly random: Buffer
}

export interface CreatedKey {
  readonly id: number
  readonly name: string
  readonly prefix: string
  /** Not kept anywhere: whoever asked sees it now or never. */
  readonly rawKey: string
  readonly created_at: Date
}

/** Makes an API key of an organization. */
export async function createKey(
  transaction: Transaction,
  { organizationId, name, random }: NewKey,
  by: By,
): Promise<CreatedKey> {
  refuseInvalid({ name: textProblem(name, 150) })
  const rawKey = makeRawKey(random)
  const parsed = parseRawKey(rawKey)
  if (parsed.state !== 'well_formed') throw new Error('A key that was just made cannot be read.')
  const row = await transaction
    .insertInto('keys')
    .values({ organization_id: organizationId, name: name.trim(), prefix: parsed.prefix, hash: parsed.hash })
    .returning(['id', 'name', 'prefix', 'created_at'])
    .executeTakeFirstOrThrow()
  await recordOperation(
    transaction,
    { kind: 'create_key', organizationId, keyPrefix: row.prefix, result: 'created' },
    by,
  )
  return { ...row, rawKey }
}
