import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn, signInByProvider } from '../../test/sessions.ts'

let usher: TestServer
let acme: Api
beforeAll(async () => {
  usher = await startTestServer()
  acme = await openApi(usher)
})
afterAll(() => usher.close())

const oidc = { issuer: 'https://login.example.com/realms/school', client_id: 'usher' }
const provider = { name: 'Lakeside School', preset: 'keycloak', oidc, client_secret: 'a secret of the school' }
const path = (id: number) => `/api/identity-providers/${id}`
const query = (text: string, values: unknown[] = []) => usher.database.pool.query(text, values)

test('a provider says what is to be entered over there, and never its secret', async () => {
  const { status, body } = await acme.post('/api/identity-providers', provider)
  expect(status).toBe(201)
  expect(body).toMatchObject({
    protocol: 'oidc',
    enabled: false,
    oidc,
    saml: null,
    ours: {
      sign_in_url: `${usher.url}/sign-in/acme-prep`,
      redirect_uri: `${usher.url}/api/sign-on/${body.id}/callback`,
      backchannel_logout_uri: `${usher.url}/api/sign-on/${body.id}/backchannel-logout`,
      acs_url: null,
    },
  })
  const log = await acme.get(`/api/operations?kind=create_identity_provider&limit=1`)
  const { rows } = await query('select * from identity_providers, changes')
  for (const shown of [body, log.body, rows]) expect(JSON.stringify(shown)).not.toContain(provider.client_secret)
  expect((await acme.get('/api/identity-providers')).body.data).toMatchObject([{ id: body.id }])
})

test.each([
  [{ oidc: undefined, client_secret: undefined }, ['oidc']],
  [{ client_secret: undefined }, ['client_secret']],
  [{ oidc: { ...oidc, issuer: 'https://login.microsoftonline.com/common/v2.0' } }, ['oidc.issuer']],
  [{ oidc: { ...oidc, issuer: 'ftp://login.example.com' } }, ['oidc.issuer']],
  [{ oidc: { ...oidc, issuer: 'https://accounts.google.com' } }, ['oidc.hosted_domain']],
  [{ name: '\u202eloohcS' }, ['name']],
  [
    {
      oidc: undefined,
      client_secret: undefined,
      saml: { entity_id: 'x', sign_on_url: 'javascript:alert(1)', certificates: ['no certificate'] },
    },
    ['saml.sign_on_url', 'saml.certificates'],
  ],
])('%j is refused, and every fault is named', async (changes, fields) => {
  const answer = await acme.post('/api/identity-providers', { ...provider, ...changes })
  expect(answer.status).toBe(400)
  expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields)
})

test('it is switched on after somebody tried it as it is', async () => {
  const { body } = await acme.post('/api/identity-providers', provider)
  expect(await acme.patch(path(body.id), { enabled: true })).toMatchObject({ status: 409 })
  await query('update identity_providers set tested_at = now() where id = $1', [body.id])
  expect(await acme.patch(path(body.id), { enabled: true })).toMatchObject({ status: 200, body: { enabled: true } })
  expect(await acme.patch(path(body.id), { name: 'Lakeside' })).toMatchObject({ body: { enabled: true } })
  const other = await acme.patch(path(body.id), { oidc: { ...oidc, client_id: 'another' } })
  expect(other).toMatchObject({ status: 200, body: { enabled: false, tested_at: null } })
})

test('whom it trusts is not for who may do less than somebody who signs in by it', async () => {
  const [owner, admin] = [await signIn(usher, { role: 'owner' }), await signIn(usher, { role: 'admin' })]
  const { body } = await admin.post('/api/identity-providers', provider)
  const sealed = { client_secret: 'that of a provider of mine' }
  expect(await admin.patch(path(body.id), sealed)).toMatchObject({ status: 200 })
  await query(`insert into identities (provider_id, issuer, subject, user_id) values ($1, 'x', 'y', $2)`, [
    body.id,
    owner.id,
  ])
  for (const change of [sealed, { oidc }, { claims: { email: ['mail'] } }])
    expect(await admin.patch(path(body.id), change)).toMatchObject({ status: 403 })
  expect(await admin.patch(path(body.id), { name: 'Lakeside' })).toMatchObject({ status: 200 })
  expect(await owner.patch(path(body.id), sealed)).toMatchObject({ status: 200 })
})

test('whom it knows is forgotten with it', async () => {
  const person = await signIn(usher)
  const vouched = await signInByProvider(usher, person, 'acme-prep')
  expect(await vouched.get('/api/me')).toMatchObject({ status: 200 })
  const { rows } = await query('select provider_id as id from identities where user_id = $1', [person.id])
  expect(await acme.delete(path(rows[0].id))).toMatchObject({ status: 204 })
  expect(await vouched.get('/api/me')).toMatchObject({ status: 401 })
  expect(await acme.get(path(rows[0].id))).toMatchObject({ status: 404 })
})

