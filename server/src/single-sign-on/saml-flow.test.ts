/** The same way in by SAML: the provider's form comes without our cookie, and what it vouches for waits for the browser. */

import { createVerify, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import samlp from 'samlp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { makeTestKey, signedQuery } from '../../test/saml.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Jar, visit } from '../../test/sign-on.ts'
import { renewMetadata } from '../identity-providers/renew-metadata.ts'
import { createGuardedFetch } from '../lib/network/guarded-fetch.ts'
import type { SigningKey } from '../sign-on/saml/connection.ts'

const makeResponse = promisify(samlp.getSamlResponse)
const entityId = 'https://idp.school.example/saml'

let usher: TestServer
let lakeside: Api
let their: SigningKey
let providerId: number
beforeAll(async () => {
  usher = await startTestServer()
  await (await openApi(usher)).post('/api/organizations', {
    name: 'lakeside',
    slug: 'lakeside',
    sign_in_mode: undefined,
  })
  lakeside = await openApi(usher, { organization: 'lakeside' })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  await lakeside.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  their = await makeTestKey()
  providerId = await addProvider()
})
afterAll(() => usher.close())

const path = (id = providerId) => `/api/identity-providers/${id}`
const at = (what: string, id = providerId) => `${usher.url}/api/sign-on/${id}/${what}`
const ida = {
  id: 'ida-4711',
  emails: [{ value: 'ida@school.example' }],
  displayName: 'Ida',
  name: { givenName: 'Ida', familyName: 'Example' },
}
const told = (location: URL | null) => location?.searchParams.get('refused')

async function addProvider(): Promise<number> {
  const saml = { entity_id: entityId, sign_on_url: 'https://idp.school.example/sso', certificates: [their.certificate] }
  const { body } = await lakeside.post('/api/identity-providers', { name: 'Lakeside', saml })
  const trial = await lakeside.post(`${path(body.id)}/test`)
  const asked = await ask(new Map(), trial.body.url)
  const answered = await visit(new Map(), at('acs', body.id), form(await respond(asked.requestId, body.id)))
  const report = await visit(asked.jar, answered.location as URL)
  expect(report.location?.pathname).toContain('/settings/sign-in')
  expect(await lakeside.patch(path(body.id), { enabled: true })).toMatchObject({ status: 200 })
  return body.id
}

