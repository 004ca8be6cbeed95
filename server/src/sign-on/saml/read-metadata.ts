/** What a provider says of itself: where to send people, and by which keys it signs. Whoever hands it in vouches for it. */
import { type Certificate, type CertificateProblem, readCertificate } from './certificates.ts'
import type { Addresses, SamlConnection } from './connection.ts'
import { bindingUris, metadataNs, signatureNs } from './uris.ts'
import {
  attribute,
  BadXml,
  bulkOfMetadata,
  children,
  type Element,
  elementsOf,
  is,
  markupProblem,
  parseXml,
  readUtf8,
} from './xml.ts'

const mostMetadataBytes = 100_000
const [longestAddress, longestEntityId, mostCertificates] = [2048, 1024, 10]

export type MetadataProblem =
  | 'too_large'
  | 'not_utf8'
  | 'forbidden_markup'
  | 'not_xml'
  | 'not_metadata'
  | 'no_provider'
  | 'several_providers'
  | 'no_entity_id'
  | 'no_sign_on_address'
  | 'bad_address'
  | 'no_certificate'
  | 'too_many_certificates'
  | CertificateProblem

export interface Metadata extends Omit<SamlConnection['theirs'], 'logoutAnswers'> {
  readonly logoutAnswers: Addresses
}

/** All problems that there are, when there are any. */
export function readMetadata(bytes: Uint8Array): Metadata | readonly MetadataProblem[] {
  if (bytes.length > mostMetadataBytes) return ['too_large']
  const root = parse(bytes)
  if (typeof root === 'string') return [root]
  const descriptors = elementsOf(root).filter(element => is(element, metadataNs, 'IDPSSODescriptor'))
  const [descriptor, ...others] = descriptors
  if (!is(root, metadataNs, 'EntityDescriptor') && !is(root, metadataNs, 'EntitiesDescriptor')) return ['not_metadata']
  if (!descriptor) return ['no_provider']
  if (others.length > 0) return ['several_providers']
  return read(descriptor)
}

function parse(bytes: Uint8Array): Element | MetadataProblem {
  let xml: string
  try {
    xml = readUtf8(bytes).trim()
  } catch {
    return 'not_utf8'
  }
  if (markupProblem(xml)) return 'forbidden_markup'
  try {
    return parseXml(xml, bulkOfMetadata)
  } catch (error) {
    if (error instanceof BadXml) return 'not_xml'
    throw error
  }
}

function read(descriptor: Element): Metadata | readonly MetadataProblem[] {
  const entityId = attribute(descriptor.parentNode as Element, 'entityID') ?? ''
  const certificates = readCertificates(descriptor)
  const usable = certificates.filter(certificate => typeof certificate !== 'string')
  const addresses = {
    signOn: addressesOf(descriptor, 'SingleSignOnService', 'Location'),
    logout: addressesOf(descriptor, 'SingleLogoutService', 'Location'),
    logoutAnswers: addressesOf(descriptor, 'SingleLogoutService', 'ResponseLocation'),
  }
  const areBad = Object.values(addresses)
    .flatMap(Object.values)
    .some(address => !isAddress(address))
  const problems: readonly (MetadataProblem | false | undefined)[] = [
    (entityId === '' || entityId.length > longestEntityId) && 'no_entity_id',
    Object.keys(addresses.signOn).length === 0 && 'no_sign_on_address',
    areBad && 'bad_address',
    // One that cannot be used does no harm beside one that can.
    usable.length === 0 && (certificates.find(certificate => typeof certificate === 'string') ?? 'no_certificate'),
    usable.length > mostCertificates && 'too_many_certificates',
  ]
  const found = problems.filter(problem => typeof problem === 'string')
  const wants = attribute(descriptor, 'WantAuthnRequestsSigned') ?? ''
  return found.length > 0
    ? found
    : { entityId, ...addresses, certificates: usable, wantsSignedRequests: ['true', '1'].includes(wants) }
}

/** Those to sign by. Of a chain only the first is the provider's own; the others are of who vouches for it, and sign nothing here. */
function readCertificates(descriptor: Element): (Certificate | CertificateProblem)[] {
  const texts = children(descriptor, metadataNs, 'KeyDescriptor')
    .filter(key => (attribute(key, 'use') ?? 'signing') === 'signing')
    .flatMap(elementsOf)
    .filter(element => is(element, signatureNs, 'X509Data'))
    .flatMap(data => children(data, signatureNs, 'X509Certificate').slice(0, 1))
    .map(({ textContent }) => (textContent ?? '').trim())
  return [...new Set(texts)].map(readCertificate)
}

function addressesOf(descriptor: Element, service: string, where: 'Location' | 'ResponseLocation'): Addresses {
  const byBinding = (binding: string) =>
    children(descriptor, metadataNs, service)
      .filter(element => attribute(element, 'Binding') === binding)
      .map(element => attribute(element, where))
      .find(address => address !== null)
  const [redirect, post] = [byBinding(bindingUris.redirect), byBinding(bindingUris.post)]
  return { ...(redirect !== undefined && { redirect }), ...(post !== undefined && { post }) }
}

/** Where people can be sent: encrypted, or on this machine. */
function isAddress(address: string): boolean {
  const url = address.length <= longestAddress && URL.canParse(address) ? new URL(address) : null
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '')
  return (
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) && !url.username && !url.hash
  )
}

/**
 * What a connection knows of its provider once its metadata was fetched anew. Keys come and go with it, but the last one that has not
 * ended is never dropped. What it does not say stays, since somebody may have entered it: that requests are signed, and where people sign
 * out. Null: it is another provider's, and changes nothing.
 */
export function renewed(known: SamlConnection['theirs'], fetched: Metadata, now: Date): Metadata | null {
  if (fetched.entityId !== known.entityId) return null
  const lasts = ({ notAfter }: Certificate) => notAfter > now
  const kept = fetched.certificates.some(lasts) ? [] : known.certificates.filter(lasts)
  const saysLogout = Object.keys(fetched.logout).length > 0
  return {
    ...fetched,
    ...(!saysLogout && { logout: known.logout, logoutAnswers: known.logoutAnswers ?? {} }),
    wantsSignedRequests: fetched.wantsSignedRequests || known.wantsSignedRequests,
    certificates: [...fetched.certificates, ...kept],
  }
}
