import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'

export type StoredKey = KeyThatIs<'live'> | KeyThatIs<'revoked'>

interface KeyThatIs<State> {
  readonly state: State
  readonly id: number
  readonly prefix: string
  readonly organization: {
    readonly id: number
    readonly name: string
    readonly slug: string
    readonly provisioningEnabled: boolean
    /** It, or an organization above it. */
    readonly suspended: boolean
  }
}

/**
 * Looks keys up by the SHA-256 of their text, in hex; null: there is none. One query is under way at a time and takes all
 * that were asked for while the one before it was: a flood of unknown keys occupies one connection and no more.
 */
export function createLookUp({ kysely }: Database): (hash: string) => Promise<StoredKey | null> {
  let waiting = new Map<string, PromiseWithResolvers<StoredKey | null>>()
  let underWay = false

  async function answerAll(): Promise<void> {
    underWay = true
    while (waiting.size > 0) {
      const set = waiting
      waiting = new Map()
      try {
        const keys = await readKeys(kysely, [...set.keys()])
        for (const [hash, { resolve }] of set) resolve(keys.get(hash) ?? null)
      } catch (error) {
        for (const { reject } of set.values()) reject(error)
      }
    }
    underWay = false
  }

  return hash => {
    const asked = waiting.get(hash) ?? Promise.withResolvers<StoredKey | null>()
    waiting.set(hash, asked)
    if (!underWay) answerAll()
    return asked.promise
  }
}

async function readKeys(reader: Reader, hashes: readonly string[]): Promise<Map<string, StoredKey>> {
  const rows = await reader
    .selectFrom('keys as key')
    .innerJoin('organizations as organization', 'organization.id', 'key.organization_id')
    .select(['key.id', 'key.prefix', 'key.hash', 'key.revoked_at'])
    .select(['organization_id', 'organization.name', 'organization.slug', 'organization.provisioning_enabled'])
    .select(
      sql<boolean>`exists (select from organizations above where above.id = any(organization.path)
        and above.suspended_at is not null)`.as('suspended'),
    )
    .where(sql<boolean>`key.hash = any(${hashes.map(hash => Buffer.from(hash, 'hex'))}::bytea[])`)
    .execute()
  return new Map(
    rows.map(({ hash, id, prefix, revoked_at, ...row }) => {
      const { organization_id, name, slug, provisioning_enabled: provisioningEnabled, suspended } = row
      const organization = { id: organization_id, name, slug, provisioningEnabled, suspended }
      const key: StoredKey = { state: revoked_at ? 'revoked' : 'live', id, prefix, organization }
      return [hash.toString('hex'), key]
    }),
  )
}
