import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type EncryptOptions, encrypt } from 'xml-encryption'
import {
  assertionOf,
  at,
  attributeOf,
  conditionsOf,
  confirmationOf,
  connectionOf,
  formOf,
  makeTestKey,
  nameIdOf,
  now,
  requestId,
  responseOf,
  sign,
  statementOf,
} from '../../../test/saml.ts'
import { evil, evilAssertion, genuine, honest, signed, world } from '../../../test/saml-attacks.ts'
import type { SamlConnection } from './connection.ts'
import { allSteps, readResponse } from './read-response.ts'
import { rsaSha512, sha512 } from './uris.ts'

const ended = await makeTestKey(-1000, -10)

/** Requests and assertions as they are kept: each is taken, or noted, once. */
function memory() {
  const [waiting, noted] = [new Set([requestId]), new Map<string, Date>()]
  return {
    noted,
    waiting,
    liveRequest: async (id: string) => (waiting.delete(id) ? { askedAt: new Date(at(-30)), forced: false } : null),
    seen: async (id: string, until: Date) => noted.has(id) || !noted.set(id, until),
  }
}

function read(
  xml: string,
  connection: Partial<SamlConnection> = {},
  kept = memory(),
  relay?: string,
  steps = allSteps,
) {
  return readResponse({ ...world.connection, ...connection }, formOf(xml, relay), { now, ...kept }, steps)
}

const refusedBy = (check: string, code: string) => ({ outcome: 'refused', refused: { check, code } })

test('a response says who came, by what, and until when', async () => {
  const kept = memory()
  expect(await read(genuine(), {}, kept, 'target-9')).toMatchObject({
    outcome: 'identity',
    relay: 'target-9',
    clockSkewMs: 5000,
    identity: {
      subject: honest,
      nameId: { value: honest, format: expect.stringContaining('persistent'), nameQualifier: null },
      attributes: [{ name: 'email', values: ['ida@school.example'] }],
      claims: { email: 'ida@school.example', groups: null },
      sessionIndex: '_session-1',
      authnInstant: new Date(at(-10)),
      authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      sessionEnds: new Date(at(28_800)),
      inResponseTo: requestId,
      request: { forced: false },
    },
  })
  expect(kept.noted).toEqual(new Map([['_assertion-1', new Date(at(300 + 120))]]))
})

test('the checks are told in their order, up to the one that refuses', async () => {
  const taken = await read(genuine())
  const order =
    'size parameters base64 text markup xml message status algorithms signature_form one_assertion signature_place ids encryption signature'
  const more =
    'destination issuer audience times conditions confirmation answer request authentication replay name_id subject claims'
  expect(taken.checks.map(({ check }) => check).join(' ')).toBe(`${order} ${more}`)
  const { checks } = await read(signed({ conditions: conditionsOf('', 'https://other.example') }))
  expect(checks.slice(-3)).toEqual([
    { check: 'destination', passed: true },
    { check: 'issuer', passed: true },
    { check: 'audience', passed: false },
  ])
})

