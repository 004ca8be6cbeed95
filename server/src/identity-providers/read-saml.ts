/** What a provider of SAML is said to be: in fields, and for what they do not say by its own metadata. */
import { refuseInvalid } from '../lib/checks.ts'
import { FetchFault, type GuardedFetch } from '../lib/network/guarded-fetch.ts'
import { readCertificate } from '../sign-on/saml/certificates.ts'
import type { SamlConnection } from '../sign-on/saml/connection.ts'
import { type Metadata, readMetadata } from '../sign-on/saml/read-metadata.ts'
import type { Saml, SentSaml } from './schema.ts'

/** Throws `invalid`, which says what the metadata lacks, or which fields are missing without any. */
export async function readSaml(outside: Pick<GuardedFetch, 'fetch'>, sent: SentSaml): Promise<Saml> {
  const { metadata, entity_id, sign_on_url, certificates, ...others } = sent
  const fields = { entity_id, sign_on_url, certificates }
  const isWhole = Object.values(fields).every(value => value !== undefined)
  const own = isWhole ? {} : await readOwn(outside, sent)
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  // How a request goes to an address of theirs is not how it goes to another one.
  const ofOther = sign_on_url === undefined ? {} : { sign_on_binding: undefined }
  const saml = { ...own, ...ofOther, ...others, ...given } as Saml
  refuseInvalid(
    Object.fromEntries(
      (['entity_id', 'sign_on_url', 'certificates'] as const).map(field => [
        `saml.${field}`,
        saml[field] === undefined ? 'must be there, or metadata that says it' : null,
      ]),
    ),
  )
  return saml
}

async function readOwn(
  outside: Pick<GuardedFetch, 'fetch'>,
  { metadata, metadata_url }: SentSaml,
): Promise<Partial<Saml>> {
  if (metadata === undefined && !metadata_url) return {}
  const field = metadata === undefined ? 'saml.metadata_url' : 'saml.metadata'
  const bytes = metadata === undefined ? await fetchMetadata(outside, metadata_url as string) : Buffer.from(metadata)
  const read = typeof bytes === 'string' ? bytes : readMetadata(bytes)
  const problem =
    typeof read === 'string'
      ? `could not be read: ${read}`
      : isRead(read)
        ? null
        : `cannot be used: ${read.map(code => code.replaceAll('_', ' ')).join(', ')}`
  refuseInvalid({ [field]: problem })
  return toSettings(read as Metadata)
}

export function isRead(read: ReturnType<typeof readMetadata>): read is Metadata {
  return !Array.isArray(read)
}

/** Why it could not be had, in words. */
export async function fetchMetadata(outside: Pick<GuardedFetch, 'fetch'>, url: string): Promise<Buffer | string> {
  if (!URL.canParse(url)) return 'this is no address'
  try {
    const answer = await outside.fetch(url)
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : `the answer was ${answer.status}`
  } catch (error) {
    if (error instanceof FetchFault) return error.message
    throw error
  }
}

/** As the protocol knows it. What is no certificate is left out. */
export function toTheirs(saml: Saml): SamlConnection['theirs'] {
  const { sign_on_url: url, logout_url, logout_answer_url, certificates } = saml
  return {
    entityId: saml.entity_id,
    signOn: saml.sign_on_binding === 'post' ? { post: url } : { redirect: url },
    logout: logout_url ? { redirect: logout_url } : {},
    logoutAnswers: logout_answer_url ? { redirect: logout_answer_url } : {},
    certificates: certificates.map(readCertificate).filter(one => typeof one !== 'string'),
    wantsSignedRequests: saml.signs_requests ?? false,
  }
}

export function toSettings({ entityId, signOn, logout, logoutAnswers, certificates, wantsSignedRequests }: Metadata) {
  return {
    entity_id: entityId,
    sign_on_url: signOn.redirect ?? signOn.post ?? '',
    sign_on_binding: signOn.redirect === undefined ? ('post' as const) : undefined,
    logout_url: logout.redirect ?? null,
    logout_answer_url: logoutAnswers.redirect ?? null,
    certificates: certificates.map(({ pem }) => pem),
    signs_requests: wantsSignedRequests,
  }
}
