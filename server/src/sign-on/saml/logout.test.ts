import { createVerify } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { at, connectionOf, formOf, logoutRequestOf, makeSamlWorld, now, sign, signedQuery } from '../../../test/saml.ts'
import { beginLogout, logoutResponse } from './logout.ts'
import { logoutSteps, readLogoutRequest, type SentLogout } from './read-logout-request.ts'
import type { Outgoing } from './send.ts'
import type { Check, CheckName } from './verdict.ts'

const { connection, their, foreign, our } = await makeSamlWorld()

const honest = 'ida-4711'
const evil = 'root@school.example'
const query = (text: string): SentLogout => ({ binding: 'redirect', text })
const form = (xml: string): SentLogout => ({
  binding: 'post',
  text: formOf(xml).replace('SAMLResponse', 'SAMLRequest'),
})
const signed = (over: Parameters<typeof logoutRequestOf>[0] = {}, key = their) =>
  query(signedQuery(logoutRequestOf(over), key))
const signedForm = (over: Parameters<typeof logoutRequestOf>[0] = {}, key = their) =>
  form(sign(logoutRequestOf(over), key, { over: 'LogoutRequest' }))

/** With some checks taken out. */
function read(sent: SentLogout, out: ReadonlySet<CheckName> = new Set(), used: readonly string[] = []) {
  const without = <Seen>(checks: readonly Check<Seen>[]) => checks.filter(({ name }) => !out.has(name))
  const steps = {
    checksOfBody: without(logoutSteps.checksOfBody),
    checksOfText: without(logoutSteps.checksOfText),
    checksOfQuery: without(logoutSteps.checksOfQuery),
    checksOfPost: without(logoutSteps.checksOfPost),
    checksOfRequest: without(logoutSteps.checksOfRequest),
  }
  return readLogoutRequest(connection, sent, { now, seen: async id => used.includes(id) }, steps)
}

test.each([
  ['an address', signed({ ends: at(60) })],
  ['a form', signedForm()],
])('a signed request in %s says whose sessions end', async (_, sent) => {
  expect(await read(sent)).toMatchObject({
    outcome: 'logout',
    requestId: '_logout-1',
    nameId: { value: honest },
    sessionIndexes: ['_session-1'],
    relay: null,
  })
})

test('an address is checked as it was written', async () => {
  const small = (value: string) => encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase())
  const sent = query(signedQuery(logoutRequestOf(), their, { relay: 'a b/c', write: small }))
  expect(sent.text).toContain('%2f')
  expect(await read(sent)).toMatchObject({ outcome: 'logout', relay: 'a b/c' })
  expect(await read(query(sent.text.replace('%2f', '%2F')))).toMatchObject({ refused: { code: 'signature_wrong' } })
})

test('until when a request is remembered', async () => {
  const noted = new Map<string, Date>()
  const seen = async (id: string, until: Date) => !noted.set(id, until)
  await readLogoutRequest(connection, signed(), { now, seen })
  await readLogoutRequest(connection, signed({ id: '_logout-2', ends: at(60) }), { now, seen })
  expect([...noted]).toEqual([
    ['_logout-1', new Date(at(-5 + 300 + 120))],
    ['_logout-2', new Date(at(60 + 120))],
  ])
})