test('who signed in by it is shown to who may see people; what came of it, to all who see settings', async () => {
  const { body } = await acme.post('/api/identity-providers', provider)
  const person = await signIn(usher)
  const report = { checks: [{ check: 'audience', passed: true }], claims: { email: 'ida@school.example' }, who: 'ida' }
  await query(
    `insert into sign_ons (provider_id, result, user_id, subject, email, report, detail)
      values ($1, 'signed_in', $2, 'ida-1', 'ida@school.example', null, null),
        ($1, 'tested', null, 'ida-1', null, $3, 'audience: ida, expected usher')`,
    [body.id, person.id, JSON.stringify(report)],
  )
  const readWith = async (...scopes: string[]) =>
    (await (await openApi(usher, { scopes })).get(`${path(body.id)}/sign-ons?sort=id`)).body.data
  expect(await readWith('settings.view', 'users.view')).toMatchObject([
    { result: 'signed_in', user_id: person.id, subject: 'ida-1', email: 'ida@school.example', report: null },
    { result: 'tested', subject: 'ida-1', report },
  ])
  const seen = await readWith('settings.view')
  const nobody = { user_id: null, subject: null, email: null }
  expect(seen).toMatchObject([
    { ...nobody, result: 'signed_in', report: null },
    { ...nobody, result: 'tested', report: { checks: report.checks, claims: null, who: null } },
  ])
  expect(JSON.stringify(seen)).not.toMatch('ida')
  // In what came a provider may say anything of anybody.
  const whatCame = (rows: { detail: string | null }[]) => rows.map(({ detail }) => detail)
  expect(whatCame(await readWith('settings.view', 'users.view'))).toEqual([null, null])
  expect(whatCame(await readWith('settings.edit', 'settings.view'))).toEqual([null, 'audience: ida, expected usher'])
})

test('one is found by the number that somebody was told, and by the address by who may see people', async () => {
  const { body } = await acme.post('/api/identity-providers', provider)
  const { rows } = await query(
    `insert into sign_ons (provider_id, result, email)
      values ($1, 'refused', 'Ida%@school.example'), ($1, 'refused', 'joe@school.example') returning id`,
    [body.id],
  )
  const [{ id }] = rows
  const findWith = async (search: string, ...scopes: string[]) => {
    const api = await openApi(usher, { scopes: ['settings.view', ...scopes] })
    const found = await api.get(`${path(body.id)}/sign-ons?search=${encodeURIComponent(search)}`)
    return found.body.data.map(({ id }: { id: number }) => id)
  }
  expect(await findWith(` ${id} `)).toEqual([id])
  expect(await findWith('IDA%', 'users.view')).toEqual([id])
  for (const nothing of ['ida%', 'school', '%', '99999999999999999999'])
    expect(await findWith(nothing, ...(nothing === 'ida%' ? [] : ['users.view']))).toEqual([])
})

test('single sign-on is made the only way in by who has come in by it, and shuts nobody out who makes it so', async () => {
  await acme.post('/api/organizations', { name: 'Lock', slug: 'lock' })
  const lock = await openApi(usher, { organization: 'lock' })
  const owner = await signIn(usher, { organization: 'lock', role: 'owner' })
  const { body } = await owner.post('/api/identity-providers', provider)
  await query('update identity_providers set tested_at = now() where id = $1', [body.id])
  const demand = (mode: string | null) => owner.patch('/api/organizations/lock', { sign_in_mode: mode })
  // With none that is on, it shuts nobody out; to switch one on then would.
  expect(await demand('single_sign_on')).toMatchObject({ status: 200 })
  expect(await owner.patch(path(body.id), { enabled: true })).toMatchObject({ status: 409 })
  expect(await owner.get('/api/users')).toMatchObject({ status: 200 })
  expect(await demand(null)).toMatchObject({ status: 200 })
  expect(await owner.patch(path(body.id), { enabled: true })).toMatchObject({ status: 200 })
  expect(await demand('single_sign_on')).toMatchObject({ status: 409 })
  expect(await owner.get('/api/users')).toMatchObject({ status: 200 })
  await query(`insert into identities (provider_id, issuer, subject, user_id) values ($1, 'x', 'y', $2)`, [
    body.id,
    owner.id,
  ])
  // Should the provider fail, somebody is left who comes in (break-glass/).
  expect(await demand('single_sign_on')).toMatchObject({ status: 409 })
  const other = await signIn(usher, { organization: 'lock', role: 'owner' })
  await query(`update passwords set authenticator = 'x', authenticator_since = now() where user_id = $1`, [other.id])
  await owner.post('/api/organizations/lock/break-glass-owners', { user_id: other.id })
  expect(await demand('single_sign_on')).toMatchObject({ status: 200 })
  expect(await owner.get('/api/users')).toMatchObject({ status: 404 })
  // Keys, and who is above, go on.
  expect(await lock.get('/api/users')).toMatchObject({ status: 200 })
  const above = await signIn(usher, { role: 'owner' })
  expect(await above.patch('/api/organizations/lock', { sign_in_mode: 'single_sign_on' })).toMatchObject({
    status: 200,
  })
})
