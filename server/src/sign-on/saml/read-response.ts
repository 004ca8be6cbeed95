/**
 * A provider's answer to a sign-in: who it is, or why it is not taken. All checks that are made, in their order, are in the lists of
 * `checks.ts`, with the steps here between them that give what the next ones look at.
 */

import type { SaidClaims } from '../claims.ts'
import { Stop, Trail, wrong } from '../verdict.ts'
import { checksOfBody, fieldOf, readText, readXml, relayOf } from './body.ts'
import {
  type Answered,
  checksOfAnswer,
  checksOfAssertion,
  checksOfDocument,
  checksOfText,
  type LiveRequest,
  type Signed,
} from './checks.ts'
import { type Attribute, listSaid, type NameId, readClaims, type SamlClaims } from './claims.ts'
import type { SamlConnection } from './connection.ts'
import { type ReadAssertion, readAssertion } from './read-assertion.ts'
import { signatureChecks } from './signatures.ts'
import type { CheckName, CheckResult, Refused, Wrong, WrongCode } from './verdict.ts'
import { type Received, verify } from './verify.ts'
import { attribute } from './xml.ts'

/** The only contact with what is stored. Both must be one statement each, so that of two at once one wins. */
export interface ResponseContext<Request extends LiveRequest> {
  readonly now: Date
  /** Takes the request of this connection out of those that wait (`delete … returning`). Null: it is none, or is taken or too old. */
  liveRequest(id: string): Promise<Request | null>
  /** Notes an assertion of this connection until then, under a unique key. True: it was noted before. */
  seen(assertionId: string, until: Date): Promise<boolean>
}

export interface SamlIdentity<Request> {
  /** What identifies the person, within this connection, byte for byte. */
  readonly subject: string
  /** For a logout over there. */
  readonly nameId: NameId | null
  readonly attributes: readonly Attribute[]
  readonly claims: SamlClaims
  readonly said: SaidClaims
  readonly sessionIndex: string | null
  readonly authnInstant: Date
  /** By what means they were looked at over there. */
  readonly authnContext: string | null
  /** When a session by it must have ended; null: not said. */
  readonly sessionEnds: Date | null
  readonly inResponseTo: string | null
  /** As `liveRequest` gave it, with the browser that it is bound to; null: nobody asked. */
  readonly request: Request | null
}

export type ResponseOutcome<Request> = {
  readonly checks: readonly CheckResult[]
  /** What came along. Nobody vouches for it. */
  readonly relay: string | null
  /** By how much the provider's clock is ahead of ours; null: it is not known, since it is not known who says it. */
  readonly clockSkewMs: number | null
} & (
  | { readonly outcome: 'identity'; readonly identity: SamlIdentity<Request> }
  /** Right in itself, but nobody asked: a reason to ask, and no identity. Nothing was used up. */
  | { readonly outcome: 'hint' }
  | { readonly outcome: 'refused'; readonly refused: Refused }
)

export const allSteps = { checksOfBody, checksOfText, checksOfDocument, checksOfAssertion, checksOfAnswer, verify }

/** `body` is the form as it was posted. */
export async function readResponse<Request extends LiveRequest>(
  connection: SamlConnection,
  body: string,
  context: ResponseContext<Request>,
  steps = allSteps,
): Promise<ResponseOutcome<Request>> {
  const trail = new Trail<CheckName, WrongCode>()
  const found: { relay: string | null; clockSkewMs: number | null } = { relay: null, clockSkewMs: null }
  const { now, seen } = context
  const end = <Outcome>(outcome: Outcome) => ({ ...outcome, ...found, checks: trail.results })
  try {
    await trail.check(steps.checksOfBody, { text: body, message: 'SAMLResponse' })
    found.relay = relayOf(body)
    const xml = await trail.step('text', () => readText(Buffer.from(fieldOf(body, 'SAMLResponse'), 'base64')))
    await trail.check(steps.checksOfText, xml)
    const root = await trail.step('xml', () => readXml(xml))
    const received: Received = { connection, now, xml, root }
    await trail.check(steps.checksOfDocument, received)
    const inner = signatureChecks.filter(({ name }) => steps.checksOfDocument.some(check => check.name === name))
    const assertion = readAssertion(await trail.step('signature', () => steps.verify(received, inner)))
    found.clockSkewMs = assertion.issuedAt && assertion.issuedAt.getTime() - now.getTime()
    const signed: Signed = { ...received, assertion }
    await trail.check(steps.checksOfAssertion, signed)
    const asked = await trail.step('request', () => takeRequest(askedBy(signed), context))
    if (asked === 'unsolicited' && !connection.acceptsUnsolicited) return end({ outcome: 'hint' as const })
    const request = asked === 'unsolicited' ? null : asked
    await trail.check(steps.checksOfAnswer, { ...signed, request, seen } satisfies Answered)
    const nameId = assertion.nameId === 'unreadable' ? null : assertion.nameId
    const claims = await trail.step('claims', () => readClaims(assertion.attributes, nameId, connection.claims))
    const said = listSaid(assertion.attributes, connection.claims)
    const identity = {
      ...identityOf(assertion, connection, nameId),
      claims,
      said,
      inResponseTo: askedBy(signed),
      request,
    }
    return end({ outcome: 'identity' as const, identity })
  } catch (error) {
    if (error instanceof Stop) return end({ outcome: 'refused' as const, refused: error.refused })
    throw error
  }
}

function askedBy({ assertion: { confirmation } }: Signed): string | null {
  return confirmation && attribute(confirmation, 'InResponseTo')
}

/** None: a response that nobody asked for. */
async function takeRequest<Request extends LiveRequest>(
  id: string | null,
  { liveRequest }: ResponseContext<Request>,
): Promise<Request | 'unsolicited' | Wrong> {
  if (id === null) return 'unsolicited'
  return (await liveRequest(id)) ?? wrong('request_unknown', `${id} is not a request that waits for its answer`)
}

function identityOf(assertion: ReadAssertion, { subject }: SamlConnection, nameId: NameId | null) {
  const { attributes, sessionIndex, authnInstant, authnContext, sessionEnds } = assertion
  const chosen =
    subject.from === 'name_id' ? nameId?.value : attributes.find(({ name }) => name === subject.name)?.values[0]
  return {
    subject: chosen?.trim() ?? '',
    nameId,
    attributes,
    sessionIndex,
    authnInstant: authnInstant ?? new Date(0),
    authnContext,
    sessionEnds: sessionEnds ?? null,
  }
}
