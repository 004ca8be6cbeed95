/** A provider's wish that somebody be signed out: from an address or a form, and signed, or it is nothing. */
import { isName } from '../claims.ts'
import { Stop, Trail, wrong } from '../verdict.ts'
import { checksOfBody, fieldOf, inflate, readText, readXml, relayOf } from './body.ts'
import { checksOfText, otherDestination, otherMessage, skewMs } from './checks.ts'
import type { NameId } from './claims.ts'
import type { SamlConnection } from './connection.ts'
import { momentOf, readNameId } from './read-assertion.ts'
import { signatureChecks } from './signatures.ts'
import { assertionNs, protocolNs } from './uris.ts'
import type { Check, CheckName, CheckResult, Refused, Wrong, WrongCode } from './verdict.ts'
import { type Received, verifyRequest } from './verify.ts'
import { checksOfQuery } from './verify-query.ts'
import { attribute, children, plainText } from './xml.ts'

/** How it came: the query of an address without its question mark, or the form that was posted. Both undecoded. */
export interface SentLogout {
  readonly binding: 'redirect' | 'post'
  readonly text: string
}

export interface LogoutContext {
  readonly now: Date
  /** As of a response: notes a message of this connection until then, under a unique key. True: it was noted before. */
  seen(requestId: string, until: Date): Promise<boolean>
}

export type LogoutOutcome = { readonly checks: readonly CheckResult[] } & (
  | {
      readonly outcome: 'logout'
      /** To name in the answer. */
      readonly requestId: string
      readonly nameId: NameId
      /** The sessions that end; none: all of the person's by this connection. */
      readonly sessionIndexes: readonly string[]
      /** To give back with the answer. */
      readonly relay: string | null
    }
  | { readonly outcome: 'refused'; readonly refused: Refused }
)

/** So long a request that sets no end can be used. */
const lifetimeMs = 5 * 60_000

const checksOfPost: readonly Check<Received>[] = [
  ...signatureChecks.map(({ name, look }) => ({
    name,
    look: ({ root }: Received) => look({ root, signable: [root] }),
  })),
  { name: 'signature', look: verifyRequest },
]

const checksOfRequest: readonly Check<Received & LogoutContext>[] = [
  { name: 'destination', look: ({ root, connection }) => otherDestination(root, connection.ours.logoutUrl, true) },
  { name: 'issuer', look: otherIssuer },
  { name: 'times', look: outsideTimes },
  { name: 'replay', look: usedBefore },
]

export const logoutSteps = { checksOfBody, checksOfText, checksOfQuery, checksOfPost, checksOfRequest }

export async function readLogoutRequest(
  connection: SamlConnection,
  { binding, text }: SentLogout,
  context: LogoutContext,
  steps = logoutSteps,
): Promise<LogoutOutcome> {
  const trail = new Trail<CheckName, WrongCode>()
  try {
    await trail.check(steps.checksOfBody, { text, message: 'SAMLRequest' })
    const xml = await trail.step('text', () => readMessage(binding, text))
    await trail.check(steps.checksOfText, xml)
    const root = await trail.step('xml', () => readXml(xml))
    const received = { connection, now: context.now, xml, root }
    await trail.step('message', () => otherMessage(root, 'LogoutRequest') ?? undefined)
    if (binding === 'redirect') await trail.check(steps.checksOfQuery, { ...received, text })
    else await trail.check(steps.checksOfPost, received)
    await trail.check(steps.checksOfRequest, { ...received, ...context })
    const nameId = await trail.step('name_id', () => whoIsMeant(received))
    const sessionIndexes = children(root, protocolNs, 'SessionIndex').flatMap(element => plainText(element) ?? [])
    const requestId = attribute(root, 'ID') ?? ''
    return { outcome: 'logout', requestId, nameId, sessionIndexes, relay: relayOf(text), checks: trail.results }
  } catch (error) {
    if (error instanceof Stop) return { outcome: 'refused', refused: error.refused, checks: trail.results }
    throw error
  }
}

function readMessage(binding: SentLogout['binding'], text: string): string | Wrong {
  const bytes = Buffer.from(fieldOf(text, 'SAMLRequest'), 'base64')
  const message = binding === 'redirect' ? inflate(bytes) : bytes
  return 'code' in message ? message : readText(message)
}

function otherIssuer({ root, connection: { theirs } }: Received): Wrong | null {
  const issuers = children(root, assertionNs, 'Issuer').map(plainText)
  if (issuers.length === 1 && issuers[0] === theirs.entityId) return null
  return wrong('issuer_other', `the issuer is ${issuers.join(' and ') || 'missing'}; expected ${theirs.entityId}`)
}

function endOf(root: Received['root']): Date | null {
  const issuedAt = momentOf(root, 'IssueInstant')
  const ends = momentOf(root, 'NotOnOrAfter')
  return issuedAt && ends !== undefined ? (ends ?? new Date(issuedAt.getTime() + lifetimeMs)) : null
}

function outsideTimes({ root, now }: Received): Wrong | null {
  const [issuedAt, ends] = [momentOf(root, 'IssueInstant'), endOf(root)]
  if (!issuedAt || !ends) return wrong('time_missing', 'there is no IssueInstant, or a time that is none')
  const stands = `it is ${now.toISOString()} here`
  if (issuedAt.getTime() > now.getTime() + skewMs)
    return wrong('not_yet', `it is of ${issuedAt.toISOString()}; ${stands}`)
  if (ends.getTime() <= now.getTime() - skewMs) return wrong('expired', `it ended ${ends.toISOString()}; ${stands}`)
  return null
}

async function usedBefore({ root, seen }: Received & LogoutContext): Promise<Wrong | null> {
  const id = attribute(root, 'ID') ?? ''
  if (!isName(id)) return wrong('other_message', 'it has no id')
  const wasThere = await seen(id, new Date((endOf(root)?.getTime() ?? 0) + skewMs))
  return wasThere ? wrong('used_before', `the request ${id} came before`) : null
}

function whoIsMeant({ root }: Received): NameId | Wrong {
  const nameId = readNameId(root)
  return nameId && nameId !== 'unreadable'
    ? nameId
    : wrong('name_id_unreadable', 'NameID is not one text, or is encrypted')
}