/** As far as the provider: the id of the request that the browser brings there. */
async function ask(jar: Jar, url = at('start?to=/courses')): Promise<{ jar: Jar; requestId: string; relay: string }> {
  const { location } = await visit(jar, url)
  const relay = location?.searchParams.get('RelayState') ?? ''
  const request = inflateRawSync(Buffer.from(location?.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  return { jar, requestId: / ID="([^"]+)"/.exec(request)?.[1] ?? '', relay }
}

function respond(
  inResponseTo: string | undefined,
  id = providerId,
  user: object = ida,
  more: object = {},
): Promise<string> {
  const options = {
    ...{ issuer: entityId, key: their.privateKey, cert: their.certificate, audience: at('metadata', id) },
    ...{ recipient: at('acs', id), destination: at('acs', id), inResponseTo, sessionIndex: '_session-1' },
    ...{ signatureAlgorithm: 'rsa-sha256', digestAlgorithm: 'sha256' },
    ...more,
  }
  return makeResponse(options, user)
}

function form(xml: string, more: Record<string, string> = {}): RequestInit {
  const body = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64'), ...more })
  return { method: 'POST', body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

test('a learner who was provisioned has their courses when they authenticate', async () => {
  const made = await lakeside.post('/api/provision', {
    ...{ user: { email: 'ida@school.example', first_name: 'Ida' }, courses: ['ielts'], send_welcome_email: false },
  })
  const { jar, requestId } = await ask(new Map())
  const response = await respond(requestId)
  const { location } = await visit(new Map(), at('acs'), form(response))
  expect(location?.pathname).toBe(new URL(at('finish')).pathname)
  expect(told((await visit(new Map(), location as URL)).location)).toBe('begin_again')
  const finished = await visit(jar, location as URL)
  expect(finished.location?.href).toBe(`${usher.url}/courses`)
  const me = JSON.parse((await visit(jar, `${usher.url}/api/me`)).body)
  expect(me).toMatchObject({ user: { id: made.body.user.id }, signed_in_by: { method: 'provider' } })
  // The same response again, and the same ticket.
  expect(told((await visit(new Map(), at('acs'), form(response))).location)).toBe('not_taken')
  expect(told((await visit(jar, location as URL)).location)).toBe('begin_again')
})

test('who tries it reads each check, of a try that fails too', async () => {
  const tested = async () => (await lakeside.get(`${path()}/sign-ons?result=tested&limit=1`)).body.data[0]
  const passed = (await tested()).report.checks
  expect(passed).toEqual(expect.arrayContaining([{ check: 'signature', passed: true }]))
  const trial = await lakeside.post(`${path()}/test`)
  const { requestId } = await ask(new Map(), trial.body.url)
  const transient = { nameIdentifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }
  const response = await respond(requestId, providerId, ida, transient)
  const { location } = await visit(new Map(), at('acs'), form(response))
  expect(location?.pathname).toContain('/settings/sign-in/')
  const failed = await tested()
  expect(location?.searchParams.get('test')).toBe(String(failed.id))
  expect(failed).toMatchObject({ refused_by: 'subject', report: { who: null } })
  expect(failed.report.checks.at(-1)).toEqual({ check: 'subject', passed: false })
})

test('of a response that cannot be read it is known by what went along whose it is, once', async () => {
  const trial = await lakeside.post(`${path()}/test`)
  const tried = await ask(new Map(), trial.body.url)
  const spoilt = async (relay: string) =>
    (await visit(new Map(), at('acs'), form('<!DOCTYPE x><x/>', { RelayState: relay }))).location
  expect((await spoilt(tried.relay))?.pathname).toContain('/settings/sign-in/')
  const { body } = await lakeside.get(`${path()}/sign-ons?result=tested&limit=1`)
  expect(body.data[0]).toMatchObject({ refused_by: 'markup', report: { who: null } })
  expect(told((await spoilt(tried.relay)) ?? null)).toBe('not_taken')
  const sent = await spoilt((await ask(new Map())).relay)
  expect([told(sent), sent?.searchParams.get('next')]).toEqual(['not_taken', '/courses'])
  expect(told(await spoilt('/courses'))).toBe('not_taken')
})

test('a response of one provider is nothing at another one of the same school', async () => {
  const second = await addProvider()
  const { requestId } = await ask(new Map())
  expect(told((await visit(new Map(), at('acs', second), form(await respond(requestId)))).location)).toBe('not_taken')
  const noted = await lakeside.get(`${path(second)}/sign-ons?limit=1`)
  expect(noted.body.data[0]).toMatchObject({
    result: 'refused',
    refused_by: expect.any(String),
    detail: expect.any(String),
  })
})

test('what nobody asked for is a reason to ask, and leads nowhere but to us', async () => {
  for (const [relay, to] of [
    ['/courses/ielts', '/courses/ielts'],
    ['https://evil.example/', '/'],
  ] as const) {
    const { location } = await visit(new Map(), at('acs'), form(await respond(undefined), { RelayState: relay }))
    expect(location?.pathname).toBe(new URL(at('start')).pathname)
    expect(location?.searchParams.get('to')).toBe(to)
  }
})

test('a form that is no response, or not signed, is refused with a number', async () => {
  const { requestId } = await ask(new Map())
  const honest = await respond(requestId)
  const unsigned = honest.replace(/<(?:ds:)?Signature.*<\/(?:ds:)?Signature>/s, '')
  for (const xml of ['', '<x/>', unsigned, honest.replace('ida@school.example', 'eve@school.example')]) {
    const { location } = await visit(new Map(), at('acs'), form(xml))
    expect(told(location)).toBe('not_taken')
    expect(location?.searchParams.get('number')).toMatch(/^\d+$/)
  }
  const huge = await visit(new Map(), at('acs'), form('x'.repeat(400_000)))
  expect(huge.status).toBe(413)
})

test('our metadata is of the provider alone', async () => {
  const { status, body } = await visit(new Map(), at('metadata'))
  expect(status).toBe(200)
  for (const address of [at('metadata'), at('acs')]) expect(body).toContain(address)
  expect((await visit(new Map(), at('metadata', 1))).status).toBe(404)
})

test('a signed request to sign out ends the session, once, and one that is not signed ends nothing', async () => {
  await lakeside.patch(path(), {
    saml: {
      entity_id: entityId,
      sign_on_url: 'https://idp.school.example/sso',
      logout_url: 'https://idp.school.example/slo',
      logout_answer_url: 'https://idp.school.example/slo-answer',
      certificates: [their.certificate],
    },
  })
  await usher.database.pool.query('update identity_providers set tested_at = now(), enabled = true where id = $1', [
    providerId,
  ])
  const { jar, requestId } = await ask(new Map())
  const { location } = await visit(new Map(), at('acs'), form(await respond(requestId)))
  await visit(jar, location as URL)
  const me = async () => (await visit(jar, `${usher.url}/api/me`)).status
  expect(await me()).toBe(200)
  const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_out-1" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${at('logout')}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${entityId}</saml:Issuer><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">ida-4711</saml:NameID></samlp:LogoutRequest>`
  const bare = `${at('logout')}?SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`
  expect(told((await visit(new Map(), bare)).location)).toBe('not_taken')
  expect(await me()).toBe(200)
  const signed = `${at('logout')}?${signedQuery(xml, their)}`
  const answer = await visit(new Map(), signed)
  expect(answer.location?.href).toMatch(/^https:\/\/idp\.school\.example\/slo-answer\?SAMLResponse=/)
  expect(await me()).toBe(401)
  expect(told((await visit(new Map(), signed)).location)).toBe('not_taken')
})

test('who shows once more that it is them is looked at anew, in the same session', async () => {
  const signOn = async (jar: Jar, url?: string, user = ida) => {
    const { requestId } = await ask(jar, url)
    const { location } = await visit(new Map(), at('acs'), form(await respond(requestId, providerId, user)))
    return (await visit(jar, location as URL)).location
  }
  const jar: Jar = new Map()
  await signOn(jar)
  await usher.database.pool.query(`update sessions set proven_at = now() - interval '11 minutes'`)
  const proven = async () =>
    (await usher.database.pool.query(`select from sessions where proven_at > now() - interval '10 minutes'`)).rowCount
  const away = async () => {
    const asking = { method: 'POST', body: '{"to":"/courses"}', headers: { 'content-type': 'application/json' } }
    return JSON.parse((await visit(jar, `${usher.url}/api/me/proof/provider`, asking)).body).url as string
  }
  const { location } = await visit(jar, await away())
  const request = Buffer.from(location?.searchParams.get('SAMLRequest') ?? '', 'base64')
  expect(inflateRawSync(request).toString()).toContain('ForceAuthn="true"')
  expect(told(await signOn(jar, await away(), { ...ida, id: 'eve-1' }))).toBe('other_person')
  expect(await proven()).toBe(0)
  expect((await signOn(jar, await away()))?.pathname).toBe('/courses')
  expect(await proven()).toBe(1)
})

test('who takes requests by a form alone is sent one, by a page that sends it there and nowhere else', async () => {
  const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
    <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAuthnRequestsSigned="true">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${their.certificate.replace(/-----[^-]+-----|\s/g, '')}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.school.example/sso?a=&quot;1&amp;b"/>
    </IDPSSODescriptor></EntityDescriptor>`
  const made = await lakeside.post('/api/identity-providers', { name: 'By a form', saml: { metadata } })
  expect(made.body.saml).toMatchObject({
    sign_on_url: 'https://idp.school.example/sso?a="1&b',
    sign_on_binding: 'post',
  })
  const { id } = made.body
  const jar: Jar = new Map()
  const { url } = (await lakeside.post(`${path(id)}/test`)).body
  const response = await fetch(url, { redirect: 'manual' })
  expect(response.status).toBe(200)
  jar.set('usher_sign_on', /usher_sign_on=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '')
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; form-action https:\/\/idp\.school\.example; /,
  )
  const page = await response.text()
  expect(page).toContain('<form method="post" action="https://idp.school.example/sso?a=&quot;1&amp;b">')
  const [, sent = ''] = /name="SAMLRequest" value="([^"]+)"/.exec(page) ?? []
  const request = Buffer.from(sent, 'base64').toString()
  expect(request).toContain('<SignatureValue>')
  const [, requestId] = / ID="([^"]+)"/.exec(request) ?? []
  const { location } = await visit(new Map(), at('acs', id), form(await respond(requestId, id)))
  expect((await visit(jar, location as URL)).location?.pathname).toContain('/settings/sign-in')
  expect(await lakeside.patch(path(id), { enabled: true })).toMatchObject({ status: 200 })
  await lakeside.delete(path(id))
})

