/** People who have signed in, as callers of the native API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn } from '../../test/sessions.ts'

let usher: TestServer
let key: Api
let owner: Person
let admin: Person
let manager: Person
let learner: Person
let branchAdmin: Person

beforeAll(async () => {
  usher = await startTestServer()
  key = await openApi(usher)
  await key.post('/api/organizations', { name: 'Branch', slug: 'branch' })
  await key.post('/api/organizations', { name: 'Sibling', slug: 'sibling' })
  owner = await signIn(usher, { role: 'owner' })
  admin = await signIn(usher, { role: 'admin' })
  manager = await signIn(usher, { role: 'manager' })
  learner = await signIn(usher)
  branchAdmin = await signIn(usher, { organization: 'branch', role: 'admin' })
})
afterAll(() => usher.close())

describe('what people may do', () => {
  test('an owner may do everything, here and below', async () => {
    expect(await owner.post('/api/organizations', { name: 'New', slug: 'new' })).toMatchObject({ status: 201 })
    expect(await owner.post('/api/teams', { organization: 'branch', name: 'Below' })).toMatchObject({ status: 201 })
    expect(await owner.post('/api/teams', { name: 'B' }, { 'usher-organization': 'branch' })).toMatchObject({
      status: 201,
      body: { organization: 'branch' },
    })
  })

  test('an admin makes teams and no organizations, a manager neither', async () => {
    expect(await admin.post('/api/teams', { name: 'Evening' })).toMatchObject({ status: 201 })
    expect(await admin.post('/api/organizations', { name: 'X', slug: 'x1' })).toMatchObject({
      status: 403,
      body: { detail: 'This takes the permission organizations.create.' },
    })
    expect(await manager.get('/api/teams')).toMatchObject({ status: 200 })
    expect(await manager.post('/api/teams', { name: 'Mine' })).toMatchObject({ status: 403 })
  })

  test('a learner may do nothing here, whatever the header says', async () => {
    expect(await learner.get('/api/teams')).toMatchObject({ status: 403 })
    expect(await learner.get('/api/teams', { 'usher-organization': '' })).toMatchObject({ status: 404 })
  })

  test('a role that an organization made is worth what it allows, and its change holds at once', async () => {
    await key.post('/api/roles', { name: 'reader', display_name: 'Reader', permissions: ['teams.view'] })
    const reader = await signIn(usher, { role: 'reader' })
    expect(await reader.get('/api/teams')).toMatchObject({ status: 200 })
    expect(await reader.get('/api/users')).toMatchObject({ status: 403 })
    const { body: roles } = await key.get('/api/roles')
    const { id } = roles.data.find(({ name }: { name: string }) => name === 'reader')
    await key.patch(`/api/roles/${id}`, { permissions: ['users.view'] })
    expect(await reader.get('/api/teams')).toMatchObject({ status: 403 })
    expect(await reader.get('/api/users')).toMatchObject({ status: 200 })
  })

  test('nobody makes a key that may do more than they may themselves', async () => {
    const asked = { name: 'Mine', scopes: ['manage'] }
    expect(await admin.post('/api/keys', asked)).toMatchObject({ status: 403, body: { errors: [{ field: 'scopes' }] } })
    expect(await admin.post('/api/keys', { name: 'Mine', rate_limit: 0 })).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'rate_limit' }] },
    })
    expect(await owner.post('/api/keys', asked)).toMatchObject({ status: 201, body: { expires_at: null } })
  })
})

describe('which organization', () => {
  test('one outside is not there, nor is one above, nor one that is none', async () => {
    expect(await owner.get('/api/teams', { 'usher-organization': 'sibling' })).toMatchObject({ status: 200 })
    expect(await branchAdmin.get('/api/teams', { 'usher-organization': 'sibling' })).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'Usher-Organization' }] },
    })
    expect(await branchAdmin.get('/api/teams', { 'usher-organization': 'acme-prep' })).toMatchObject({ status: 404 })
    expect(await owner.get('/api/teams', { 'usher-organization': 'nowhere' })).toMatchObject({ status: 404 })
    // A learner belongs to it, and so it is there; what is below is not.
    expect(await learner.get('/api/teams', { 'usher-organization': 'branch' })).toMatchObject({ status: 404 })
  })

  test('unsaid it is the only one, and where there are several they are named', async () => {
    const { cookie } = branchAdmin
    const get = () => fetch(`${usher.url}/api/teams`, { headers: { cookie } })
    expect((await get()).status).toBe(200)
    await key.post('/api/users', { organization: 'sibling', email: branchAdmin.email, first_name: 'Pat' })
    expect((await get()).status).toBe(200)
    await key.patch(`/api/memberships/sibling/${branchAdmin.id}`, { role: 'admin' })
    const answer = await get()
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      errors: [{ field: 'Usher-Organization', message: 'must name the organization: you may act in branch, sibling' }],
    })
  })
})

describe('when it ends', () => {
  test('a role that is taken away, a membership that is suspended and an organization that is: the next call is refused', async () => {
    const person = await signIn(usher, { organization: 'branch', role: 'admin' })
    const membership = `/api/memberships/branch/${person.id}`
    expect(await person.get('/api/teams')).toMatchObject({ status: 200 })
    await key.patch(membership, { role: 'learner' })
    expect(await person.get('/api/teams')).toMatchObject({ status: 403 })
    await key.patch(membership, { role: 'admin' })
    expect(await person.get('/api/teams')).toMatchObject({ status: 200 })
    await key.patch(membership, { suspended: true })
    expect(await person.get('/api/teams')).toMatchObject({ status: 404 })
    await key.patch(membership, { suspended: false })
    await key.post('/api/organizations/branch/suspend')
    expect(await person.get('/api/teams')).toMatchObject({ status: 200 })
    expect(await person.post('/api/teams', { name: 'Late' })).toMatchObject({ status: 403 })
    await key.post('/api/organizations/branch/resume')
    expect(await person.post('/api/teams', { name: 'Late' })).toMatchObject({ status: 201 })
  })

  test('who has not accepted the invitation is nobody yet', async () => {
    const person = await signIn(usher, { organization: 'branch', role: 'admin' })
    await usher.database.pool.query('update memberships set invited_at = now() where user_id = $1', [person.id])
    expect(await person.get('/api/teams')).toMatchObject({ status: 404 })
  })

  test('signing out ends it', async () => {
    const person = await signIn(usher, { role: 'owner' })
    expect(await person.get('/api/teams')).toMatchObject({ status: 200 })
    expect(await person.post('/api/auth/sign-out')).toMatchObject({ status: 200 })
    expect(await person.get('/api/teams')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})

describe('a page of another site', () => {
  const team = { name: 'Stolen' }
  test.each([
    ['says where it comes from', { origin: 'https://evil.example.com' }, 403],
    ['sends what forms can send', { 'content-type': 'text/plain' }, 415],
  ])('that %s changes nothing in a person’s name', async (_, headers, status) => {
    expect(await owner.post('/api/teams', team, headers)).toMatchObject({ status })
    const { rows } = await usher.database.pool.query('select from teams where name = $1', [team.name])
    expect(rows).toEqual([])
    expect(await owner.post('/api/teams', { name: 'Ours' }, { origin: usher.url })).toMatchObject({
      status: expect.toSatisfy((status: number) => status === 201 || status === 409),
    })
  })

  test('is of no account where a key is shown: the session then counts for nothing', async () => {
    const headers = { authorization: 'Bearer usher_live_nonsense' }
    expect(await owner.get('/api/teams', headers)).toMatchObject({ status: 401 })
    expect(await owner.get('/api/teams', { authorization: 'Basic eA==' })).toMatchObject({ status: 401 })
    expect(await owner.get('/api/teams', { 'x-api-key': '' })).toMatchObject({ status: 401 })
  })
})

describe('what a person did', () => {
  test('is told with the name, also of what the engine does', async () => {
    const team = await owner.post('/api/teams', { name: 'Logged' })
    const joined = await owner.post(`/api/teams/${team.body.id}/members`, {
      email: 'new@example.com',
      first_name: 'New',
    })
    for (const answer of [team, joined]) {
      const id = answer.headers.get('usher-operation')
      expect((await key.get(`/api/operations/${id}`)).body.actor).toMatchObject({
        kind: 'user',
        id: owner.id,
        name: owner.email,
      })
    }
  })

  test('is done once with an Idempotency-Key, which no other session reads the answer of', async () => {
    const headers = { 'idempotency-key': 'once-1' }
    const first = await owner.post('/api/teams', { name: 'Once' }, headers)
    const again = await owner.post('/api/teams', { name: 'Once' }, headers)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await admin.post('/api/teams', { name: 'Once more' }, headers)).toMatchObject({ status: 201 })
  })

  test('is not taken, in another organization, for what was done with the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'here-and-there' }
    const here = await owner.post('/api/teams', { name: 'Here' }, headers)
    const there = await owner.post('/api/teams', { name: 'Here' }, { ...headers, 'usher-organization': 'branch' })
    expect(here).toMatchObject({ status: 201 })
    expect(there).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  })

  test('is planned first, and then done exactly so, in the same organization', async () => {
    const below = { 'usher-organization': 'branch' }
    const plan = await owner.post('/api/teams?mode=plan', { name: 'Planned' }, below)
    const path = `/api/plans/${plan.body.plan_id}/apply`
    expect(await admin.post(path)).toMatchObject({ status: 404 })
    expect(await owner.post(path)).toMatchObject({ status: 201, body: { name: 'Planned', organization: 'branch' } })
  })

  test('is counted: a person makes as many calls a minute as the organization says', async () => {
    await usher.database.pool.query("update organizations set rate_limit = 2 where slug = 'sibling'")
    const person = await signIn(usher, { organization: 'sibling', role: 'admin' })
    const statuses = []
    // A minute may end in between.
    while (statuses.length < 5 && statuses.at(-1) !== 429) statuses.push((await person.get('/api/teams')).status)
    expect(statuses.slice(-3)).toEqual([200, 200, 429])
  })
})

describe('GET /api/me', () => {
  const me = async (person: Person) => (await person.get('/api/me')).body

  test('says where one belongs, also for who may do nothing there', async () => {
    const { organizations } = await me(learner)
    expect(organizations).toEqual([
      expect.objectContaining({ slug: 'acme-prep', role: 'learner', permissions: [], teams: [] }),
    ])
    expect((await me(admin)).organizations[0].permissions).toContain('teams.create')
  })

  test('counts what roles above and in teams allow', async () => {
    const { body: team } = await key.post('/api/teams', { organization: 'branch', name: 'Morning' })
    const person = await signIn(usher, { organization: 'branch', team: team.id })
    expect((await me(person)).organizations).toMatchObject([
      { slug: 'branch', permissions: [], teams: [{ id: team.id, name: 'Morning', role: 'manager' }] },
    ])
    await key.post('/api/users', { email: person.email, first_name: 'Pat' })
    await key.patch(`/api/memberships/acme-prep/${person.id}`, { role: 'owner' })
    const { organizations } = await me(person)
    expect(organizations.map(({ slug }: { slug: string }) => slug)).toEqual(['acme-prep', 'branch'])
    expect(organizations[1].permissions).toContain('keys.create')
    expect(organizations[1].teams[0].permissions).toContain('teams.edit')
  })
})