test.each([
  ['ended 119 s ago', { conditions: conditionsOf('', undefined, at(-600), at(-119)) }],
  ['begins in 120 s', { conditions: conditionsOf('', undefined, at(120)) }],
  ['confirmed until 119 s ago', { confirmation: confirmationOf({ until: at(-119) }) }],
  ['without a beginning', { conditions: conditionsOf().replace(/ NotBefore="[^"]*"/, '') }],
  [
    'with the nanoseconds of .NET',
    { conditions: conditionsOf('', undefined, undefined, '2026-12-01T10:05:00.1234567Z') },
  ],
  ['looked at anew 120 s before it was asked', { statement: statementOf(at(-150)) }],
  ['to be used once', { conditions: conditionsOf('<saml:OneTimeUse/>') }],
  [
    'for others too',
    { conditions: conditionsOf().replace('<saml:Audience>', '<saml:Audience>https://other.example</saml:Audience>$&') },
  ],
])('within what clocks may differ, and what providers say: %s', async (_, said) => {
  expect(await read(signed(said))).toMatchObject({ outcome: 'identity', identity: { subject: honest } })
})

describe('in the hand of others', () => {
  const typed = () =>
    assertionOf().replace(
      '<saml:AttributeValue>',
      '<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">',
    )
  const broken = (xml: string) =>
    xml.replace(
      /(SignatureValue>)([^<]*)/,
      (_, tag, value: string) => `${tag}\n${value.replace(/.{64}/g, '$&&#13;\n')}\n`,
    )

  test.each([
    ['with a prefix', () => sign(responseOf(typed()), world.their, { prefix: 'ds' })],
    ['with prefixes to keep', () => sign(responseOf(typed()), world.their, { prefix: 'ds', inclusive: ['xs', 'xsi'] })],
    [
      'with prefixes of the response to keep',
      () => {
        const outside = responseOf(typed().replace(/ xmlns:xsi?="[^"]*"/g, '')).replace(
          ' ID=',
          ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID=',
        )
        return sign(outside, world.their, { inclusive: ['xs'] })
      },
    ],
    ['with broken lines', () => broken(sign(responseOf(typed()), world.their, { prefix: 'ds' }))],
    ['by SHA-512', () => sign(responseOf(typed()), world.their, { method: rsaSha512, digest: sha512 })],
    ['over lines and blanks', () => sign(responseOf(`\r\n  ${typed().replaceAll('><', '>\r\n  <')}\r\n`), world.their)],
  ])('a signature is taken %s', async (_, build) => {
    expect(await read(build())).toMatchObject({
      outcome: 'identity',
      identity: { claims: { email: 'ida@school.example' } },
    })
  })
})

test('one response posted twice at once signs in once', async () => {
  const kept = memory()
  const outcomes = await Promise.all([read(genuine(), {}, kept), read(genuine(), {}, kept)])
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['identity', 'refused'])
})

test('what is not signed uses up neither request nor assertion', async () => {
  const kept = memory()
  expect(await read(responseOf(evilAssertion()), {}, kept)).toMatchObject(refusedBy('signature', 'not_signed'))
  expect(await read(genuine(), {}, kept)).toMatchObject({ outcome: 'identity' })
})

describe('a response that nobody asked for', () => {
  const unsolicited = () => signed({ confirmation: confirmationOf({ inResponseTo: null }) }, { inResponseTo: null })

  test('is a hint, and uses up nothing', async () => {
    const kept = memory()
    const { outcome, relay } = await read(unsolicited(), {}, kept, '/courses/3')
    expect({ outcome, relay, noted: kept.noted.size }).toEqual({ outcome: 'hint', relay: '/courses/3', noted: 0 })
  })

  test('is nothing when it is not right in itself', async () => {
    const forged = responseOf(assertionOf({ confirmation: confirmationOf({ inResponseTo: null }) }), {
      inResponseTo: null,
    })
    expect(await read(forged)).toMatchObject(refusedBy('signature', 'not_signed'))
  })

  test('signs in where the connection has it so, once', async () => {
    const kept = memory()
    const connection = { acceptsUnsolicited: true }
    const identity = { subject: honest, inResponseTo: null, request: null }
    expect(await read(unsolicited(), connection, kept)).toMatchObject({ outcome: 'identity', identity })
    expect(await read(unsolicited(), connection, kept)).toMatchObject(refusedBy('replay', 'used_before'))
  })
})

test('a comment within a name does not cut it off', async () => {
  const xml = signed({ nameId: nameIdOf('ida@school.example.evil.example') })
  const outcome = await read(xml.replace('ida@school.example.evil', 'ida@school.example<!---->.evil'))
  expect(outcome).toMatchObject({ outcome: 'identity', identity: { subject: 'ida@school.example.evil.example' } })
})

describe('who is meant', () => {
  const subject = { from: 'attribute', name: 'objectId' } as const
  const withId = (...ids: readonly string[]) => ({ attributes: attributeOf('objectId', ...ids) })

  test('an attribute identifies where it is chosen, also without a NameID, with an empty or a transient one', async () => {
    const transient = nameIdOf('x', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient')
    for (const nameId of ['', nameIdOf(''), transient])
      expect(await read(signed({ nameId, ...withId(' 77-af ') }), { subject })).toMatchObject({
        identity: { subject: '77-af' },
      })
  })

  test.each([
    ['none', []],
    ['two', ['1', '2']],
    ['an empty one', ['']],
    ['a long one', ['x'.repeat(1025)]],
  ])('%s does not', async (_, ids) => {
    expect(await read(signed(withId(...ids)), { subject })).toMatchObject(refusedBy('subject', 'subject_missing'))
  })

  test.each([
    ['long', 'x'.repeat(1025)],
    ['made of parts', '<b>x</b>'],
    ['of several lines', 'a&#10;b'],
  ])('a NameID that is %s is refused', async (_, name) => {
    expect(await read(signed({ nameId: nameIdOf(name) }))).toMatchObject(refusedBy('name_id', 'name_id_unreadable'))
  })

  test.each([['none'], ['one that is empty', nameIdOf('')], ['one of blanks', nameIdOf(' \n ')]])(
    'where the name identifies, %s is refused',
    async (_, nameId = '') => {
      expect(await read(signed({ nameId }))).toMatchObject(refusedBy('subject', 'subject_missing'))
    },
  )

  test('a name that is encrypted by itself is told, and in nobody’s way where an attribute identifies', async () => {
    const nameId =
      '<saml:EncryptedID><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></saml:EncryptedID>'
    expect(await read(signed({ nameId }))).toMatchObject(refusedBy('subject', 'subject_encrypted'))
    expect(await read(signed({ nameId, ...withId('77') }), { subject })).toMatchObject({ identity: { subject: '77' } })
  })

  test('names differ by a letter, and by its case', async () => {
    expect(await read(signed({ nameId: nameIdOf(' Ida-4711 ') }))).toMatchObject({ identity: { subject: 'Ida-4711' } })
  })
})

describe('certificates', () => {
  const by = (key: typeof ended) => sign(responseOf(assertionOf()), key)

  test('any one of several may have signed', async () => {
    const connection = connectionOf([world.foreign, ended, world.their], world.our)
    expect(await read(genuine(), connection)).toMatchObject({ outcome: 'identity' })
  })

  test('one that has ended does not count, and the log says so, unless it is set to', async () => {
    const connection = connectionOf([world.their, ended], world.our)
    expect(await read(by(ended), connection)).toMatchObject(refusedBy('signature', 'certificate_ended'))
    expect(await read(by(ended), { ...connection, acceptsExpiredCertificates: true })).toMatchObject({
      outcome: 'identity',
    })
    expect(await read(by(world.foreign), connection)).toMatchObject(refusedBy('signature', 'signature_wrong'))
    expect(await read(genuine(), connectionOf([], world.our))).toMatchObject(refusedBy('signature', 'signature_wrong'))
  })
})

describe('encrypted', () => {
  const gcm = 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
  const oaep = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'
  const encrypted = async (assertion: string, over: Partial<EncryptOptions> = {}) => {
    const [rsa_pub, pem] = [world.our.certificate, Buffer.from(world.our.certificate)]
    const options = { rsa_pub, pem, encryptionAlgorithm: gcm, keyEncryptionAlgorithm: oaep, ...over } as EncryptOptions
    const data = await promisify(encrypt)(assertion, options)
    return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${data}</saml:EncryptedAssertion>`
  }
  const responseSigned = (content: string) => sign(responseOf(content), world.their, { over: 'Response' })
  const assertionSigned = (over: Parameters<typeof sign>[2] = {}) => sign(assertionOf(), world.their, over)
  const alike = refusedBy('signature', 'signature_wrong')

  test('is taken, signed within or without', async () => {
    expect(await read(responseOf(await encrypted(assertionSigned())))).toMatchObject({ outcome: 'identity' })
    expect(await read(responseSigned(await encrypted(assertionOf())))).toMatchObject({ outcome: 'identity' })
  })

  test('whatever is wrong with it is answered alike', async () => {
    const right = await encrypted(assertionSigned())
    const wrongs = [
      await encrypted(evilAssertion()), // not signed
      await encrypted(sign(evilAssertion(), world.foreign)),
      await encrypted(assertionSigned({ digest: 'http://www.w3.org/2000/09/xmldsig#sha1' })),
      await encrypted(sign(assertionOf({ more: `<saml:Advice>${evilAssertion()}</saml:Advice>` }), world.their)),
      await encrypted(`<!DOCTYPE x>${assertionSigned()}`),
      await encrypted('not xml'),
      await encrypted(
        `<saml:Other xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${assertionSigned()}</saml:Other>`,
      ),
      right.replace(/(<e:CipherValue>|<CipherValue>)[^<]{8}/, '$1AAAAAAAA'),
      right.replace(
        /(CipherValue>)[^<]{8}([^<]*<\/(?:xenc|e):CipherValue>\s*<\/(?:xenc|e):CipherData>\s*<\/(?:xenc|e):EncryptedData>)/,
        '$1AAAAAAAA$2',
      ),
    ]
    const outcomes = await Promise.all(wrongs.map(content => read(responseOf(content))))
    for (const outcome of outcomes) expect(outcome).toMatchObject(alike)
    const details = outcomes.map(outcome => outcome.outcome === 'refused' && outcome.refused.detail)
    expect(new Set(details).size).toBe(1)
  })

  test('SHA-1 within would be let in if signatures within were not looked at', async () => {
    const xml = responseOf(await encrypted(assertionSigned({ digest: 'http://www.w3.org/2000/09/xmldsig#sha1' })))
    const checksOfDocument = allSteps.checksOfDocument.filter(({ name }) => name !== 'algorithms')
    expect(await read(xml, {}, memory(), undefined, { ...allSteps, checksOfDocument })).toMatchObject({
      outcome: 'identity',
    })
  })

  test.each([
    ['the key by RSA 1.5', { keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5' }],
    ['the text by 3DES', { encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' }],
  ])('%s is refused, and is taken when that is not looked at', async (_, algorithms) => {
    const xml = responseOf(
      await encrypted(assertionSigned(), { ...(algorithms as Partial<EncryptOptions>), warnInsecureAlgorithm: false }),
    )
    expect(await read(xml)).toMatchObject(refusedBy('encryption', 'weak_encryption'))
    const checksOfDocument = allSteps.checksOfDocument.filter(({ name }) => name !== 'encryption')
    expect(await read(xml, {}, memory(), undefined, { ...allSteps, checksOfDocument })).toMatchObject({
      outcome: 'identity',
    })
  })

  test('a digest of the key that cannot be opened is told, for the provider to be set otherwise', async () => {
    const xml = responseOf(await encrypted(assertionSigned(), { keyEncryptionDigest: 'sha256' } as object))
    expect(xml).toContain('#sha256"')
    expect(await read(xml)).toMatchObject(refusedBy('encryption', 'weak_encryption'))
  })

  test('a comment in what was encrypted does not cut off a name', async () => {
    const commented = assertionOf({ nameId: nameIdOf(`${honest}<!-- -->${evil}`) })
    expect(await read(responseSigned(await encrypted(commented)))).toMatchObject(
      refusedBy('name_id', 'name_id_unreadable'),
    )
  })
})

describe('the form', () => {
  const post = (body: string) => readResponse(world.connection, body, { now, ...memory() })

  test.each([
    ['without a response', 'RelayState=x', 'parameters', 'no_message'],
    ['with two', `${formOf(genuine())}&${formOf(responseOf(evilAssertion()))}`, 'parameters', 'doubled_parameter'],
    ['with two, one in disguise', `${formOf(genuine())}&%53AMLResponse=AAAA`, 'parameters', 'doubled_parameter'],
    ['with two relay states', `${formOf(genuine(), 'a')}&RelayState=b`, 'parameters', 'doubled_parameter'],
    ['with what is not base64', 'SAMLResponse=%3CResponse%3E', 'base64', 'not_base64'],
    ['with base64 that is cut off', 'SAMLResponse=PGE-', 'base64', 'not_base64'],
    ['with what is left of base64', 'SAMLResponse=PGEvP', 'base64', 'not_base64'],
    ['with what is not UTF-8', formOf(Buffer.from([0x3c, 0xc3, 0x28])), 'text', 'not_utf8'],
    ['with nothing', '', 'parameters', 'no_message'],
  ])('%s is refused', async (_, body, check, code) => {
    expect(await post(body)).toMatchObject(refusedBy(check, code))
  })

  test('with a declaration and blanks around is taken', async () => {
    const xml = `<?xml version="1.0" encoding="utf-8"?>\r\n${genuine()}\n`
    expect(await read(xml)).toMatchObject({ outcome: 'identity' })
  })

  test('with base64 in lines, as some send it, is taken', async () => {
    const lines = Buffer.from(genuine()).toString('base64').replace(/.{76}/g, '$&\r\n')
    expect(await post(new URLSearchParams({ SAMLResponse: lines }).toString())).toMatchObject({ outcome: 'identity' })
  })
})
