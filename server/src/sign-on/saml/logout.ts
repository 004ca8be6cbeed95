/** Signing out over there: asked for by us, or answered. Always signed. */
import { escapeHtml } from '../../lib/escape-html.ts'
import { head, issuer } from './begin-sign-on.ts'
import type { NameId } from './claims.ts'
import type { SamlConnection } from './connection.ts'
import { type Outgoing, send } from './send.ts'
import { assertionNs, protocolNs, success } from './uris.ts'

export interface LogoutWish {
  readonly requestId: string
  readonly now: Date
  readonly relay: string | null
  /** As it came when the person signed in. */
  readonly nameId: NameId
  readonly sessionIndex: string | null
}

/** Null: the provider takes no such request. */
export function beginLogout(connection: SamlConnection, wish: LogoutWish): Outgoing | null {
  const { value, format, nameQualifier, spNameQualifier } = wish.nameId
  const named = { Format: format, NameQualifier: nameQualifier, SPNameQualifier: spNameQualifier }
  const attributes = Object.entries(named).map(([name, said]) =>
    said === null ? '' : ` ${name}="${escapeHtml(said)}"`,
  )
  const nameId = `<saml:NameID xmlns:saml="${assertionNs}"${attributes.join('')}>${escapeHtml(value)}</saml:NameID>`
  const index = wish.sessionIndex && `<samlp:SessionIndex>${escapeHtml(wish.sessionIndex)}</samlp:SessionIndex>`
  const xml = (destination: string) =>
    `<samlp:LogoutRequest xmlns:samlp="${protocolNs}"${head(wish.requestId, wish.now, destination)}>${issuer(connection)}${nameId}${index ?? ''}</samlp:LogoutRequest>`
  return send(connection.theirs.logout, { name: 'SAMLRequest', xml, relay: wish.relay, key: connection.ours.keys[0] })
}

export interface LogoutAnswer {
  readonly id: string
  readonly now: Date
  readonly inResponseTo: string
  /** As it came with the request. */
  readonly relay: string | null
}

/** That it was done. Null: the provider said nowhere to send it. */
export function logoutResponse(connection: SamlConnection, answer: LogoutAnswer): Outgoing | null {
  const status = `<samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status>`
  const xml = (destination: string) =>
    `<samlp:LogoutResponse xmlns:samlp="${protocolNs}"${head(answer.id, answer.now, destination)} InResponseTo="${escapeHtml(answer.inResponseTo)}">${issuer(connection)}${status}</samlp:LogoutResponse>`
  const { logout, logoutAnswers } = connection.theirs
  return send(
    { ...logout, ...logoutAnswers },
    { name: 'SAMLResponse', xml, relay: answer.relay, key: connection.ours.keys[0] },
  )
}
