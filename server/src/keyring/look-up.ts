import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import { createAddressList } from '../lib/network/addresses.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'

/** What an organization says to each dialect, by name; the dialect knows what it means. */
export type OfDialects = Readonly<Record<string, unknown>>

/** As the database has it: whether it has expired, and whether it may be used from here, is for now and here to say. */
export type StoredKey = KeyThatIs<'live'> | KeyThatIs<'revoked'>

export interface KeyThatIs<State> {
  readonly state: State
  readonly id: number
  readonly prefix: string
  readonly permissions: ReadonlySet<Permission>
  /** Null: it does not expire. */
  readonly expiresAt: Date | null
  /** Whether it may be used from there. */
  readonly mayComeFrom: (address: string | null) => boolean
  /** Calls a minute; 0: as many as it likes. */
  readonly rateLimit: number
  /** Of the native API, at its making. */
  readonly apiVersion: string
  readonly organization: {
    readonly id: number
    readonly name: string
    readonly slug: string
    readonly provisioningEnabled: boolean
    /** It, or an organization above it. */
    readonly suspended: boolean
    /** What it and those above it say, from the root down. */
    readonly dialects: readonly OfDialects[]
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
    .select(['key.id', 'key.prefix', 'key.hash', 'key.revoked_at', 'key.scopes', 'key.expires_at'])
    .select(['key.allowed_addresses', 'key.api_version'])
    .select(sql<number>`coalesce(key.rate_limit, organization.rate_limit)`.as('rate_limit'))
    .select(['organization_id', 'organization.name', 'organization.slug', 'organization.provisioning_enabled'])
    .select(
      sql<OfDialects[]>`(select jsonb_agg(above.dialects order by cardinality(above.path)) from organizations above
        where above.id = any(organization.path))`.as('dialects'),
    )
    .select(
      sql<boolean>`exists (select from organizations above where above.id = any(organization.path)
        and above.suspended_at is not null)`.as('suspended'),
    )
    .where(sql<boolean>`key.hash = any(${hashes.map(hash => Buffer.from(hash, 'hex'))}::bytea[])`)
    .execute()
  return new Map(
    rows.map(row => {
      const key: StoredKey = {
        state: row.revoked_at ? 'revoked' : 'live',
        id: row.id,
        prefix: row.prefix,
        permissions: permissionsOf(row.scopes),
        expiresAt: row.expires_at,
        mayComeFrom: readAddresses(row.allowed_addresses),
        rateLimit: row.rate_limit,
        apiVersion: row.api_version,
        organization: {
          id: row.organization_id,
          name: row.name,
          slug: row.slug,
          provisioningEnabled: row.provisioning_enabled,
          suspended: row.suspended,
          dialects: row.dialects,
        },
      }
      return [row.hash.toString('hex'), key]
    }),
  )
}

/** No list: from anywhere. A caller whose address is not known is on no list. */
function readAddresses(allowed: readonly string[]): (address: string | null) => boolean {
  if (allowed.length === 0) return () => true
  const isAllowed = createAddressList(allowed)
  return address => address !== null && isAllowed(address)
}
