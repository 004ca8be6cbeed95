/** A SAML provider of our own, as good or bad as a test wants it, and a connection to it. */
import { createSign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { SignedXml } from 'xml-crypto'
import { readCertificate } from '../src/sign-on/saml/certificates.ts'
import { claimNames } from '../src/sign-on/saml/claims.ts'
import type { SamlConnection, SigningKey } from '../src/sign-on/saml/connection.ts'
import { makeKey } from '../src/sign-on/saml/make-key.ts'
import { enveloped, exclusive, rsaSha256, sha256 } from '../src/sign-on/saml/uris.ts'

export const now = new Date('2026-12-01T10:00:00Z')
/** So many seconds from now, as SAML writes it. */
export const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString()

export const theirEntityId = 'https://idp.school.example/saml'
export const requestId = '_a-request'

const year = 365 * 24 * 60 * 60
export const makeTestKey = (from = -year, until = year) =>
  makeKey({ name: 'idp.school.example', notBefore: new Date(at(from)), notAfter: new Date(at(until)) })

export interface SamlWorld {
  /** The provider's, ours, and that of somebody else. */
  readonly their: SigningKey
  readonly our: SigningKey
  readonly foreign: SigningKey
  readonly connection: SamlConnection
}

export async function makeSamlWorld(): Promise<SamlWorld> {
  const [their, our, foreign] = (await Promise.all([makeTestKey(), makeTestKey(), makeTestKey()])) as [
    SigningKey,
    SigningKey,
    SigningKey,
  ]
  return { their, our, foreign, connection: connectionOf([their], our) }
}

export function connectionOf(theirs: readonly SigningKey[], ours: SigningKey): SamlConnection {
  const certificates = theirs.map(({ certificate }) => readCertificate(certificate))
  return {
    ours: {
      entityId: 'https://usher.example.com/sso/7',
      acsUrl: 'https://usher.example.com/sso/7/acs',
      logoutUrl: 'https://usher.example.com/sso/7/logout',
      keys: [ours],
      takesEncrypted: true,
    },
    theirs: {
      entityId: theirEntityId,
      signOn: { redirect: 'https://idp.school.example/sso' },
      logout: { redirect: 'https://idp.school.example/slo', post: 'https://idp.school.example/slo-post' },
      certificates: certificates.filter(certificate => typeof certificate !== 'string'),
      wantsSignedRequests: false,
    },
    subject: { from: 'name_id' },
    claims: claimNames('other'),
    acceptsUnsolicited: false,
    acceptsExpiredCertificates: false,
  }
}

/** What an assertion says. Anything may be another way, or missing (null). */
export interface Said {
  readonly id: string
  readonly issuer: string
  readonly nameId: string
  readonly conditions: string
  readonly confirmation: string
  readonly statement: string
  readonly attributes: string
  /** Beside the rest, at the end. */
  readonly more: string
}

const { entityId, acsUrl } = {
  entityId: 'https://usher.example.com/sso/7',
  acsUrl: 'https://usher.example.com/sso/7/acs',
}

const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
export const nameIdOf = (name: string, format = persistent) => `<saml:NameID Format="${format}">${name}</saml:NameID>`

export const conditionsOf = (more = '', audience = entityId, from = at(-60), until = at(300)) =>
  `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>${more}</saml:Conditions>`

export interface Confirmed {
  readonly recipient: string | null
  readonly until: string | null
  readonly inResponseTo: string | null
  readonly method: string
}

export const confirmationOf = (over: Partial<Confirmed> = {}) => {
  const { recipient, until, inResponseTo, method } = {
    recipient: acsUrl,
    until: at(300),
    inResponseTo: requestId,
    method: 'bearer',
    ...over,
  }
  const data = { Recipient: recipient, NotOnOrAfter: until, InResponseTo: inResponseTo }
  return `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:${method}"><saml:SubjectConfirmationData${attributes(data)}/></saml:SubjectConfirmation>`
}

export const statementOf = (instant: string | null = at(-10), ends: string | null = at(28_800)) =>
  `<saml:AuthnStatement${attributes({ AuthnInstant: instant, SessionIndex: '_session-1', SessionNotOnOrAfter: ends })}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`

export const attributeOf = (name: string, ...values: readonly string[]) =>
  `<saml:Attribute Name="${name}">${values.map(value => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`

export function assertionOf(over: Partial<Said> = {}): string {
  const said = {
    id: '_assertion-1',
    issuer: theirEntityId,
    nameId: nameIdOf('ida-4711'),
    conditions: conditionsOf(),
    confirmation: confirmationOf(),
    statement: statementOf(),
    attributes: attributeOf('email', 'ida@school.example'),
    more: '',
    ...over,
  }
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id}" Version="2.0" IssueInstant="${at(5)}"><saml:Issuer>${said.issuer}</saml:Issuer><saml:Subject>${said.nameId}${said.confirmation}</saml:Subject>${said.conditions}${said.statement}<saml:AttributeStatement>${said.attributes}</saml:AttributeStatement>${said.more}</saml:Assertion>`
}

