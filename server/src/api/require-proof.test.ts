/** Whoever finds a browser open does nothing dangerous in it: each such operation, by a session that was proven some time ago. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { codeOf } from '../../test/authenticator.ts'
import { bodyFor, call, fill, operations, readAll, thingOf } from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn, signInByProvider } from '../../test/sessions.ts'

/** Written down once more: a test that only reads the routes agrees with any. */
const dangerous: Readonly<Record<string, object | undefined>> = {
  'post /api/keys': undefined,
  'patch /api/keys/{id}': undefined,
  'patch /api/users/{id}': { email: 'another@example.com' },
  'delete /api/users/{id}/second-factor': undefined,
  'post /api/users/{id}/merge': undefined,
  'post /api/users/{id}/erase': undefined,
  'post /api/users/{id}/impersonation': undefined,
  'patch /api/organizations/{organization}': { sign_in_mode: 'single_sign_on' },
  'post /api/organizations/{organization}/break-glass-owners': undefined,
  'delete /api/organizations/{organization}/break-glass-owners/{user}': undefined,
  'post /api/identity-providers': undefined,
  'patch /api/identity-providers/{id}': { enabled: false },
  'delete /api/identity-providers/{id}': undefined,
  'post /api/identity-providers/{id}/keys': undefined,
  'put /api/identity-providers/{id}/mappings': undefined,
  'post /api/domains': undefined,
  'post /api/domains/{id}/prove': undefined,
  'delete /api/domains/{id}': undefined,
}
/** What is of one's own account takes the password with the call. */
const withPassword: Readonly<Record<string, object>> = {
  '/api/me/password': { password: 'another long password' },
  '/api/me/email': { email: 'elsewhere@example.com' },
  '/api/me/authenticator': {},
  '/api/me/authenticator/removal': {},
  '/api/me/recovery-codes': {},
}
const password = 'a long enough password'

let usher: TestServer
let acme: Api
let owner: Person
const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const grow = (minutes: number, who: Pick<Person, 'id'> = owner) =>
  query(`update sessions set proven_at = now() - make_interval(mins => $1) where user_id = $2`, [minutes, who.id])
const needed = (...how: string[]) => ({ status: 403, body: { code: 'proof_needed', how } })
const makeKey = (who: Api, headers?: Record<string, string>) =>
  who.post('/api/keys', { name: 'Pabbly', scopes: ['provision'] }, headers)

beforeAll(async () => {
  usher = await startTestServer()
  await (await openApi(usher)).post('/api/organizations', { name: 'acme', slug: 'acme' })
  await query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  owner = await signIn(usher, { organization: 'acme', role: 'owner' })
})
afterAll(() => usher.close())
beforeEach(() => query('delete from attempts'))

test('what is dangerous is said of each operation', () => {
  const said = operations.filter(({ operation }) => operation['x-proof'])
  expect(said.map(({ name }) => name).sort()).toEqual(Object.keys(dangerous).sort())
})

describe('by a session that was proven some time ago', () => {
  test.each(operations.filter(({ name }) => name in dangerous))('$name is not done', async each => {
    const { method, path } = each
    const parts = (await thingOf(path)?.(acme)) ?? []
    const [address, body] = [fill(path, parts), dangerous[each.name] ?? (await bodyFor(acme, each, parts))]
    await grow(11)
    const before = await readAll(usher)
    expect(await call(owner, method, address, body)).toMatchObject(needed('password'))
    expect(await readAll(usher)).toEqual(before)
    await grow(9)
    expect(await call(owner, method, address, body)).not.toMatchObject({ body: { code: 'proof_needed' } })
    // A key is a proof by itself.
    expect(await call(acme, method, address, body)).not.toMatchObject({ body: { code: 'proof_needed' } })
    await query('update sessions set impersonates_id = null, impersonation_ends_at = null')
    await query('update organizations set sign_in_mode = null')
  })

  test.each(Object.entries(withPassword))('%s takes the password itself', async (path, body) => {
    await grow(11)
    const before = await readAll(usher)
    const answer = await owner.post(path, { ...body, current_password: 'not the password' })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'current_password' }] } })
    expect(await readAll(usher)).toEqual(before)
  })
})

test('other things go on, and what is only looked at', async () => {
  await grow(60 * 24)
  expect(await owner.post('/api/teams', { name: 'Morning' })).toMatchObject({ status: 201 })
  const { id } = (await acme.post('/api/users', { email: 'named@example.com', first_name: 'Jon' })).body
  expect(await owner.patch(`/api/users/${id}`, { first_name: 'John' })).toMatchObject({ status: 200 })
  expect(await owner.post(`/api/users/${id}/erase?mode=plan`)).toMatchObject({ status: 200 })
  expect(await owner.patch('/api/organizations/acme', { description: 'A school' })).toMatchObject({ status: 200 })
})

