import { type RawBuilder, sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type OrganizationInReach, type Reach } from './find-organization.ts'

export interface ThingInTable {
  readonly table:
    | 'courses'
    | 'products'
    | 'catalog_items'
    | 'teams'
    | 'groups'
    | 'links'
    | 'webhooks'
    | 'connections'
    | 'identity_providers'
    | 'domains'
    | 'keys'
    | 'custom_fields'
  /** What it is called. */
  readonly word: string
  readonly id: number
}

/** The organization that a thing belongs to. Throws `not_found`, also for a thing out of the caller's reach; null: of nobody's. */
export function getOrganizationOf(
  reader: Reader,
  caller: Reach | null,
  thing: ThingInTable,
): Promise<OrganizationInReach> {
  return find(reader, caller, thing, sql``)
}

/** The same; and keeps others from changing the thing until the transaction ends. */
export function lockInReach(
  transaction: Transaction,
  caller: Reach,
  thing: ThingInTable,
): Promise<OrganizationInReach> {
  return find(transaction, caller, thing, sql`for no key update of thing`)
}

async function find(
  reader: Reader,
  caller: Reach | null,
  { table, word, id }: ThingInTable,
  lock: RawBuilder<unknown>,
): Promise<OrganizationInReach> {
  const { rows } = await sql<OrganizationInReach>`
    select organization.id, organization.slug, organization.path, organization.time_zone
    from ${sql.table(table)} as thing join organizations as organization on organization.id = thing.organization_id
    where thing.id = ${id} and ${caller ? isInReach(caller.organization, 'organization') : sql`true`} ${lock}`.execute(
    reader,
  )
  if (rows[0]) return rows[0]
  throw new Refusal('not_found', `There is no ${word} ${id}.`)
}
