/** What a session opens: by who vouched for its person, at every operation. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { bodyFor, call, fill, operations, readAll, thingOf } from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn, signInByProvider } from '../../test/sessions.ts'

/** A tree: `acme-prep` over `acme` and `sibling`, and `branch` below `acme`. */
let usher: TestServer
let acme: Api
/** Owns all of them, in each by a membership of its own. */
let owner: Person
const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
/** In `acme`, by the session of an owner whom the provider of that organization vouched for. */
const ownerBy = async (organization: string) =>
  openApiAs(usher, { ...cookieOf(await signInByProvider(usher, owner, organization)), 'usher-organization': 'acme' })
const cookieOf = ({ cookie }: Person) => ({ cookie })

beforeAll(async () => {
  usher = await startTestServer()
  const group = await openApi(usher)
  for (const [slug, parent] of [['acme'], ['sibling'], ['branch', 'acme']])
    await group.post('/api/organizations', { name: slug, slug, ...(parent && { parent }) })
  await query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  owner = await signIn(usher, { organization: 'acme', role: 'owner' })
  for (const slug of ['acme-prep', 'sibling', 'branch'])
    await query(
      `insert into memberships (organization_id, user_id, role, email, first_name, last_name)
        select o.id, m.user_id, m.role, m.email, m.first_name, m.last_name
        from organizations o, memberships m where o.slug = $1 and m.user_id = $2 limit 1`,
      [slug, owner.id],
    )
})
afterAll(() => usher.close())
beforeEach(() => query(`update organizations set sign_in_mode = null`))

describe('an organization is not there for whom the provider vouched of one', () => {
  let beside: Api
  let below: Api
  let above: Api
  beforeAll(async () => {
    ;[beside, below, above] = [await ownerBy('sibling'), await ownerBy('branch'), await ownerBy('acme-prep')]
  })

  test.each(operations)('beside it or below it: $name', async each => {
    const { method, path } = each
    const parts = (await thingOf(path)?.(acme)) ?? []
    const [address, body] = [fill(path, parts), await bodyFor(acme, each, parts)]
    const before = await readAll(usher)
    const closed = { status: 404, body: { errors: [{ field: 'Usher-Organization' }] } }
    for (const api of [beside, below]) expect(await call(api, method, address, body)).toMatchObject(closed)
    expect(await readAll(usher)).toEqual(before)
    // It is there for whom the provider above it vouched.
    const answer = await call(above, method, address, body)
    expect(answer).not.toMatchObject(closed)
    expect(answer).not.toMatchObject({ status: 401 })
  })
})

test('whom a provider vouched for sees what is below its organization, and is told of nothing else', async () => {
  const slugs = async (organization: string) => {
    const { body } = await (await signInByProvider(usher, owner, organization)).get('/api/me')
    expect(body).toMatchObject({ signed_in_by: { method: 'provider', second_factor: false }, closed: [] })
    return body.organizations.map(({ slug }: { slug: string }) => slug).sort()
  }
  expect(await slugs('sibling')).toEqual(['sibling'])
  expect(await slugs('acme')).toEqual(['acme', 'branch'])
  const branding = await (await signInByProvider(usher, owner, 'branch')).get('/api/me/branding')
  expect(branding.body.data.map(({ organization }: { organization: string }) => organization)).toEqual(['branch'])
})

test('courses are those of the organization that vouched, also one from above that was given there', async () => {
  const person = await signIn(usher, { organization: 'acme' })
  const sibling = await openApi(usher, { organization: 'sibling' })
  await sibling.post('/api/courses', { name: 'toefl', display_name: 'TOEFL', access: null })
  const order = { user: { email: person.email, first_name: 'Pat' }, send_welcome_email: false }
  await acme.post('/api/provision', { ...order, courses: ['ielts'] })
  await sibling.post('/api/provision', { ...order, courses: ['toefl'] })
  const coursesOf = async (api: Api) =>
    (await api.get('/api/me/courses')).body.courses.map(({ name }: { name: string }) => name)
  expect(await coursesOf(await signInByProvider(usher, person, 'acme'))).toEqual(['ielts'])
  expect(await coursesOf(await signInByProvider(usher, person, 'sibling'))).toEqual(['toefl'])
  await query('update grants set organization_id = (select id from organizations where slug = $1) where user_id = $2', [
    'branch',
    person.id,
  ])
  expect(await coursesOf(await signInByProvider(usher, person, 'branch'))).toEqual(['ielts', 'toefl'])
})

