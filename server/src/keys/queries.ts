import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { parseRawKey } from '../keyring/raw-key.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type KeyRow = Awaited<ReturnType<typeof listKeys>>[number]

/** The keys of one organization, or of all of them, in the order in which they were made. */
export function listKeys(reader: Reader, { organizationId }: { organizationId?: number } = {}) {
  let query = selectKeys(reader).orderBy('key.created_at').orderBy('key.id')
  if (organizationId !== undefined) query = query.where('key.organization_id', '=', organizationId)
  return query.execute()
}

export interface KeyFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  /** Whether those that were revoked are listed too. */
  readonly revoked?: boolean
}

/** Keys of these organizations, by pages. */
export function listKeyPage(reader: Reader, filter: KeyFilter): Promise<Page<KeyRow>> {
  let query = selectKeys(reader)
  if (!filter.revoked) query = query.where('key.revoked_at', 'is', null)
  return readPage(query, filter, { id: 'key.id' }, { column: 'key.organization_id', ids: filter.organizationIds })
}

/** Throws `not_found`, also for a key out of the caller's reach. */
export async function getKeyInReach(reader: Reader, { organization }: Reach, id: number): Promise<KeyRow> {
  const row = await selectKeys(reader)
    .where('key.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no key ${id}.`)
  return row
}

/** Of a key that is known to be there. */
export function getKeyById(reader: Reader, id: number): Promise<KeyRow> {
  return selectKeys(reader).where('key.id', '=', id).executeTakeFirstOrThrow()
}

/** By its id, its prefix, or the whole key. Throws a Refusal: `not_found`, or `conflict` when several share the prefix. */
export async function getKey(reader: Reader, text: string): Promise<KeyRow> {
  const [row, another] = await selectNamed(reader, text).execute()
  // What was typed may be a key with a typo: it is not repeated.
  if (!row) throw new Refusal('not_found', 'There is no such key: `usher key list` shows the ids and prefixes.')
  if (another) throw new Refusal('conflict', 'Several keys begin like this: say which one by its id.')
  return row
}

function selectNamed(reader: Reader, text: string) {
  const query = selectKeys(reader)
  if (/^\d{1,15}$/.test(text)) return query.where('key.id', '=', Number(text))
  const parsed = parseRawKey(text)
  return parsed.state === 'well_formed'
    ? query.where('key.hash', '=', parsed.hash)
    : query.where('key.prefix', '=', text)
}

function selectKeys(reader: Reader) {
  return reader
    .selectFrom('keys as key')
    .innerJoin('organizations as organization', 'organization.id', 'key.organization_id')
    .select(['key.id', 'organization.slug as organization', 'key.name', 'key.prefix', 'key.scopes', 'key.expires_at'])
    .select(['key.allowed_addresses', 'key.rate_limit', 'key.api_version', 'key.created_at', 'key.updated_at'])
    .select(['key.last_used_at', 'key.revoked_at'])
}
