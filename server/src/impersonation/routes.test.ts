/** Somebody who acts as somebody else, over HTTP, with real sessions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, type Standing, signIn } from '../../test/sessions.ts'

let usher: TestServer
let key: Api
let owner: Person
let admin: Person
let branchAdmin: Person

const newPerson = (standing?: Standing) => signIn(usher, standing)
const startAs = (who: Api, { id }: Pick<Person, 'id'>) => who.post(`/api/users/${id}/impersonation`)
const goBack = (who: Api) => who.delete('/api/me/impersonation')
const query = (text: string, values: unknown[]) => usher.database.pool.query(text, values)

beforeAll(async () => {
  usher = await startTestServer()
  key = await openApi(usher)
  await key.post('/api/organizations', { name: 'Branch', slug: 'branch' })
  await key.post('/api/organizations', { name: 'Sibling', slug: 'sibling' })
  owner = await newPerson({ role: 'owner' })
  admin = await newPerson({ role: 'admin' })
  branchAdmin = await newPerson({ organization: 'branch', role: 'admin' })
})
afterAll(() => usher.close())

test('an admin is a learner for an hour, sees what the learner sees, and goes back', async () => {
  const learner = await newPerson()
  const started = await startAs(admin, learner)
  expect(started).toMatchObject({ status: 201, body: { user: { id: learner.id, email: learner.email } } })
  const minutes = (new Date(started.body.ends_at).getTime() - Date.now()) / 60_000
  expect(minutes).toBeGreaterThan(58)
  expect(minutes).toBeLessThanOrEqual(60)

  const me = await admin.get('/api/me')
  expect(me.body).toMatchObject({
    user: { id: learner.id },
    impersonated_by: { id: admin.id, email: admin.email, first_name: 'Pat', ends_at: started.body.ends_at },
    organizations: [{ slug: 'acme-prep', role: 'learner', permissions: [] }],
  })
  expect(await admin.get('/api/users')).toMatchObject({ status: 403 })
  expect((await learner.get('/api/me')).body).toMatchObject({ user: { id: learner.id }, impersonated_by: null })

  expect(await goBack(admin)).toMatchObject({ status: 200, body: { user: { id: admin.id } } })
  expect((await admin.get('/api/me')).body).toMatchObject({ user: { id: admin.id }, impersonated_by: null })
  expect(await admin.get('/api/users')).toMatchObject({ status: 200 })
  expect(await goBack(admin)).toMatchObject({ status: 200, body: { user: { id: admin.id } } })
})

describe('the log', () => {
  test('names both for all that was done, whoever did it', async () => {
    const manager = await newPerson({ role: 'manager' })
    const { body: team } = await key.post('/api/teams', { name: 'Evening' })
    const started = await startAs(admin, manager)
    const changed = await admin.patch(`/api/teams/${team.id}`, { description: 'Late' })
    const asked = await admin.post(`/api/teams/${team.id}/members`, { email: 'new@example.com', first_name: 'New' })
    await goBack(admin)

    const both = { id: manager.id, name: manager.email, impersonated_by: { id: admin.id, name: admin.email } }
    for (const answer of [changed, asked]) {
      const { body } = await key.get(`/api/operations/${answer.headers.get('usher-operation')}`)
      expect(body).toMatchObject({ actor: both, ip: '127.0.0.1' })
    }

    const listed = (await key.get(`/api/operations?by=${admin.id}&sort=at`)).body.data.slice(-4)
    expect(listed.map(({ kind, user }: Record<string, unknown>) => [kind, user])).toEqual([
      ['impersonate', manager.id],
      ['update_team', null],
      ['provision', expect.any(Number)],
      ['end_impersonation', manager.id],
    ])
    const begun = listed[0]
    expect(begun).toMatchObject({ id: Number(started.headers.get('usher-operation')), organization: 'acme-prep' })
    for (const { actor } of [begun, listed[3]])
      expect(actor).toMatchObject({ id: admin.id, name: admin.email, impersonated_by: null })
  })

  test('tells those below that it was somebody above, and no more', async () => {
    const manager = await newPerson({ organization: 'branch', role: 'manager' })
    await startAs(admin, manager)
    const asked = await admin.post(
      '/api/invitations',
      { email: 'guest@example.com', first_name: 'G' },
      { 'usher-organization': 'branch' },
    )
    await goBack(admin)
    const { body } = await branchAdmin.get(`/api/operations/${asked.headers.get('usher-operation')}`)
    expect(body).toMatchObject({ ip: null, actor: { id: manager.id, impersonated_by: { id: null, name: null } } })
    expect((await branchAdmin.get(`/api/operations?by=${admin.id}`)).body.data).toEqual([])
  })

  test('and so does the explanation of a grant', async () => {
    const manager = await newPerson({ role: 'manager' })
    await startAs(admin, manager)
    const person = { email: 'eve@example.com', first_name: 'Eve' }
    const { body: group } = await admin.post('/api/groups', { name: 'Readers' })
    await admin.post(`/api/groups/${group.id}/courses`, { courses: ['ielts'] })
    expect(await admin.post(`/api/groups/${group.id}/members`, person)).toMatchObject({ status: 201 })
    await goBack(admin)
    const { body } = await key.get(`/api/explain?user=eve@example.com&course=ielts`)
    expect(JSON.stringify(body)).toContain(`by ${admin.email}, acting as ${manager.email}`)
  })
})

describe('nobody acts', () => {
  test('as themselves, as somebody who is not here, or without the permission', async () => {
    const learner = await newPerson()
    expect(await startAs(owner, owner)).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/yourself/) },
    })
    expect(await startAs(branchAdmin, learner)).toMatchObject({ status: 404 })
    expect(await startAs(await newPerson({ role: 'manager' }), learner)).toMatchObject({ status: 403 })
    expect((await branchAdmin.get('/api/me')).body).toMatchObject({ user: { id: branchAdmin.id } })
  })

  test('with a key, whatever it may do', async () => {
    expect(await startAs(key, await newPerson())).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/^A key/) },
    })
  })

  test('as somebody who may do more, in the organization or in a team', async () => {
    expect(await startAs(admin, owner)).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/may do more/) },
    })
    const support = { name: 'support', display_name: 'Support', permissions: ['users.view', 'users.impersonate'] }
    await key.post('/api/roles', support)
    const helper = await newPerson({ role: 'support' })
    const { body: team } = await key.post('/api/teams', { name: 'Morning' })
    expect(await startAs(helper, await newPerson({ team: team.id }))).toMatchObject({ status: 403 })
    expect(await startAs(helper, await newPerson())).toMatchObject({ status: 201 })
  })

  test.each([
    ['belongs', async () => {}],
    ['is invited', (id: number) => query(`update memberships set invited_at = now() ${inSibling}`, [id])],
    ['was suspended', (id: number) => query(`update memberships set suspended_at = now() ${inSibling}`, [id])],
  ])('as somebody who also %s elsewhere', async (_, change) => {
    const learner = await newPerson({ organization: 'branch' })
    await key.post('/api/users', { organization: 'sibling', email: learner.email, first_name: 'Pat' })
    await change(learner.id)
    expect(await startAs(branchAdmin, learner)).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/belongs to others/) },
    })
    expect(await startAs(admin, learner)).toMatchObject({ status: 201 })
    await goBack(admin)
  })

  test('as somebody whose account another organization made', async () => {
    const learner = await newPerson({ organization: 'sibling' })
    await key.post('/api/users', { organization: 'branch', email: learner.email, first_name: 'Pat' })
    await key.delete(`/api/memberships/sibling/${learner.id}`)
    expect(await startAs(branchAdmin, learner)).toMatchObject({ status: 403 })
  })
})

test('what belongs to the person alone is refused, and said so', async () => {
  const other = await newPerson({ role: 'admin' })
  const mine = (await other.post('/api/keys', { name: 'Mine', expires_at: null })).body
  await startAs(owner, other)
  const passwords = { current_password: 'a long enough password', password: 'another password' }
  const answers = await Promise.all([
    owner.post('/api/me/password', passwords),
    owner.patch('/api/me', { first_name: 'Eve' }),
    owner.patch('/api/me', { locale: 'de' }),
    owner.get('/api/me/data'),
    owner.post('/api/keys', { name: 'Theirs', scopes: ['read'] }),
    owner.patch(`/api/keys/${mine.id}`, { name: 'Theirs' }),
    startAs(owner, await newPerson()),
  ])
  for (const answer of answers)
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: expect.stringMatching(/act as somebody else/) },
    })
  await goBack(owner)
  expect(await owner.patch(`/api/keys/${mine.id}`, { name: 'Theirs' })).toMatchObject({ status: 200 })
})

describe('it is over', () => {
  test.each<[string, (learner: Person, who: Person) => Promise<unknown>]>([
    ['the hour is', (_, { id }) => query(`update sessions set impersonation_ends_at = now() where user_id = $1`, [id])],
    ['the right is gone', (_, { id }) => key.patch(`/api/memberships/branch/${id}`, { role: 'manager' })],
    ['the person may do more', ({ id }) => key.patch(`/api/memberships/branch/${id}`, { role: 'owner' })],
    [
      'the person comes to belong elsewhere',
      ({ email }) => key.post('/api/users', { organization: 'sibling', email, first_name: 'Pat' }),
    ],
  ])('when %s: nothing more is answered until one goes back', async (_, happens) => {
    const who = await newPerson({ organization: 'branch', role: 'admin' })
    const learner = await newPerson({ organization: 'branch' })
    expect(await startAs(who, learner)).toMatchObject({ status: 201 })
    expect(await who.get('/api/me')).toMatchObject({ status: 200, body: { user: { id: learner.id } } })
    await happens(learner, who)
    for (const path of ['/api/me', '/api/me/courses', '/api/users', '/api/me/branding'])
      expect(await who.get(path)).toMatchObject({ status: 401, body: { detail: expect.stringMatching(/is over/) } })
    expect((await who.get('/api/auth/get-session')).body).toEqual({ user: null })
    expect(await goBack(who)).toMatchObject({ status: 200, body: { user: { id: who.id } } })
    expect(await who.get('/api/users')).toMatchObject({ status: 200 })
  })

  test('when one signs out: of everything', async () => {
    const who = await newPerson({ role: 'admin' })
    await startAs(who, await newPerson())
    await who.post('/api/auth/sign-out')
    expect(await who.get('/api/me')).toMatchObject({ status: 401 })
    expect(await goBack(who)).toMatchObject({ status: 401 })
  })
})

async function countWaiting(): Promise<number> {
  const waiting = `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (await query(waiting, [])).rows[0].count
}

test('a call that began as the one is not ended as the other', async () => {
  const who = await newPerson({ role: 'owner' })
  const manager = await newPerson({ role: 'manager' })
  const { body: team } = await key.post('/api/teams', { name: 'Slow' })
  await startAs(who, manager)
  let send: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      send = controller
      controller.enqueue(new TextEncoder().encode('{"description":'))
    },
  })
  const headers = { cookie: who.cookie, 'content-type': 'application/json' }
  const holder = await usher.database.pool.connect()
  await holder.query('begin; lock table sessions in access exclusive mode')
  const slow = fetch(`${usher.url}/api/teams/${team.id}`, { method: 'PATCH', headers, body, duplex: 'half' })
  // Whose it is is being looked up; what ends it comes behind.
  await expect.poll(countWaiting, { timeout: 10_000 }).toBeGreaterThan(0)
  await holder.query('commit')
  holder.release()
  await goBack(who)
  send?.enqueue(new TextEncoder().encode('"Too late"}'))
  send?.close()
  expect((await slow).status).toBe(401)
  expect((await key.get(`/api/teams/${team.id}`)).body).toMatchObject({ description: '' })
})

test('a plan of it changes nothing', async () => {
  const { id } = await newPerson()
  expect(await admin.post(`/api/users/${id}/impersonation?mode=plan`)).toMatchObject({
    status: 200,
    body: { mode: 'plan' },
  })
  expect((await admin.get('/api/me')).body).toMatchObject({ user: { id: admin.id }, impersonated_by: null })
})

test('a page of another site neither begins nor ends it', async () => {
  const { id } = await newPerson()
  const elsewhere = { origin: 'https://evil.example.com' }
  expect(await admin.post(`/api/users/${id}/impersonation`, undefined, elsewhere)).toMatchObject({ status: 403 })
  expect(await admin.delete('/api/me/impersonation', elsewhere)).toMatchObject({ status: 403 })
})

const inSibling = `where user_id = $1 and organization_id = (select id from organizations where slug = 'sibling')`
