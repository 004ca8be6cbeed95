/** Messages of ours on their way: in an address, compressed, with a signature of what stands in it; or in a form, signed within. */
import { createSign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { SignedXml } from 'xml-crypto'
import type { Addresses, SigningKey } from './connection.ts'
import { enveloped, exclusive, rsaSha256, sha256 } from './uris.ts'

/** What the browser is to do: follow an address, or post a form there. */
export type Outgoing =
  | { readonly binding: 'redirect'; readonly url: string }
  | { readonly binding: 'post'; readonly url: string; readonly fields: Readonly<Record<string, string>> }

export interface Message {
  readonly name: 'SAMLRequest' | 'SAMLResponse'
  /** For the place where it goes. Its root has an ID, and begins with its Issuer. */
  xml(destination: string): string
  /** An opaque id of ours, at most 80 bytes; or what they sent, given back as it came. */
  readonly relay: string | null
  /** Null: it is not signed. */
  readonly key: SigningKey | null
}

/** By an address where there is one. Null: they take nothing of the kind. */
export function send(to: Addresses, message: Message): Outgoing | null {
  if (to.redirect !== undefined) return { binding: 'redirect', url: addressOf(to.redirect, message) }
  return to.post === undefined ? null : { binding: 'post', url: to.post, fields: fieldsOf(to.post, message) }
}

function addressOf(destination: string, { name, xml, relay, key }: Message): string {
  const fields = {
    [name]: deflateRawSync(xml(destination)).toString('base64'),
    ...(relay !== null && { RelayState: relay }),
    ...(key && { SigAlg: rsaSha256 }),
  }
  const query = Object.entries(fields)
    .map(([field, value]) => `${field}=${encodeURIComponent(value)}`)
    .join('&')
  const signature = key && createSign('sha256').update(query).sign(key.privateKey, 'base64')
  const signed = signature ? `${query}&Signature=${encodeURIComponent(signature)}` : query
  return `${destination}${destination.includes('?') ? '&' : '?'}${signed}`
}

function fieldsOf(destination: string, { name, xml, relay, key }: Message): Record<string, string> {
  const message = key ? signXml(xml(destination), key) : xml(destination)
  return { [name]: Buffer.from(message).toString('base64'), ...(relay !== null && { RelayState: relay }) }
}

function signXml(xml: string, { privateKey, certificate }: SigningKey): string {
  const signer = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  signer.addReference({ xpath: '/*', digestAlgorithm: sha256, transforms: [enveloped, exclusive] })
  signer.computeSignature(xml, { location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' } })
  return signer.getSignedXml()
}