test('what is of the whole account is closed to whom one of several organizations vouches for', async () => {
  const person = await signIn(usher, { organization: 'acme' })
  const vouched = await signInByProvider(usher, person, 'acme')
  expect(await vouched.get('/api/me/data')).toMatchObject({ status: 200 })
  const member = { first_name: 'Pat', email: person.email, send_welcome_email: false }
  await (await openApi(usher, { organization: 'sibling' })).post('/api/users', member)
  const again = await signInByProvider(usher, person, 'acme')
  const password = { current_password: 'a long enough password', password: 'another long password' }
  for (const [method, path, body] of [
    ['get', '/api/me/data', undefined],
    ['patch', '/api/me', { first_name: 'Mallory' }],
    ['post', '/api/me/password', password],
    ['post', '/api/me/email', { email: 'x@example.org', current_password: password.current_password }],
  ] as const)
    expect(await call(again, method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
})

describe('where single sign-on is in force', () => {
  const requireProvider = (slug: string) =>
    query(`update organizations set sign_in_mode = 'single_sign_on' where slug = $1`, [slug])

  test('a password opens nothing, at once, and is told where to go', async () => {
    const person = await signIn(usher, { organization: 'acme', role: 'admin' })
    await signInByProvider(usher, person, 'acme')
    expect(await person.get('/api/users')).toMatchObject({ status: 200 })
    await requireProvider('acme')
    expect(await person.get('/api/users')).toMatchObject({ status: 404 })
    const closed = [{ slug: 'acme', name: 'acme', id: expect.any(Number) }]
    expect((await person.get('/api/me')).body).toMatchObject({ organizations: [], closed })
    expect(await (await signInByProvider(usher, person, 'acme')).get('/api/users')).toMatchObject({ status: 200 })
  })

  test('a password opens what is above and beside, and from above what is below', async () => {
    await signInByProvider(usher, owner, 'acme')
    await requireProvider('acme')
    expect((await owner.get('/api/me')).body.closed.map(({ slug }: { slug: string }) => slug)).toEqual([
      'acme',
      'branch',
    ])
    const at = (slug: string) => openApiAs(usher, { cookie: owner.cookie, 'usher-organization': slug })
    for (const slug of ['acme-prep', 'sibling', 'acme'])
      expect(await at(slug).get('/api/users')).toMatchObject({ status: 200 })
  })

  test('without a provider that is on, a password does', async () => {
    const person = await signIn(usher, { organization: 'sibling', role: 'admin' })
    const vouched = await signInByProvider(usher, person, 'sibling')
    await requireProvider('sibling')
    expect(await person.get('/api/users')).toMatchObject({ status: 404 })
    await query('update identity_providers set enabled = false')
    expect(await person.get('/api/users')).toMatchObject({ status: 200 })
    expect(await vouched.get('/api/users')).toMatchObject({ status: 401 })
    await query('update identity_providers set enabled = true')
  })

  test('a break-glass owner comes in by password and second factor', async () => {
    const person = await signIn(usher, { organization: 'acme', role: 'owner' })
    await signInByProvider(usher, person, 'acme')
    await requireProvider('acme')
    await query(
      'insert into break_glass_owners (organization_id, user_id) select id, $1 from organizations where slug = $2',
      [person.id, 'acme'],
    )
    expect(await person.get('/api/users')).toMatchObject({ status: 404 })
    await query(`update sessions set second_factor_at = now() where user_id = $1 and method = 'password'`, [person.id])
    await query(`update passwords set authenticator = 'x', authenticator_since = now() where user_id = $1`, [person.id])
    expect(await person.get('/api/users')).toMatchObject({ status: 200 })
  })
})

test('a session by a provider ends with its identity, and after twelve hours in any case', async () => {
  const person = await signIn(usher, { organization: 'acme' })
  const vouched = await signInByProvider(usher, person, 'acme')
  const left = async () =>
    (
      await query(
        `select extract(epoch from expires_at - now()) / 3600 as hours from sessions
      where user_id = $1 and method = 'provider'`,
        [person.id],
      )
    )[0]?.hours
  expect(Number(await left())).toBeCloseTo(12, 1)
  await query(`update sessions set expires_at = now() + interval '1 minute' where user_id = $1`, [person.id])
  expect(await vouched.get('/api/me')).toMatchObject({ status: 200 })
  expect(Number(await left())).toBeLessThan(0.1)
  await query('delete from identities where user_id = $1', [person.id])
  expect(await vouched.get('/api/me')).toMatchObject({ status: 401 })
})

test('nobody acts as somebody of an organization that their provider does not open', async () => {
  const learner = await signIn(usher, { organization: 'acme' })
  const path = `/api/users/${learner.id}/impersonation`
  expect(await (await ownerBy('acme')).post(path)).toMatchObject({ status: 201 })
  expect(await (await signInByProvider(usher, owner, 'sibling')).post(path)).toMatchObject({ status: 404 })
})
