/** Owners who come in past single sign-on, should the provider fail. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { codeOf } from '../../test/authenticator.ts'
import { cookiesOf } from '../../test/browser.ts'
import { runUsher } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn, signInByProvider } from '../../test/sessions.ts'

const password = 'a long enough password'
const path = '/api/organizations/lakeside/break-glass-owners'

let usher: TestServer
let lakeside: Api
let owner: Person
const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const signInTo = (role: string) => signIn(usher, { organization: 'lakeside', role })
const name = (who: Api, { id }: Pick<Person, 'id'>) => who.post(path, { user_id: id })
const listed = async () => (await lakeside.get(path)).body.data
const requireProvider = () => query(`update organizations set sign_in_mode = 'single_sign_on' where slug = 'lakeside'`)

/** By an authenticator that nobody has. */
async function withFactor(person: Person): Promise<Person> {
  await query(`update passwords set authenticator = 'x', authenticator_since = now() where user_id = $1`, [person.id])
  return person
}

beforeAll(async () => {
  usher = await startTestServer()
  await (await openApi(usher)).post('/api/organizations', { name: 'Lakeside', slug: 'lakeside' })
  lakeside = await openApi(usher, { organization: 'lakeside' })
  owner = await withFactor(await signInTo('owner'))
  // There is a provider, which is on.
  await signInByProvider(usher, owner, 'lakeside')
})
afterAll(() => usher.close())
beforeEach(async () => {
  await query('delete from break_glass_owners')
  await query('update organizations set sign_in_mode = null')
  owner = { ...owner, ...(await signInByProvider(usher, owner, 'lakeside')) }
})

describe('who is named', () => {
  test('by an owner: an owner who has a password and a second factor', async () => {
    const [admin, other] = [await signInTo('admin'), await signInTo('owner')]
    expect(await name(admin, owner)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await name(owner, await withFactor(admin))).toMatchObject({ status: 409 })
    expect(await name(owner, other)).toMatchObject({ status: 409 })
    expect(await name(owner, await signIn(usher))).toMatchObject({ status: 404 })
    expect(await listed()).toEqual([])
    await withFactor(other)
    const named = { user: { id: other.id, email: other.email }, ready: true }
    expect(await name(owner, other)).toMatchObject({ status: 201, body: named })
    expect(await name(owner, other)).toMatchObject({ status: 201, body: named })
    expect(await listed()).toMatchObject([named])
    await query('update passwords set authenticator_since = null where user_id = $1', [other.id])
    expect(await listed()).toMatchObject([{ ready: false }])
    await withFactor(other)
    await lakeside.patch(`/api/memberships/lakeside/${other.id}`, { role: 'admin' })
    expect(await listed()).toMatchObject([{ ready: false }])
    expect(await admin.delete(`${path}/${other.id}`)).toMatchObject({ status: 403 })
    expect(await owner.delete(`${path}/${other.id}`)).toMatchObject({ status: 204 })
    expect(await owner.delete(`${path}/${other.id}`)).toMatchObject({ status: 204 })
    expect(await listed()).toEqual([])
    const log = (await lakeside.get('/api/operations?limit=100')).body.data as { kind: string; result: string }[]
    const kinds = log.map(({ kind, result }) => `${kind}: ${result}`)
    for (const line of ['name_break_glass_owner: created', 'remove_break_glass_owner: changed'])
      expect(kinds.filter(kind => kind === line)).toHaveLength(1)
  })

  test('are five at most, whoever comes at the same time', async () => {
    const people = await Promise.all(Array.from({ length: 7 }, () => signInTo('owner').then(withFactor)))
    const answers = await Promise.all(people.map(person => name(owner, person)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409])
    expect(await listed()).toHaveLength(5)
  })
})

