import { promisify } from 'node:util'
import samlp from 'samlp'
import { beforeAll, expect, test } from 'vitest'
import { makeSamlWorld, requestId, type SamlWorld, theirEntityId } from '../../../test/saml.ts'
import { beginSignOn } from './begin-sign-on.ts'
import type { SamlConnection } from './connection.ts'
import { readResponse } from './read-response.ts'

const makeResponse = promisify(samlp.getSamlResponse)
const readRequest = promisify(samlp.parseRequest)

let world: SamlWorld
beforeAll(async () => {
  world = await makeSamlWorld()
})

const user = {
  id: 'ida-4711',
  emails: [{ value: 'ida@school.example' }],
  displayName: 'Ida Example',
  name: { givenName: 'Ida', familyName: 'Example' },
}

function optionsOf({ ours }: SamlConnection) {
  return {
    issuer: theirEntityId,
    key: world.their.privateKey,
    cert: world.their.certificate,
    audience: ours.entityId,
    recipient: ours.acsUrl,
    destination: ours.acsUrl,
    inResponseTo: requestId,
    signatureAlgorithm: 'rsa-sha256',
    digestAlgorithm: 'sha256',
    sessionIndex: '_session-1',
  }
}

function read(xml: string, connection = world.connection) {
  const now = new Date()
  return readResponse(
    connection,
    new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64') }).toString(),
    {
      now,
      liveRequest: async id => (id === requestId ? { askedAt: now, forced: true, browser: 'b-1' } : null),
      seen: async () => false,
    },
  )
}

const signedBy = {
  'the assertion': {},
  'the response': { signAssertion: false, signResponse: true },
  both: { signResponse: true },
}

test.each(Object.entries(signedBy))('an honest response is taken, signed on %s', async (_, signing) => {
  const xml = await makeResponse({ ...optionsOf(world.connection), ...signing }, user)
  const outcome = await read(xml)
  expect(outcome).toMatchObject({
    outcome: 'identity',
    identity: {
      subject: 'ida-4711',
      sessionIndex: '_session-1',
      inResponseTo: requestId,
      request: { browser: 'b-1' },
      claims: {
        email: 'ida@school.example',
        first_name: 'Ida',
        last_name: 'Example',
        name: 'Ida Example',
        groups: null,
      },
    },
  })
  expect(outcome.checks.every(({ passed }) => passed)).toBe(true)
  expect(Math.abs(outcome.clockSkewMs ?? Number.NaN)).toBeLessThan(60_000)
})

test.each([
  ['http://www.w3.org/2009/xmlenc11#aes256-gcm', {}],
  ['http://www.w3.org/2009/xmlenc11#aes128-gcm', { signResponse: true }],
  [
    'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    { signResponse: true, disallowEncryptionWithInsecureAlgorithm: false },
  ],
])('an honest response is taken, encrypted by %s', async (encryptionAlgorithm, signing) => {
  const [{ certificate }] = world.connection.ours.keys
  const encryption = { encryptionAlgorithm, encryptionCert: certificate, encryptionPublicKey: certificate }
  const xml = await makeResponse({ ...optionsOf(world.connection), ...signing, ...encryption }, user)
  expect(xml).not.toContain('ida-4711')
  expect(await read(xml)).toMatchObject({ outcome: 'identity', identity: { subject: 'ida-4711' } })
})

test('what was encrypted by the key before is opened too', async () => {
  const { certificate } = world.our
  const xml = await makeResponse(
    { ...optionsOf(world.connection), encryptionCert: certificate, encryptionPublicKey: certificate },
    user,
  )
  const ours = { ...world.connection.ours, keys: [world.foreign, world.our] as const }
  expect(await read(xml, { ...world.connection, ours })).toMatchObject({ outcome: 'identity' })
})

test('a provider that signs by SHA-1 is refused, and the log says by what', async () => {
  const sha1 = { signatureAlgorithm: 'rsa-sha1', digestAlgorithm: 'sha1' }
  const xml = await makeResponse({ ...optionsOf(world.connection), ...sha1 }, user)
  const { outcome, ...rest } = await read(xml)
  expect(outcome).toBe('refused')
  expect(rest).toMatchObject({ refused: { check: 'algorithms', code: 'weak_algorithm', detail: /rsa-sha1/ } })
})

test.each(['redirect', 'post'] as const)(
  'the whole way: a signed request by %s is read by others, answered, and taken',
  async binding => {
    const { connection, our } = world
    const theirs = {
      ...connection.theirs,
      wantsSignedRequests: true,
      signOn: { [binding]: 'https://idp.school.example/sso' },
    }
    const wish = { requestId, now: new Date(), relay: 'target-9', forceAuthn: true }
    const sent = beginSignOn({ ...connection, theirs }, wish)
    const fields = sent.binding === 'post' ? sent.fields : Object.fromEntries(new URL(sent.url).searchParams)
    const request = sent.binding === 'post' ? { query: {}, body: fields } : { query: fields }
    const asked = await readRequest(request, { signingCert: our.certificate })
    expect(asked).toMatchObject({
      id: requestId,
      issuer: connection.ours.entityId,
      assertionConsumerServiceURL: connection.ours.acsUrl,
      destination: 'https://idp.school.example/sso',
      forceAuthn: 'true',
    })
    await expect(readRequest(request, { signingCert: world.foreign.certificate })).rejects.toThrow(/signature/i)
    const answer = { audience: asked.issuer, recipient: asked.assertionConsumerServiceURL, inResponseTo: asked.id }
    expect(await read(await makeResponse({ ...optionsOf(connection), ...answer }, user))).toMatchObject({
      outcome: 'identity',
    })
  },
)
