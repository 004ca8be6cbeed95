/** Providers of SAML exchange what they sign by: where their metadata stands, it is read again each day. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { GuardedFetch } from '../lib/network/guarded-fetch.ts'
import { recordOperation } from '../log/record-operation.ts'
import { readCertificate } from '../sign-on/saml/certificates.ts'
import { readMetadata, renewed } from '../sign-on/saml/read-metadata.ts'
import type { ProviderSettings } from './queries.ts'
import { fetchMetadata, isRead, toSettings } from './read-saml.ts'
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
  const due = await kysely
    .selectFrom('identity_providers')
    .select(['id', 'organization_id', sql<ProviderSettings>`settings`.as('settings')])
    .where('protocol', '=', 'saml')
    .where('archived_at', 'is', null)
    .where(sql<boolean>`settings->'saml'->>'metadata_url' is not null`)
    .execute()
  for (const provider of due) await renew(kysely, provider, outside, now)
}

async function renew(
  kysely: Database['kysely'],
  { id, organization_id, settings }: Due,
  outside: Pick<GuardedFetch, 'fetch'>,
  now: Date,
) {
  const saml = settings.saml as Saml
  const bytes = await fetchMetadata(outside, saml.metadata_url as string)
  const read = typeof bytes === 'string' ? null : readMetadata(bytes)
  const fetched = read && isRead(read) ? renewed(toTheirs(saml), read, now) : null
  if (!fetched?.signOn.redirect) return
  const after = { ...settings, saml: { ...saml, ...toSettings(fetched) } }
  if (JSON.stringify(after) === JSON.stringify(settings)) return
  await kysely.transaction().execute(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('identity_providers')
      .set({ settings: JSON.stringify(after), updated_at: now })
      .where('id', '=', id)
      // Not over what somebody changed meanwhile.
      .where(sql<boolean>`settings = ${JSON.stringify(settings)}::jsonb`)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const object = { kind: 'identity_provider', id, before: settings, after }
    const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: now } as const
    const change = {
      kind: 'update_identity_provider',
      organizationId: organization_id,
      result: 'changed',
      object,
    } as const
    await recordOperation(transaction, change, by)
  })
}

function toTheirs(saml: Saml) {
  return {
    entityId: saml.entity_id,
    signOn: { redirect: saml.sign_on_url },
    logout: saml.logout_url ? { redirect: saml.logout_url } : {},
    certificates: saml.certificates.map(readCertificate).filter(one => typeof one !== 'string'),
    wantsSignedRequests: saml.signs_requests ?? false,
  }
}
