/**
 * Whether a response is signed by the connection's keys, by node-saml: it opens what is encrypted, picks the signature and gives
 * back the signed bytes. Nothing else of it is used: what the assertion says we read ourselves, from these bytes, with the one parser.
 */
import { promisify } from 'node:util'
import { type Profile, SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { decrypt } from 'xml-encryption'
import { wrong } from '../verdict.ts'
import { type Certificate, partCertificates } from './certificates.ts'
import type { SamlConnection } from './connection.ts'
import { type SignedMessage, signatureOf } from './signatures.ts'
import { assertionNs } from './uris.ts'
import type { Check, Wrong } from './verdict.ts'
import { attribute, bulkOfMessage, children, type Element, elementsOf, is, markupProblem, parseXml } from './xml.ts'

export interface Received {
  readonly connection: SamlConnection
  readonly now: Date
  readonly xml: string
  readonly root: Element
}

/** An assertion that was opened, and what opened it. */
interface Opened {
  readonly privateKey: string
  readonly assertion: Element
}

/** Of all that can be wrong with what is encrypted nobody learns what it was: that would be a way to read it. */
const unreadable = wrong(
  'signature_wrong',
  'the encrypted assertion cannot be opened, or is not signed by a key of the provider',
)

/** The signed assertion. `checks` are those that what was encrypted must pass too. */
export async function verify(received: Received, checks: readonly Check<SignedMessage>[]): Promise<Element | Wrong> {
  const { root, connection, now } = received
  const encrypted = children(root, assertionNs, 'EncryptedAssertion').at(0)
  const opened = encrypted ? await open(encrypted, connection, checks) : null
  if (encrypted && !opened) return unreadable
  if (!signatureOf(root) && ![...children(root), opened?.assertion].some(element => element && signatureOf(element)))
    return encrypted ? unreadable : wrong('not_signed', 'neither the response nor the assertion is signed')
  const { counting, ended } = partCertificates(
    connection.theirs.certificates,
    now,
    connection.acceptsExpiredCertificates,
  )
  try {
    const assertion = parseXml(await signedAssertion(received, counting, opened), bulkOfMessage)
    return isWhole(assertion) ? assertion : wrong('other_version', 'the assertion is not of SAML 2.0, or has no id')
  } catch (error) {
    if (encrypted) return unreadable
    const byEnded = await signedAssertion(received, ended, null).catch(() => null)
    if (byEnded) return wrong('certificate_ended', 'it is signed by a certificate that has ended')
    return wrong('signature_wrong', `it is not signed by a key of the provider: ${String(error)}`)
  }
}

async function open(
  encrypted: Element,
  { ours }: SamlConnection,
  checks: readonly Check<SignedMessage>[],
): Promise<Opened | null> {
  for (const { privateKey } of ours.keys)
    try {
      const xml = await promisify(decrypt)(encrypted.toString(), { key: privateKey })
      if (markupProblem(xml)) return null
      const assertion = parseXml(xml, bulkOfMessage)
      const isAlone = elementsOf(assertion).filter(isAssertion).length === 1
      const failed = await Promise.all(checks.map(check => check.look({ root: assertion, signable: [assertion] })))
      return isAlone && is(assertion, assertionNs, 'Assertion') && failed.every(one => !one)
        ? { privateKey, assertion }
        : null
    } catch {
      // the next key may open it
    }
  return null
}

/** In whatever namespace: a library may look at the name alone. */
export function isAssertion({ localName }: Element): boolean {
  return localName === 'Assertion' || localName === 'EncryptedAssertion'
}

function isWhole(assertion: Element): boolean {
  const length = attribute(assertion, 'ID')?.length ?? 0
  return (
    is(assertion, assertionNs, 'Assertion') && attribute(assertion, 'Version') === '2.0' && length > 0 && length <= 1024
  )
}

/** Throws unless one of the keys signed it. */
async function signedAssertion(
  { connection, xml, root }: Received,
  certificates: readonly Certificate[],
  opened: Opened | null,
): Promise<string> {
  const assertion = opened?.assertion ?? children(root, assertionNs, 'Assertion').at(0)
  const saml = new SignatureReader({
    ...optionsOf(connection, certificates),
    ...(opened && { decryptionPvk: opened.privateKey }),
    // Either is enough, and each that is there must be right.
    wantAuthnResponseSigned: !!signatureOf(root),
    wantAssertionsSigned: !!assertion && !!signatureOf(assertion),
  })
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') })
  if (!profile?.getAssertionXml) throw new Error('there is no assertion')
  return profile.getAssertionXml()
}

/** Times, audience and requests are checks of our own, by the clock and the storage that are handed in. */
function optionsOf({ ours }: SamlConnection, certificates: readonly Certificate[]) {
  return {
    callbackUrl: ours.acsUrl,
    issuer: ours.entityId,
    idpCert: certificates.map(({ pem }) => pem),
    acceptedClockSkewMs: -1,
    audience: false as const,
    validateInResponseTo: ValidateInResponseTo.never,
  }
}

/** Whether the root of a request that was posted is signed. */
export async function verifyRequest({ connection, now, xml, root }: Received): Promise<Wrong | null> {
  if (!signatureOf(root)) return wrong('not_signed', 'the request is not signed')
  const { counting } = partCertificates(connection.theirs.certificates, now, connection.acceptsExpiredCertificates)
  const saml = new SAML(optionsOf(connection, counting))
  try {
    await saml.validatePostRequestAsync({ SAMLRequest: Buffer.from(xml).toString('base64') })
    return null
  } catch (error) {
    return wrong('signature_wrong', `it is not signed by a key of the provider: ${String(error)}`)
  }
}

/** Gives the signed bytes as they are, in place of what a second parser would make of them. */
class SignatureReader extends SAML {
  protected override async processValidlySignedAssertionAsync(
    xml: string,
  ): Promise<{ profile: Profile; loggedOut: boolean }> {
    return { profile: { issuer: '', nameID: '', nameIDFormat: '', getAssertionXml: () => xml }, loggedOut: false }
  }
}
