import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { cookiesOf } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn, signInByProvider } from '../../test/sessions.ts'
import { signOutByOperator } from './user-sessions.ts'

let usher: TestServer
let acme: Api
let lakeside: Api

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows

beforeAll(async () => {
  usher = await startTestServer()
  acme = await openApi(usher)
  for (const [slug, parent] of [['lakeside'], ['branch', 'lakeside'], ['other']])
    await acme.post('/api/organizations', { name: slug, slug, parent })
  await query(`update organizations set parent_id = null, path = array[id] where slug = 'other'`)
  lakeside = await openApi(usher, { organization: 'lakeside' })
})
afterAll(() => usher.close())

const list = async (api: Api, { id }: Pick<Person, 'id'>) => (await api.get(`/api/users/${id}/sessions`)).body.sessions
const end = (api: Api, { id }: Pick<Person, 'id'>, session?: number) =>
  api.delete(`/api/users/${id}/sessions${session === undefined ? '' : `/${session}`}`)
const isIn = async (person: Person) => (await person.get('/api/me')).status === 200
/** The same person in one more browser. */
async function again(person: Person): Promise<Person> {
  const answer = await fetch(`${usher.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    body: JSON.stringify({ email: person.email, password: 'a long enough password' }),
  })
  const cookie = cookiesOf(answer)
  const get: Api['get'] = async path => {
    const { status, headers } = await fetch(usher.url + path, { headers: { cookie } })
    return { status, headers, body: null }
  }
  return { ...person, cookie, get }
}
const ofBoth = async (): Promise<Person> => {
  const person = await signIn(usher, { organization: 'lakeside' })
  await query(
    `insert into memberships (user_id, organization_id, role) select $1, id, 'owner' from organizations where slug = 'other'`,
    [person.id],
  )
  return person
}
const logOf = async ({ id }: Pick<Person, 'id'>) =>
  query(
    `select operation.actor_kind, operation.actor_id, operation.organization_id is not null as placed, operation.email,
      operation.result, count(change.id)::int as ended
    from operations operation left join changes change on change.operation_id = operation.id
    where operation.kind = 'end_sessions' and operation.user_id = $1 group by operation.id order by operation.id`,
    [id],
  )

test('who looks after people sees where one is signed in, and ends one or all of it at once; the log says who and how many', async () => {
  const jane = await signIn(usher, { organization: 'lakeside' })
  const [phone, laptop] = [await again(jane), await again(jane)]
  const sessions = await list(lakeside, jane)
  expect(sessions).toHaveLength(3)
  expect(sessions[0]).toMatchObject({ browser: 'Firefox', system: 'Linux', method: 'password', current: false })
  expect(JSON.stringify(sessions)).not.toMatch(/token|hash/)
  expect(await end(lakeside, jane, sessions[0].id)).toMatchObject({ status: 204 })
  expect([await isIn(jane), await isIn(phone), await isIn(laptop)]).toEqual([true, true, false])
  expect(await end(lakeside, jane, sessions[0].id)).toMatchObject({ status: 404 })
  const planned = await lakeside.delete(`/api/users/${jane.id}/sessions?mode=plan`)
  expect(planned.body.changes.map(({ action, kind }: { action: string; kind: string }) => `${action} ${kind}`)).toEqual(
    ['delete session', 'delete session'],
  )
  expect(await end(lakeside, jane)).toMatchObject({ status: 200, body: { ended: 2 } })
  expect([await isIn(jane), await isIn(phone)]).toEqual([false, false])
  expect(await end(lakeside, jane)).toMatchObject({ status: 200, body: { ended: 0 } })
  const by = { actor_kind: 'apiKey', actor_id: expect.anything(), placed: true, email: jane.email }
  expect(await logOf(jane)).toEqual([
    { ...by, result: 'changed', ended: 1 },
    { ...by, result: 'changed', ended: 2 },
    { ...by, result: 'unchanged', ended: 0 },
  ])
})

test('of an account that others know too, only what a provider of one’s own vouched for is seen and ended', async () => {
  const pat = await ofBoth()
  const here = await signInByProvider(usher, pat, 'lakeside')
  const below = await signInByProvider(usher, pat, 'branch')
  const there = await signInByProvider(usher, pat, 'other')
  const seen = await list(lakeside, pat)
  expect(seen.map(({ identity_provider }: { identity_provider: string }) => identity_provider).sort()).toEqual([
    'branch',
    'lakeside',
  ])
  const [password] = await query(`select id from sessions where user_id = $1 and method = 'password'`, [pat.id])
  expect(await end(lakeside, pat, password.id)).toMatchObject({ status: 404 })
  const branch = await openApi(usher, { organization: 'branch' })
  expect(await branch.get(`/api/users/${pat.id}/sessions`)).toMatchObject({ status: 404 })
  // Whoever is an owner elsewhere is a learner here all the same.
  expect(await end(lakeside, pat)).toMatchObject({ body: { ended: 2 } })
  expect([await isIn(here), await isIn(below), await isIn(there), await isIn(pat)]).toEqual([false, false, true, true])
})

test('nobody is signed out by who may do less, nor by who may only look, nor looked at from beside', async () => {
  const owner = await signIn(usher, { organization: 'lakeside', role: 'owner' })
  const admin = await signIn(usher, { organization: 'lakeside', role: 'admin' })
  expect(await list(admin, owner)).toHaveLength(1)
  expect(await end(admin, owner)).toMatchObject({ status: 403 })
  expect(await isIn(owner)).toBe(true)
  const viewer = await openApi(usher, { organization: 'lakeside', scopes: ['users.view'] })
  expect(await list(viewer, admin)).toHaveLength(1)
  expect(await end(viewer, admin)).toMatchObject({ status: 403 })
  const courses = await openApi(usher, { organization: 'lakeside', scopes: ['catalog.view'] })
  expect(await courses.get(`/api/users/${admin.id}/sessions`)).toMatchObject({ status: 403 })
  const other = await openApi(usher, { organization: 'other' })
  expect(await other.get(`/api/users/${admin.id}/sessions`)).toMatchObject({ status: 404 })
  expect(await end(other, admin)).toMatchObject({ status: 404 })
  // One's own browser goes on.
  await again(owner)
  expect(await end(owner, owner)).toMatchObject({ body: { ended: 1 } })
  expect(await list(owner, owner)).toMatchObject([{ current: true }])
})

test('ending one’s own is in the log too; whoever runs the server signs anybody out', async () => {
  const jo = await ofBoth()
  const phone = await again(jo)
  expect((await jo.delete('/api/me/sessions')).body).toEqual({ ended: 1 })
  expect(await isIn(phone)).toBe(false)
  const by = { actor: { kind: 'system' }, source: 'cli', ip: null, receivedAt: new Date() } as const
  expect(await signOutByOperator(usher.database.kysely, jo.email, by)).toEqual({ user_id: jo.id, ended: 1 })
  expect(await isIn(jo)).toBe(false)
  await expect(signOutByOperator(usher.database.kysely, 'nobody@example.com', by)).rejects.toThrow('no account')
  expect(await logOf(jo)).toMatchObject([
    { actor_kind: 'user', actor_id: jo.id, placed: false, result: 'changed', ended: 1 },
    { actor_kind: 'system', placed: false, result: 'changed', ended: 1 },
  ])
})