export interface Wrapped {
  readonly id: string
  readonly destination: string | null
  readonly inResponseTo: string | null
  readonly issuer: string | null
  readonly status: string
  readonly version: string
}

export const successStatus =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'

export function responseOf(content: string, over: Partial<Wrapped> = {}): string {
  const { id, destination, inResponseTo, issuer, status, version } = {
    id: '_response-1',
    destination: acsUrl,
    inResponseTo: requestId,
    issuer: theirEntityId,
    status: successStatus,
    version: '2.0',
    ...over,
  }
  const head = { ID: id, Version: version, IssueInstant: at(5), Destination: destination, InResponseTo: inResponseTo }
  const named = issuer && `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</saml:Issuer>`
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"${attributes(head)}>${named ?? ''}${status}${content}</samlp:Response>`
}

export interface Signing {
  readonly method: string
  readonly digest: string
  readonly transforms: readonly string[]
  /** The name of the element that is signed. */
  readonly over: string
  readonly hmacSecret: string
  /** Of the signature's own elements. */
  readonly prefix: string
  readonly inclusive: readonly string[]
}

/** Signs the first element of a name, with the signature after its Issuer, or at its beginning. */
export function sign(xml: string, key: SigningKey, over: Partial<Signing> = {}): string {
  const { method, digest, transforms, hmacSecret, prefix, inclusive, ...signing } = {
    method: rsaSha256,
    digest: sha256,
    transforms: [enveloped, exclusive],
    over: 'Assertion',
    ...over,
  }
  const xpath = `(//*[local-name(.)='${signing.over}'])[1]`
  const signer = new SignedXml({
    privateKey: hmacSecret ?? key.privateKey,
    publicCert: key.certificate,
    signatureAlgorithm: method,
    canonicalizationAlgorithm: exclusive,
    ...(inclusive && { inclusiveNamespacesPrefixList: [...inclusive] }),
  })
  if (hmacSecret) signer.enableHMAC()
  signer.addReference({
    xpath,
    digestAlgorithm: digest,
    transforms: [...transforms],
    inclusiveNamespacesPrefixList: [...(inclusive ?? [])],
  })
  const issuer = `${xpath}/*[local-name(.)='Issuer']`
  const hasIssuer = new RegExp(`<[^>]*${signing.over}[^>]*><saml:Issuer`).test(xml)
  const location = hasIssuer
    ? ({ reference: issuer, action: 'after' } as const)
    : ({ reference: xpath, action: 'prepend' } as const)
  signer.computeSignature(xml, { location, ...(prefix && { prefix }) })
  return signer.getSignedXml()
}

/** The form as a browser posts it. */
export function formOf(xml: string | Buffer, relay?: string): string {
  const message = encodeURIComponent(Buffer.from(xml as string).toString('base64'))
  return `SAMLResponse=${message}${relay === undefined ? '' : `&RelayState=${encodeURIComponent(relay)}`}`
}

function attributes(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${value}"`))
    .join('')
}

/** A provider's wish that somebody be signed out. */
export function logoutRequestOf(
  over: Partial<Record<'id' | 'destination' | 'issuer' | 'name' | 'more' | 'issued' | 'ends', string | null>> = {},
) {
  const { id, destination, issuer, name, more, issued, ends } = {
    id: '_logout-1',
    destination: 'https://usher.example.com/sso/7/logout',
    issuer: theirEntityId,
    name: 'ida-4711',
    more: '<samlp:SessionIndex>_session-1</samlp:SessionIndex>',
    issued: at(-5),
    ends: null,
    ...over,
  }
  const head = { ID: id, Version: '2.0', IssueInstant: issued, Destination: destination, NotOnOrAfter: ends }
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"${attributes(head)}><saml:Issuer>${issuer}</saml:Issuer>${nameIdOf(name ?? '')}${more}</samlp:LogoutRequest>`
}

export interface QuerySigning {
  readonly relay: string | null
  readonly algorithm: string
  readonly hash: string
  /** How a value is escaped. */
  write(value: string): string
}

/** The query of an address, signed as the standard says. */
export function signedQuery(xml: string, key: SigningKey, over: Partial<QuerySigning> = {}): string {
  const { relay, algorithm, hash, write } = {
    relay: null,
    algorithm: rsaSha256,
    hash: 'sha256',
    write: encodeURIComponent,
    ...over,
  }
  const fields = [
    `SAMLRequest=${write(deflateRawSync(xml).toString('base64'))}`,
    ...(relay === null ? [] : [`RelayState=${write(relay)}`]),
    `SigAlg=${write(algorithm)}`,
  ].join('&')
  return `${fields}&Signature=${write(createSign(hash).update(fields).sign(key.privateKey, 'base64'))}`
}