describe('where single sign-on is the only way in', () => {
  test('one of them comes in by password and code, and all owners are told', async () => {
    const person = await signInTo('owner')
    const { secret } = (await person.post('/api/me/authenticator', { current_password: password })).body
    await person.post('/api/me/authenticator/confirmation', { code: codeOf(secret) })
    await query('update passwords set authenticator_step = null')
    const comeIn = async () => {
      const browser = openApiAs(usher, {})
      const first = await browser.post('/api/auth/sign-in/email', { email: person.email, password })
      const headers = { cookie: (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
      const answer = await fetch(`${usher.url}/api/auth/second-factor`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ code: codeOf(secret) }),
      })
      expect(answer.status).toBe(200)
      await query('update passwords set authenticator_step = null')
      return openApiAs(usher, { cookie: cookiesOf(answer), 'usher-organization': 'lakeside' })
    }
    const mails = () => query(`select user_id from messages where kind = 'break_glass_used'`)
    await name(owner, person)
    expect(await (await comeIn()).get('/api/users')).toMatchObject({ status: 200 })
    // It was no way past anything.
    expect(await mails()).toEqual([])
    await requireProvider()
    expect(await (await comeIn()).get('/api/users')).toMatchObject({ status: 200 })
    const owners = await query(`select user_id from memberships m join organizations o on o.id = m.organization_id
      where o.slug = 'lakeside' and m.role = 'owner'`)
    expect(new Set((await mails()).map(row => row.user_id))).toEqual(new Set(owners.map(row => row.user_id)))
    const { data } = (await lakeside.get('/api/operations?kind=use_break_glass')).body
    expect(data).toMatchObject([{ kind: 'use_break_glass', email: person.email, actor: { id: person.id } }])
    const mail = (await lakeside.get(`/api/mails?user=${person.id}`)).body.data[0]
    expect(mail).toMatchObject({ kind: 'break_glass_used', organization: 'lakeside' })

    await lakeside.patch(`/api/memberships/lakeside/${person.id}`, { role: 'admin' })
    expect(await (await comeIn()).get('/api/users')).toMatchObject({ status: 404 })
    expect((await lakeside.get('/api/operations?kind=use_break_glass')).body.data).toHaveLength(1)
  })

  test('what was open before it came into force, or before they were named, is told of too: it ends', async () => {
    const other = await withFactor(await signInTo('owner'))
    await query(`update sessions set second_factor_at = now() where user_id = $1`, [other.id])
    await name(owner, other)
    expect(await other.get('/api/users')).toMatchObject({ status: 200 })
    expect(await lakeside.patch('/api/organizations/lakeside', { sign_in_mode: 'single_sign_on' })).toMatchObject({
      status: 200,
    })
    expect(await other.get('/api/users')).toMatchObject({ status: 401 })
    const third = await withFactor(await signInTo('owner'))
    await query(`update sessions set second_factor_at = now() where user_id = $1`, [third.id])
    await name(owner, third)
    expect(await third.get('/api/users')).toMatchObject({ status: 401 })
    expect(await owner.get('/api/users')).toMatchObject({ status: 200 })
  })

  test('nor does it stay open where what one above it says is taken back', async () => {
    const top = await openApi(usher)
    const person = await withFactor(await signInTo('owner'))
    await query(`update sessions set second_factor_at = now() where user_id = $1`, [person.id])
    await name(owner, person)
    await query(`update organizations set sign_in_mode = 'password' where parent_id is null`)
    await requireProvider()
    expect(await person.get('/api/users')).toMatchObject({ status: 200 })
    const [{ slug }] = await query('select slug from organizations where parent_id is null')
    expect(await top.patch(`/api/organizations/${slug}`, { sign_in_mode: null })).toMatchObject({ status: 200 })
    expect(await person.get('/api/users')).toMatchObject({ status: 401 })
  })

  test('who sets up the second factor that was missing comes in by it, and all owners are told of that too', async () => {
    const person = await withFactor(await signInTo('owner'))
    await name(owner, person)
    await query('update passwords set authenticator = null, authenticator_since = null where user_id = $1', [person.id])
    await requireProvider()
    expect(await person.get('/api/users')).toMatchObject({ status: 404 })
    const told = () => query(`select from messages where kind = 'break_glass_used' and user_id = $1`, [person.id])
    const before = (await told()).length
    const { secret } = (await person.post('/api/me/authenticator', { current_password: password })).body
    await person.post('/api/me/authenticator/confirmation', { code: codeOf(secret) })
    expect(await person.get('/api/users')).toMatchObject({ status: 200 })
    expect(await told()).toHaveLength(before + 1)
  })

  test('it is not made so, and nobody is taken back, unless one is left who could come in', async () => {
    const other = await withFactor(await signInTo('owner'))
    const demand = (who: Api, mode: string | null = 'single_sign_on') =>
      who.patch('/api/organizations/lakeside', { sign_in_mode: mode })
    const isRefused = { status: 409, body: { detail: expect.stringMatching(/break-glass/) } }
    expect(await demand(owner)).toMatchObject(isRefused)
    await name(owner, other)
    await query('update passwords set authenticator_since = null where user_id = $1', [other.id])
    expect(await demand(owner)).toMatchObject(isRefused)
    await withFactor(other)
    expect(await demand(owner)).toMatchObject({ status: 200 })
    expect(await owner.delete(`${path}/${other.id}`)).toMatchObject(isRefused)
    expect(await listed()).toHaveLength(1)
    await name(owner, owner)
    const both = await Promise.all([owner.delete(`${path}/${other.id}`), owner.delete(`${path}/${owner.id}`)])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
    // By a key, and from above, it is taken back as it was made.
    for (const { user } of await listed())
      expect(await lakeside.delete(`${path}/${user.id}`)).toMatchObject({ status: 204 })
    await demand(lakeside, null)
    const above = await signIn(usher, { role: 'owner' })
    for (const who of [above, lakeside]) expect(await demand(who)).toMatchObject({ status: 200 })
  })
})

test('whoever runs the server names them too', async () => {
  const { email, id } = await withFactor(await signInTo('owner'))
  const run = (...words: string[]) =>
    runUsher(usher.databaseUrl, ['break-glass', ...words, '--organization', 'lakeside'])
  expect(await run('add', '--email', email.toUpperCase())).toMatchObject({ status: 0 })
  expect((await run('list')).stdout).toMatch(new RegExp(`^${email} .* yes `, 'm'))
  expect(await listed()).toMatchObject([{ user: { id } }])
  expect(await run('remove', '--email', email)).toMatchObject({ status: 0 })
  expect(await listed()).toEqual([])
  expect(await run('add', '--email', 'nobody@example.com')).toMatchObject({ status: 1 })
})
