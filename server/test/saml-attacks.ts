/**
 * Every attack on a response that is known from others' houses. Each is refused; then the check that refused it is taken out, and the
 * next one that does, until it is let in: so each row says all that stands in its way, and that the rest of it is right.
 */
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { decrypt } from 'xml-encryption'
import { allSteps, readResponse } from '../src/sign-on/saml/read-response.ts'
import type { Check, CheckName } from '../src/sign-on/saml/verdict.ts'
import type { Received } from '../src/sign-on/saml/verify.ts'
import { bulkOfMessage, elementsOf, parseXml } from '../src/sign-on/saml/xml.ts'
import { assertionOf, formOf, makeSamlWorld, nameIdOf, now, requestId, responseOf, sign } from './saml.ts'

export const world = await makeSamlWorld()

export const honest = 'ida-4711'
export const evil = 'mallory-1'
export const evilAssertion = (id = '_evil') => assertionOf({ id, nameId: nameIdOf(evil) })
export const genuine = () => sign(responseOf(assertionOf()), world.their)
export const genuineAssertion = () => /<saml:Assertion .*<\/saml:Assertion>/s.exec(genuine())?.[0] ?? ''
export const genuineSignature = () => /<(?:ds:)?Signature .*<\/(?:ds:)?Signature>/s.exec(genuine())?.[0] ?? ''
/** The evil assertion, with a signature of somebody's in its place. */
export const evilWith = (signature: string, id?: string) =>
  evilAssertion(id).replace('</saml:Issuer>', `</saml:Issuer>${signature}`)
export const extensions = (content: string) => `<samlp:Extensions>${content}</samlp:Extensions>`
export const signed = (said: Parameters<typeof assertionOf>[0], wrapped: Parameters<typeof responseOf>[1] = {}) =>
  sign(responseOf(assertionOf(said), wrapped), world.their)
export const signedResponse = (content: string, wrapped: Parameters<typeof responseOf>[1] = {}) =>
  sign(responseOf(content, wrapped), world.their, { over: 'Response' })

interface Taken {
  /** Everything that was taken out. */
  readonly out: Set<CheckName>
  readonly used?: ReadonlySet<string>
}

/** Reads with some checks taken out. Without `signature` the first assertion that is there is believed. */
function read(body: string, { out, used }: Taken) {
  const without = <Seen>(checks: readonly Check<Seen>[]) => checks.filter(({ name }) => !out.has(name))
  const steps = {
    checksOfBody: without(allSteps.checksOfBody),
    checksOfText: without(allSteps.checksOfText),
    checksOfDocument: without(allSteps.checksOfDocument),
    checksOfAssertion: without(allSteps.checksOfAssertion),
    checksOfAnswer: without(allSteps.checksOfAnswer),
    verify: out.has('signature') ? believe : allSteps.verify,
  }
  const live = { askedAt: now, forced: true }
  const context = {
    now,
    liveRequest: async (id: string) => (id === requestId || out.has('request') ? live : null),
    seen: async (id: string) => used?.has(id) ?? false,
  }
  return readResponse(world.connection, body, context, steps)
}

/** As a reader does that looks somewhere else than the signature: whatever the attacker wants to have read is read. */
const believe: typeof allSteps.verify = async ({ root, xml }: Received) => {
  const found = elementsOf(root).filter(({ localName }) => localName === 'Assertion')
  const wanted = found.find(assertion => assertion.textContent?.includes(evil)) ?? found[0]
  return wanted ?? parseXml(await promisify(decrypt)(xml, { key: world.our.privateKey }), bulkOfMessage)
}

/** All that refuses, in turn; then who came in. */
async function whatStandsInItsWay(body: string, victim: string, used?: ReadonlySet<string>) {
  const out = new Set<CheckName>()
  for (let times = 0; times < 10; times++) {
    const outcome = await read(body, { out, used })
    if (outcome.outcome === 'refused') {
      if (out.has(outcome.refused.check)) return [...out, `for good: ${outcome.refused.code}`]
      out.add(outcome.refused.check)
    } else if (outcome.outcome === 'identity' && outcome.identity.subject !== victim && !out.has('signature')) {
      expect(outcome.identity.subject).toBe(honest) // only what was signed was read
      out.add('signature')
    } else return [...out, outcome.outcome === 'identity' ? outcome.identity.subject : outcome.outcome]
  }
  return [...out]
}

export interface Attack {
  readonly name: string
  readonly build: () => string
  /** All that must be taken out, in the order in which it refuses, and then who comes in, or why nobody ever does. */
  readonly way: readonly string[]
  readonly used?: ReadonlySet<string>
}

export const attack = (name: string, build: () => string, ...way: readonly string[]): Attack => ({ name, build, way })

export function testAttacks(attacks: readonly Attack[]): void {
  test.each(attacks)('$name', async ({ build, way, used }) => {
    expect(await whatStandsInItsWay(formOf(build()), way.at(-1) ?? '', used)).toEqual(way)
  })
}