const genuineForm = () => sign(logoutRequestOf(), their, { over: 'LogoutRequest' })
const genuineSignature = () => /<Signature .*<\/Signature>/s.exec(genuineForm())?.[0] ?? ''
const evilQuery = `SAMLRequest=${encodeURIComponent(deflateRawSync(logoutRequestOf({ name: evil })).toString('base64'))}`
const sha1 = { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', hash: 'sha1' }

/** Everything that must be taken out, in the order in which it refuses; then who is signed out. */
type Attack = readonly [name: string, sent: SentLogout, way: readonly string[], used: readonly string[]]
const attacks = (
  [
    ['an address without a signature', query(evilQuery), ['signature', evil]],
    ['a form without one', form(logoutRequestOf({ name: evil })), ['signature', evil]],
    ['an address signed elsewhere', signed({ name: evil }, foreign), ['signature', evil]],
    ['a form signed elsewhere', signedForm({ name: evil }, foreign), ['signature', evil]],
    ['a signature by SHA-1', query(signedQuery(logoutRequestOf(), their, sha1)), ['signature', honest]],
    [
      'a form signed by SHA-1',
      form(sign(logoutRequestOf(), their, { over: 'LogoutRequest', digest: sha1.algorithm.replace('rsa-', '') })),
      ['algorithms', honest],
    ],
    ['two requests, the evil one first', query(`${evilQuery}&${signed().text}`), ['parameters', 'signature', evil]],
    ['two requests, the evil one last', query(`${signed().text}&${evilQuery}`), ['parameters', honest]],
    [
      'two requests, one in disguise',
      query(`${signed().text}&${evilQuery.replace('SAML', '%53AML')}`),
      ['parameters', honest],
    ],
    ['two signatures', query(`${signed().text}&Signature=AAAA`), ['parameters', honest]],
    ['a relay state that was not signed', query(`${signed().text}&RelayState=evil`), ['signature', honest]],
    [
      'a relay state that was taken out',
      query(signedQuery(logoutRequestOf(), their, { relay: 'x' }).replace('&RelayState=x', '')),
      ['signature', honest],
    ],
    [
      'the signed request within an evil one',
      form(logoutRequestOf({ name: evil, id: '_evil', more: `<samlp:Extensions>${genuineForm()}</samlp:Extensions>` })),
      ['signature_place', 'signature', evil],
    ],
    [
      'the signature of another request',
      form(logoutRequestOf({ name: evil, id: '_evil' }).replace('</saml:Issuer>', `$&${genuineSignature()}`)),
      ['signature_place', 'signature', evil],
    ],
    [
      'the signature of another one of the same id',
      form(logoutRequestOf({ name: evil }).replace('</saml:Issuer>', `$&${genuineSignature()}`)),
      ['signature', evil],
    ],
    ['a DOCTYPE', query(signedQuery(`<!DOCTYPE x>${logoutRequestOf()}`, their)), ['markup', honest]],
    [
      'one that goes elsewhere',
      signed({ destination: 'https://usher.example.com/sso/8/logout' }),
      ['destination', honest],
    ],
    ['one that goes nowhere', signedForm({ destination: null }), ['destination', honest]],
    ['another issuer', signed({ issuer: 'https://idp.other.example' }), ['issuer', honest]],
    ['two issuers', signed({ more: '<saml:Issuer>https://idp.other.example</saml:Issuer>' }), ['issuer', honest]],
    ['an old one', signed({ issued: at(-420) }), ['times', honest]],
    ['one that ended', signed({ ends: at(-120) }), ['times', honest]],
    ['one of tomorrow', signed({ issued: at(121) }), ['times', honest]],
    ['the same one again', signed(), ['replay', honest], '_logout-1'],
    ['a name of two parts', signed({ name: `${honest}<!-- -->${evil}` }), ['for good: name_id_unreadable']],
    ['a bomb', query(signedQuery(' '.repeat(10_000_000), their)), ['for good: too_large']],
    [
      'what is not compressed',
      query(signedQuery(logoutRequestOf(), their).replace(/=[^&]+/, '=AAAA')),
      ['for good: not_deflated'],
    ],
    [
      'another message',
      query(signedQuery(logoutRequestOf().replaceAll('LogoutRequest', 'AuthnRequest'), their)),
      ['for good: other_message'],
    ],
  ] as const
).map(([name, sent, way, ...used]): Attack => [name, sent, way, used])

test.each(attacks)('is refused: %s', async (_, sent, way, used) => {
  const out = new Set<CheckName>()
  let outcome = await read(sent, out, used)
  while (outcome.outcome === 'refused' && !out.has(outcome.refused.check)) {
    out.add(outcome.refused.check)
    outcome = await read(sent, out, used)
  }
  const end = outcome.outcome === 'refused' ? `for good: ${outcome.refused.code}` : outcome.nameId.value
  const stood = outcome.outcome === 'refused' ? [...out].filter(check => check !== outcome.refused.check) : [...out]
  expect([...stood, end]).toEqual(way)
})

describe('ours', () => {
  const nameId = {
    value: 'ida & co',
    format: 'urn:x',
    nameQualifier: null,
    spNameQualifier: 'https://usher.example.com/sso/7',
  }
  const wish = { requestId: '_ours-1', now, relay: null, nameId, sessionIndex: '_session-1' }
  const fieldOf = (sent: Outgoing | null, name: string) => new URL(sent?.url ?? '').searchParams.get(name) ?? ''
  const xmlOf = (sent: Outgoing | null, name: string) =>
    inflateRawSync(Buffer.from(fieldOf(sent, name), 'base64')).toString()
  const isSigned = (sent: Outgoing | null) => {
    const [, text] = /\?(.*)&Signature=/.exec(sent?.url ?? '') ?? []
    return createVerify('sha256')
      .update(text ?? '')
      .verify(our.certificate, fieldOf(sent, 'Signature'), 'base64')
  }

  test('a request names the person as the provider did, and is signed', () => {
    const sent = beginLogout(connection, wish)
    expect(sent?.url).toMatch(/^https:\/\/idp\.school\.example\/slo\?SAMLRequest=/)
    expect(isSigned(sent)).toBe(true)
    expect(xmlOf(sent, 'SAMLRequest')).toContain(
      ' Format="urn:x" SPNameQualifier="https://usher.example.com/sso/7">ida &amp; co</saml:NameID><samlp:SessionIndex>_session-1</samlp:SessionIndex>',
    )
  })

  test('an answer goes where the provider wants answers, and is signed', () => {
    const answer = { id: '_answer-1', now, inResponseTo: '_logout-1', relay: 'theirs' }
    const theirs = { ...connection.theirs, logoutAnswers: { redirect: 'https://idp.school.example/slo-answer' } }
    const sent = logoutResponse({ ...connection, theirs }, answer)
    expect(sent?.url).toMatch(/^https:\/\/idp\.school\.example\/slo-answer\?SAMLResponse=/)
    expect(isSigned(sent)).toBe(true)
    expect(fieldOf(sent, 'RelayState')).toBe('theirs')
    expect(xmlOf(sent, 'SAMLResponse')).toMatch(/InResponseTo="_logout-1".*status:Success/)
    expect(logoutResponse(connection, answer)?.url).toMatch(/^https:\/\/idp\.school\.example\/slo\?/)
  })

  test('where the provider takes none there is none', () => {
    expect(beginLogout({ ...connection, theirs: { ...connection.theirs, logout: {} } }, wish)).toBeNull()
  })

  test('the form that we sign is one that we would take', async () => {
    const theirs = { ...connection.theirs, logout: { post: connection.ours.logoutUrl } }
    const sent = beginLogout({ ...connection, theirs }, wish)
    if (sent?.binding !== 'post') throw new Error('it is no form')
    const xml = Buffer.from(sent.fields.SAMLRequest ?? '', 'base64').toString()
    const mirrored = connectionOf([our], our)
    const fromUs = { ...mirrored, theirs: { ...mirrored.theirs, entityId: connection.ours.entityId } }
    expect(await readLogoutRequest(fromUs, form(xml), { now, seen: async () => false })).toMatchObject({
      outcome: 'logout',
      nameId,
    })
  })
})