test('what was planned is done after a proof, by the same plan', async () => {
  const { id } = (await acme.post('/api/users', { email: 'planned@example.com', first_name: 'Jon' })).body
  await grow(11)
  const { plan_id } = (await owner.post(`/api/users/${id}/erase?mode=plan`)).body
  expect(await owner.post(`/api/plans/${plan_id}/apply`)).toMatchObject(needed('password'))
  expect(await acme.get(`/api/users/${id}`)).toMatchObject({ status: 200 })
  await owner.post('/api/me/proof', { current_password: password })
  expect(await owner.post(`/api/plans/${plan_id}/apply`)).toMatchObject({ status: 204 })
})

describe('a proof', () => {
  test('by the password: the same request is done then, its Idempotency-Key is not used up', async () => {
    await grow(11)
    const once = { 'idempotency-key': 'a key, once' }
    expect(await makeKey(owner, once)).toMatchObject(needed('password'))
    expect(await owner.post('/api/me/proof', { current_password: 'wrong' })).toMatchObject({ status: 400 })
    expect(await makeKey(owner, once)).toMatchObject(needed('password'))
    expect(await owner.post('/api/me/proof', { current_password: password })).toMatchObject({ status: 200 })
    expect(await makeKey(owner, once)).toMatchObject({ status: 201 })
    expect(await owner.post('/api/me/proof', {})).toMatchObject({ status: 400 })
    expect(await owner.post('/api/me/proof', { current_password: password, code: '123456' })).toMatchObject({
      status: 400,
    })
  })

  test('is of one browser', async () => {
    const other = openApiAs(usher, { cookie: await cookieOf(owner), 'usher-organization': 'acme' })
    await grow(11)
    await other.post('/api/me/proof', { current_password: password })
    expect(await makeKey(other)).toMatchObject({ status: 201 })
    expect(await makeKey(owner)).toMatchObject(needed('password'))
  })

  test('is guessed as seldom as a password at sign-in', async () => {
    await grow(11)
    const guess = (of: string) => owner.post('/api/me/proof', { current_password: of })
    for (let n = 0; n < 10; n++) expect(await guess('wrong')).toMatchObject({ status: 400 })
    expect(await guess(password)).toMatchObject({ status: 429 })
    expect(await makeKey(owner)).toMatchObject(needed('password'))
  })

  test('by a code of the authenticator, where there is one, each once', async () => {
    const person = await signIn(usher, { organization: 'acme', role: 'owner' })
    expect(await person.post('/api/me/proof', { code: '123456' })).toMatchObject(needed('password'))
    const { secret } = (await person.post('/api/me/authenticator', { current_password: password })).body
    const code = codeOf(secret)
    expect(await person.post('/api/me/authenticator/confirmation', { code })).toMatchObject({ status: 200 })
    await grow(11, person)
    expect(await makeKey(person)).toMatchObject(needed('password', 'authenticator'))
    expect(await person.post('/api/me/proof', { code })).toMatchObject({ status: 400 })
    await query('update passwords set authenticator_step = null')
    expect(await person.post('/api/me/proof', { code: codeOf(secret) })).toMatchObject({ status: 200 })
    expect(await makeKey(person)).toMatchObject({ status: 201 })
  })

  test('of whom a provider vouched for is its own to give, never the password', async () => {
    const vouched = await signInByProvider(usher, await signIn(usher, { organization: 'acme', role: 'owner' }), 'acme')
    await grow(11, vouched)
    expect(await makeKey(vouched)).toMatchObject(needed('provider'))
    expect(await vouched.post('/api/me/proof', { current_password: password })).toMatchObject(needed('provider'))
  })

  test('of who acts as somebody else is their own', async () => {
    const admin = await signIn(usher, { organization: 'acme', role: 'admin' })
    await query(`update passwords set hash = 'unlike the owner’s' where user_id = $1`, [admin.id])
    expect(await owner.post('/api/me/proof', { current_password: password })).toMatchObject({ status: 200 })
    expect(await owner.post(`/api/users/${admin.id}/impersonation`)).toMatchObject({ status: 201 })
    await grow(11)
    expect(await makeKey(owner)).toMatchObject(needed('password'))
    expect(await owner.post('/api/me/proof', { current_password: password })).toMatchObject({ status: 200 })
    await owner.delete('/api/me/impersonation')
  })
})

/** Another session of the same person. */
async function cookieOf({ email }: Person): Promise<string> {
  const answer = await openApiAs(usher, {}).post('/api/auth/sign-in/email', { email, password })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