test('who signs out is sent to sign out there too, by a signed request, and comes back to the page to sign in', async () => {
  await lakeside.patch(path(), { signs_out_there: true })
  const { jar, requestId } = await ask(new Map())
  const { location } = await visit(new Map(), at('acs'), form(await respond(requestId)))
  await visit(jar, location as URL)
  const answer = await visit(jar, `${usher.url}/api/auth/sign-out`, { method: 'POST' })
  expect((await visit(jar, `${usher.url}/api/me`)).status).toBe(401)
  const url = new URL(JSON.parse(answer.body).url)
  expect(url.href.startsWith('https://idp.school.example/slo?SAMLRequest=')).toBe(true)
  const request = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  expect(request).toMatch(/<saml:NameID[^>]*>ida-4711<.*<samlp:SessionIndex>_session-1</s)
  const [, ours = ''] = /<ds:X509Certificate>([^<]+)/.exec((await visit(new Map(), at('metadata'))).body) ?? []
  const [signed = ''] = url.search.slice(1).split('&Signature=')
  const signature = url.searchParams.get('Signature') ?? ''
  const key = new X509Certificate(Buffer.from(ours, 'base64')).publicKey
  expect(createVerify('sha256').update(signed).verify(key, signature, 'base64')).toBe(true)
  for (const way of [`${at('logout')}?SAMLResponse=whatever`, at('signed-out')])
    expect((await visit(new Map(), way)).location?.href).toBe(`${usher.url}/sign-in/lakeside?signed_out=true`)
  await lakeside.patch(path(), { signs_out_there: false })
})

