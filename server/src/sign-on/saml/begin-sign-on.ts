import { randomBytes } from 'node:crypto'
import { escapeHtml } from '../../lib/escape-html.ts'
import type { SamlConnection } from './connection.ts'
import { type Outgoing, send } from './send.ts'
import { assertionNs, bindingUris, protocolNs } from './uris.ts'

/** 160 bits. An id of XML must not begin with a digit, which some providers insist on. */
export function makeMessageId(): string {
  return `_${randomBytes(20).toString('hex')}`
}

export interface SignOnWish {
  /** Kept until it is answered (`liveRequest`). */
  readonly requestId: string
  readonly now: Date
  /** An opaque id of ours, at most 80 bytes. */
  readonly relay: string | null
  /** Whether the person is to be looked at anew, whoever the provider thinks is there. */
  readonly forceAuthn?: boolean
}

/**
 * Asks the provider who is there. Neither by what means nor under which name is asked for: several refuse to answer what they were not set
 * up for (Entra who came by a passkey), and all of them know by themselves.
 */
export function beginSignOn(connection: SamlConnection, wish: SignOnWish): Outgoing {
  const { ours, theirs } = connection
  const force = wish.forceAuthn ? ' ForceAuthn="true"' : ''
  const xml = (destination: string) =>
    `<samlp:AuthnRequest xmlns:samlp="${protocolNs}"${head(wish.requestId, wish.now, destination)} ProtocolBinding="${bindingUris.post}" AssertionConsumerServiceURL="${escapeHtml(ours.acsUrl)}"${force}>${issuer(connection)}</samlp:AuthnRequest>`
  const key = theirs.wantsSignedRequests ? ours.keys[0] : null
  const message = send(theirs.signOn, { name: 'SAMLRequest', xml, relay: shortRelay(wish.relay), key })
  if (!message) throw new Error('the provider has no address to sign on')
  return message
}

export function head(id: string, now: Date, destination: string): string {
  return ` ID="${escapeHtml(id)}" Version="2.0" IssueInstant="${now.toISOString()}" Destination="${escapeHtml(destination)}"`
}

export function issuer({ ours }: SamlConnection): string {
  return `<saml:Issuer xmlns:saml="${assertionNs}">${escapeHtml(ours.entityId)}</saml:Issuer>`
}

function shortRelay(relay: string | null): string | null {
  if (relay !== null && Buffer.byteLength(relay) > 80) throw new RangeError('a relay state has 80 bytes at most')
  return relay
}
