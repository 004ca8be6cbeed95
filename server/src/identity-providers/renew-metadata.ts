/**
 * Providers of SAML exchange what they sign by: where their metadata stands, it is read again each day, and when something comes that
 * is signed by a key that is not known.
 */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import { recordOperation } from '../log/record-operation.ts'
import { readMetadata, renewed } from '../sign-on/saml/read-metadata.ts'
import type { ProviderSettings } from './queries.ts'
import { fetchMetadata, isRead, toSettings, toTheirs } from './read-saml.ts'
import type { Saml } from './schema.ts'

interface Due {
  readonly id: number
  readonly organization_id: number
  readonly settings: ProviderSettings
}

/** What could not be read, or is another provider's, changes nothing; the last certificate that holds is never dropped. */
export async function renewMetadata(
  { kysely }: Pick<Database, 'kysely'>,
  outside: Pick<GuardedFetch, 'fetch'>,
  now: Date,
): Promise<void> {
  for (const provider of await withAddress(kysely).execute()) await renew(kysely, provider, outside, now)
}

interface RenewalDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly outside: Pick<GuardedFetch, 'fetch'>
  now(): Date
}

/** True: the provider says something else now. */
export type RenewOne = (id: number) => Promise<boolean>

/** Some exchange their key without a word. Anybody can send what is signed by no key, so it is asked for at most so often. */
const askedAgainAfter = 5 * 60_000

export function createRenewal({ database: { kysely }, outside, now }: RenewalDeps): RenewOne {
  const asked = new Map<number, { readonly at: number; readonly isOther: Promise<boolean> }>()

  async function ask(id: number): Promise<boolean> {
    const due = await withAddress(kysely).where('id', '=', id).executeTakeFirst()
    return due !== undefined && (await renew(kysely, due, outside, now()))
  }

  return id => {
    const last = asked.get(id)
    const at = now().getTime()
    if (last && at - last.at < askedAgainAfter) return last.isOther
    const isOther = ask(id)
    asked.set(id, { at, isOther })
    return isOther
  }
}

function withAddress(kysely: Database['kysely']) {
  return kysely
    .selectFrom('identity_providers')
    .select(['id', 'organization_id', sql<ProviderSettings>`settings`.as('settings')])
    .where('protocol', '=', 'saml')
    .where('archived_at', 'is', null)
    .where(sql<boolean>`settings->'saml'->>'metadata_url' is not null`)
}

/** True: something is otherwise now. */
async function renew(
  kysely: Database['kysely'],
  { id, organization_id, settings }: Due,
  outside: Pick<GuardedFetch, 'fetch'>,
  now: Date,
): Promise<boolean> {
  const saml = settings.saml as Saml
  const bytes = await fetchMetadata(outside, saml.metadata_url as string)
  const read = typeof bytes === 'string' ? null : readMetadata(bytes)
  const fetched = read && isRead(read) ? renewed(toTheirs(saml), read, now) : null
  if (!fetched) return false
  const after = { ...settings, saml: { ...saml, ...toSettings(fetched) } }
  if (JSON.stringify(after) === JSON.stringify(settings)) return false
  return kysely.transaction().execute(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('identity_providers')
      .set({ settings: JSON.stringify(after), updated_at: now })
      .where('id', '=', id)
      // Not over what somebody changed meanwhile.
      .where(sql<boolean>`settings = ${JSON.stringify(settings)}::jsonb`)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    const object = { kind: 'identity_provider', id, before: settings, after }
    const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: now } as const
    const change = {
      kind: 'update_identity_provider',
      organizationId: organization_id,
      result: 'changed',
      object,
    } as const
    await recordOperation(transaction, change, by)
    return true
  })
}