test('our key is followed by another one, and what is encrypted for either is opened as long as it is there', async () => {
  const certificates = async () =>
    [...(await visit(new Map(), at('metadata'))).body.matchAll(/use="signing">.*?<ds:X509Certificate>([^<]+)/gs)].map(
      ([, base64 = '']) => new X509Certificate(Buffer.from(base64, 'base64')),
    )
  const roll = (step: string) => lakeside.post(`${path()}/keys`, { step })
  const encryptedFor = async (certificate: X509Certificate) => {
    const { jar, requestId } = await ask(new Map())
    const encryptionPublicKey = certificate.publicKey.export({ type: 'spki', format: 'pem' })
    const more = { encryptionCert: certificate.toString(), encryptionPublicKey }
    const encrypted = { ...more, encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm' }
    const { location } = await visit(new Map(), at('acs'), form(await respond(requestId, providerId, ida, encrypted)))
    return told(location) ?? (await visit(jar, location as URL)).location?.pathname
  }
  const [first] = (await certificates()) as [X509Certificate]
  for (const step of ['switch', 'remove']) expect(await roll(step)).toMatchObject({ status: 409 })
  const { body } = await roll('publish')
  expect(body).toMatchObject({ enabled: true, keys_warning: null })
  expect(body.keys).toMatchObject([{ fingerprint: first.fingerprint256, signs: true }, { signs: false }])
  expect(await roll('publish')).toMatchObject({ status: 409 })
  const [, next] = (await certificates()) as [X509Certificate, X509Certificate]
  expect(body.keys[1].fingerprint).toBe(next.fingerprint256)
  expect([await encryptedFor(first), await encryptedFor(next)]).toEqual(['/courses', '/courses'])

  expect((await roll('switch')).body.keys[0]).toMatchObject({ fingerprint: next.fingerprint256, signs: true })
  await lakeside.patch(path(), { signs_out_there: true })
  const { jar, requestId } = await ask(new Map())
  await visit(jar, (await visit(new Map(), at('acs'), form(await respond(requestId)))).location as URL)
  const { body: out } = await visit(jar, `${usher.url}/api/auth/sign-out`, { method: 'POST' })
  const url = new URL(JSON.parse(out).url)
  const isSignedBy = ({ publicKey }: X509Certificate) =>
    createVerify('sha256')
      .update(url.search.slice(1).split('&Signature=')[0] ?? '')
      .verify(publicKey, url.searchParams.get('Signature') ?? '', 'base64')
  expect([isSignedBy(first), isSignedBy(next)]).toEqual([false, true])
  expect([await encryptedFor(first), await encryptedFor(next)]).toEqual(['/courses', '/courses'])

  expect((await roll('remove')).body.keys).toMatchObject([{ fingerprint: next.fingerprint256, signs: true }])
  expect(await certificates()).toHaveLength(1)
  expect([await encryptedFor(first), await encryptedFor(next)]).toEqual(['not_taken', '/courses'])
  const { rows } = await usher.database.pool.query('select * from operations, changes')
  expect(JSON.stringify(rows)).not.toContain('PRIVATE')
})

describe('metadata in place of fields', () => {
  const metadata = (of = entityId) => `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${of}">
    <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAuthnRequestsSigned="true">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${their.certificate.replace(/-----[^-]+-----|\s/g, '')}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.school.example/slo" ResponseLocation="https://idp.school.example/slo-answer"/>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.school.example/sso"/>
    </IDPSSODescriptor></EntityDescriptor>`

  test('a provider says itself what it is', async () => {
    const { status, body } = await lakeside.post('/api/identity-providers', {
      name: 'By metadata',
      saml: { metadata: metadata() },
    })
    expect(status).toBe(201)
    expect(body.saml).toMatchObject({
      entity_id: entityId,
      sign_on_url: 'https://idp.school.example/sso',
      logout_url: 'https://idp.school.example/slo',
      logout_answer_url: 'https://idp.school.example/slo-answer',
      signs_requests: true,
    })
    expect(body.certificates).toMatchObject([{ fingerprint: expect.stringMatching(/^[0-9A-F:]{95}$/) }])
    for (const bad of ['<x/>', '<!DOCTYPE x><x/>', 'no xml'])
      expect(await lakeside.post('/api/identity-providers', { name: 'Bad', saml: { metadata: bad } })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'saml.metadata' }] },
      })
    expect(await lakeside.post('/api/identity-providers', { name: 'Bad', saml: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'saml.entity_id' }, { field: 'saml.sign_on_url' }, { field: 'saml.certificates' }] },
    })
    const inside = { name: 'Bad', saml: { metadata_url: 'http://10.0.0.1/metadata' } }
    expect(await lakeside.post('/api/identity-providers', inside)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'saml.metadata_url' }] },
    })
  })

  const serve = async () => {
    const served = { text: metadata(), times: 0 }
    const server = createServer((_, response) => {
      served.times += 1
      response.end(served.text)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const metadata_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`
    const { body } = await lakeside.post('/api/identity-providers', { name: 'By address', saml: { metadata_url } })
    return { served, id: body.id as number, close: () => void server.close() }
  }

  test('who comes with a key that is new is let in once its provider says so, who comes with any other is not', async () => {
    const { served, id, close } = await serve()
    await usher.database.pool.query('update identity_providers set tested_at = now(), enabled = true where id = $1', [
      id,
    ])
    const comes = async (key: SigningKey) => {
      const { jar, requestId } = await ask(new Map(), at('start?to=/courses', id))
      const response = await respond(requestId, id, ida, { key: key.privateKey, cert: key.certificate })
      const { location } = await visit(new Map(), at('acs', id), form(response))
      return told(location) ?? (await visit(jar, location as URL)).location?.pathname
    }
    const read = served.times
    their = await makeTestKey()
    served.text = metadata()
    expect(await Promise.all([comes(their), comes(their)])).toEqual(['/courses', '/courses'])
    for (const key of [await makeTestKey(), await makeTestKey()]) expect(await comes(key)).toBe('not_taken')
    expect(served.times - read).toBe(1)
    close()
  })

  test('where it stands it is read again: another certificate counts beside what holds, another provider not at all', async () => {
    const { served, id, close } = await serve()
    const outside = createGuardedFetch({ loopback: true, private: false })
    const certificates = async () => {
      await renewMetadata(usher.database, outside, new Date())
      return (await lakeside.get(path(id))).body.saml.certificates
    }
    const first = await certificates()
    const before = their
    their = await makeTestKey()
    served.text = metadata()
    const second = await certificates()
    expect(second).not.toEqual(first)
    their = before
    served.text = metadata('https://another.example/saml')
    expect(await certificates()).toEqual(second)
    served.text = 'gone'
    expect(await certificates()).toEqual(second)
    outside.close()
    close()
  })
})
