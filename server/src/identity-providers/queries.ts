import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Config } from '../config.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { readable } from '../lib/roles/readable.ts'
import type { Caller } from '../provisioning/actions/action.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { type Certificate, expiryWarning, readCertificate } from '../sign-on/saml/certificates.ts'
import { showOurs } from './ours.ts'
import type { Attribute, Given, Kept, Oidc, Preset, SaidClaim, Saml } from './schema.ts'
import { openSecrets } from './secrets.ts'

/** As it is kept in `settings`. */
export interface ProviderSettings {
  readonly members_only: boolean
  /** Absent: no. */
  readonly signs_out_there?: boolean
  readonly claims: Readonly<Record<string, readonly string[]>>
  /** Absent: none. */
  readonly attributes?: readonly Attribute[]
  readonly oidc: Oidc | null
  readonly saml: Saml | null
}

interface Report {
  readonly checks: { check: string; passed: boolean }[]
  readonly claims: unknown
  readonly who: unknown
  /** Of reports that were made before there were any: absent. */
  readonly gives?: Static<typeof Given>[] | null
  readonly keeps?: Static<typeof Kept> | null
  readonly faults?: string[]
  readonly said?: Static<typeof SaidClaim>[] | null
}

type Row = Awaited<ReturnType<ReturnType<typeof selectProviders>['executeTakeFirstOrThrow']>>
export type ProviderRow = ReturnType<typeof show>
type Shown = Pick<Config, 'publicUrl' | 'secretKey'>

/** Those of one organization. */
export async function listProviders(
  reader: Reader,
  config: Shown,
  { organizationId, ...page }: PageRequest & { readonly organizationId: number },
): Promise<Page<ProviderRow>> {
  const query = selectProviders(reader).where('provider.organization_id', '=', organizationId)
  const { data, ...rest } = await readPage(query, page, { id: 'provider.id' })
  return { ...rest, data: data.map(row => show(config, row)) }
}

/** All by which people sign in, of all organizations. */
export async function listSwitchedOn(reader: Reader, config: Shown): Promise<ProviderRow[]> {
  const rows = await selectProviders(reader).where('provider.enabled', '=', true).orderBy('provider.id').execute()
  return rows.map(row => show(config, row))
}

/** Throws `not_found`, also for a provider out of the caller's reach. */
export async function getProvider(
  reader: Reader,
  config: Shown,
  { organization }: Reach,
  id: number,
): Promise<ProviderRow> {
  const row = await selectProviders(reader)
    .where('provider.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no identity provider ${id}.`)
  return show(config, row)
}

function selectProviders(reader: Reader) {
  return reader
    .selectFrom('identity_providers as provider')
    .innerJoin('organizations as organization', 'organization.id', 'provider.organization_id')
    .select(['provider.id', 'organization.slug as organization', 'provider.name', 'provider.enabled'])
    .select(sql<'oidc' | 'saml'>`provider.protocol`.as('protocol'))
    .select(sql<Preset>`provider.preset`.as('preset'))
    .select(sql<ProviderSettings>`provider.settings`.as('settings'))
    .select(({ selectFrom, ref }) =>
      selectFrom('sign_ons')
        .select('sign_ons.clock_skew_ms')
        .where('sign_ons.provider_id', '=', ref('provider.id'))
        .where('sign_ons.clock_skew_ms', 'is not', null)
        .orderBy('sign_ons.id', 'desc')
        .limit(1)
        .as('clock_skew_ms'),
    )
    .select(['provider.secrets_sealed as secrets', 'provider.tested_at', 'provider.created_at', 'provider.updated_at'])
    .where('provider.archived_at', 'is', null)
}

function show(config: Shown, { settings, secrets, ...row }: Row) {
  const certificates = readCertificates(settings.saml?.certificates ?? [])
  const keys = row.protocol === 'saml' ? readCertificates(ourCertificates(secrets, config)) : []
  return {
    ...{ signs_out_there: false, ...row, ...settings, attributes: [...(settings.attributes ?? [])] },
    ours: showOurs(config, row),
    certificates: certificates.map(showCertificate),
    keys: keys.map((key, at) => ({ ...showCertificate(key), signs: at === 0 })),
    warning: warningOf(certificates),
    keys_warning: warningOf(keys.slice(0, 1)),
  }
}

/** None where they were sealed by another secret of the server: then nothing can be signed either. */
function ourCertificates(secrets: Buffer | null, config: Shown): string[] {
  try {
    return openSecrets(secrets, config).keys?.map(({ certificate }) => certificate) ?? []
  } catch {
    return []
  }
}

function readCertificates(pems: readonly string[]): Certificate[] {
  return pems.map(readCertificate).filter(one => typeof one !== 'string')
}

function showCertificate({ fingerprint, notBefore, notAfter }: Certificate) {
  return { fingerprint, not_before: notBefore, not_after: notAfter }
}

function warningOf(certificates: readonly Certificate[]) {
  const warning = certificates.length > 0 ? expiryWarning(certificates, new Date()) : null
  return warning && { within_days: warning.within, ends_at: warning.endsAt }
}

interface SignOnFilter extends PageRequest {
  readonly providerId: number
  readonly result?: string
  /** The number that somebody was told, or the beginning of an address. */
  readonly search?: string
}

/**
 * What came of signing in by it, the newest first. Who it was is seen by who may see people; what came, in which a provider may say
 * anything of anybody, by who may change providers.
 */
export async function listSignOns(
  reader: Reader,
  { permissions }: Pick<Caller, 'permissions'>,
  { providerId, result, search, ...page }: SignOnFilter,
) {
  const seesPeople = permissions.has(readable.user)
  const seesWhatCame = permissions.has('settings.edit')
  const query = reader
    .selectFrom('sign_ons as sign_on')
    .select(['sign_on.id', sql<'signed_in' | 'refused' | 'tested'>`sign_on.result`.as('result'), 'sign_on.user_id'])
    .select(['sign_on.subject', 'sign_on.email', 'sign_on.refused_by', 'sign_on.code', 'sign_on.detail'])
    .select(['sign_on.clock_skew_ms', 'sign_on.at', sql<Report | null>`sign_on.report`.as('report')])
    .where('sign_on.provider_id', '=', providerId)
    .$if(result !== undefined, rows => rows.where('sign_on.result', '=', result as string))
    .$if(search !== undefined, rows => rows.where(isFound((search as string).trim(), seesPeople)))
  const found = await readPage(query, { ...page, sort: page.sort ?? '-id' }, { id: 'sign_on.id' })
  const data = seesPeople ? found.data : found.data.map(withoutPerson)
  return { ...found, data: seesWhatCame ? data : data.map(row => ({ ...row, detail: null })) }
}

function isFound(search: string, seesPeople: boolean) {
  const number = /^\d{1,15}$/.test(search) ? Number(search) : null
  const isNumber = sql<boolean>`sign_on.id = ${number}`
  return seesPeople
    ? sql<boolean>`(${isNumber} or starts_with(lower(sign_on.email), ${search.toLowerCase()}))`
    : isNumber
}

function withoutPerson<Row extends { readonly report: Report | null }>(row: Row) {
  const report = row.report && { checks: row.report.checks, claims: null, who: null }
  return { ...row, user_id: null, subject: null, email: null, report }
}
