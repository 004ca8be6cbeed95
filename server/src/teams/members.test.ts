import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let team: string
let other: number
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())
beforeEach(async () => {
  team = `/api/teams/${await makeTeam(`Evening ${++count}`)}`
  other = await makeTeam(`Morning ${count}`)
})

async function makeTeam(name: string, organization = 'acme-prep'): Promise<number> {
  return (await api.post('/api/teams', { name, organization })).body.id
}

const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: name, last_name: 'Doe' })

async function add(name: string, more: object = {}): Promise<number> {
  return (await api.post(`${team}/members`, { ...person(name), ...more })).body.user?.id
}

/** Whether each course of a user is open. */
async function access(userId: number): Promise<Record<string, boolean>> {
  const { rows } = await usher.database.pool.query(
    'select name, revoked_at is null as open from enrollments join courses on courses.id = course_id where user_id = $1',
    [userId],
  )
  return Object.fromEntries(rows.map(row => [row.name, row.open]))
}

test('somebody new is put into a team: account, membership and mail come with it, and again nothing changes', async () => {
  const made = await api.post(`${team}/members`, { ...person('jane'), role: 'manager' })
  expect(made).toMatchObject({
    status: 201,
    body: { user: { created: true }, joined: true, welcome_email_sent: true, operation_id: expect.any(Number) },
  })
  const again = await api.post(`${team}/members`, { ...person('jane'), role: 'manager' })
  expect(again).toMatchObject({ status: 200, body: { user: { created: false }, joined: false } })
  const { id } = made.body.user
  expect((await api.get(`${team}/members`)).body.data).toMatchObject([
    { user_id: id, role: 'manager', ...person('jane') },
  ])
  expect((await api.get(team)).body).toMatchObject({ member_count: 1 })
})

test('somebody known is put in by id or by the email alone, and keeps the name', async () => {
  const jane = await add('jane')
  const there = `/api/teams/${other}/members`
  expect(await api.post(there, { user_id: jane, send_welcome_email: false })).toMatchObject({
    status: 201,
    body: { user: { id: jane, created: false }, welcome_email_sent: false },
  })
  expect(await api.post(there, { email: person('jane').email })).toMatchObject({ status: 200, body: { joined: false } })
  expect((await api.get(there)).body.data).toMatchObject([person('jane')])
})

test('who is meant must be clear', async () => {
  const fields = async (body: object) => (await api.post(`${team}/members`, body)).body.errors
  expect(await fields({})).toMatchObject([{ field: 'email' }])
  expect(await fields({ email: 'nobody', first_name: 'N' })).toMatchObject([{ field: 'email' }])
  expect(await fields({ email: 'new@example.com' })).toMatchObject([{ field: 'first_name' }])
  const jane = await add('jane')
  expect(await fields({ user_id: jane, email: 'jane@example.com' })).toMatchObject([{ field: 'email' }])
  expect(await api.post(`${team}/members`, { user_id: 1 })).toMatchObject({
    status: 404,
    body: { errors: [{ field: 'user_id' }] },
  })
  expect(await fields({ ...person('bob'), role: 'no-such-role' })).toMatchObject([{ field: 'role' }])
})

test('many at once: an outcome for each, and a bad one harms no other', async () => {
  const jane = await add('jane')
  const people = [
    person('ann'),
    { colour: 'red' },
    { user_id: jane },
    { ...person('bob'), role: 'no-such-role' },
    { ...person('cid'), role: 'manager' },
  ]
  const planned = await api.post(`${team}/members?mode=plan`, people)
  expect(planned).toMatchObject({
    status: 200,
    body: { mode: 'plan', results: [null, { status: 400 }, null, { status: 400 }, null] },
  })
  expect((await api.get(team)).body).toMatchObject({ member_count: 1 })
  expect(await api.post(`${team}/members`, people)).toMatchObject({
    status: 200,
    body: {
      results: [
        { status: 201, joined: true },
        { status: 400, errors: [{ field: 'colour' }] },
        { status: 200, joined: false, user: { id: jane } },
        { status: 400, errors: [{ field: 'role' }] },
        { status: 201, joined: true },
      ],
    },
  })
  await add('dan', { role: 'admin' })
  const roles = (await api.get(`${team}/members?role=manager`)).body.data
  expect(roles).toMatchObject([{ first_name: 'cid' }])
})

test('pages go through all members, each once', async () => {
  for (const name of ['ann', 'bob', 'cid']) await add(name)
  const first = await api.get(`${team}/members?limit=2&count=true`)
  expect(first.body).toMatchObject({ data: [{ first_name: 'ann' }, { first_name: 'bob' }], total_count: 3 })
  const next = await api.get(`${team}/members?limit=2&cursor=${first.body.next_cursor}`)
  expect(next.body).toMatchObject({ data: [{ first_name: 'cid' }], next_cursor: null })
})

test("a member's role changes; what it was stays in the history", async () => {
  const path = `${team}/members/${await add('jane')}`
  const changed = await api.patch(path, { role: 'manager' })
  expect(changed).toMatchObject({ status: 200, body: { role: 'manager', first_name: 'jane' } })
  expect((await api.get(path)).body).toEqual(changed.body)
  const { rows } = await usher.database.pool.query('select before, after from changes where operation_id = $1', [
    changed.headers.get('usher-operation'),
  ])
  expect(rows).toMatchObject([{ before: { role: 'learner' }, after: { role: 'manager' } }])
})

test('nobody gives a role that allows more than their own key', async () => {
  const weak = await openApi(usher, { scopes: ['teams.assign', 'users.create'] })
  const path = `${team}/members`
  expect(await weak.post(path, { ...person('jane'), role: 'manager' })).toMatchObject({ status: 403 })
  const jane = await add('jane')
  expect(await weak.patch(`${path}/${jane}`, { role: 'owner' })).toMatchObject({
    status: 403,
    body: { detail: 'role owner allows more than you are allowed yourself' },
  })
  expect(await weak.post(path, person('bob'))).toMatchObject({ status: 201 })
})

test('adding somebody to the organization takes more than putting members into teams', async () => {
  const jane = await add('jane')
  const weak = await openApi(usher, { scopes: ['teams.assign'] })
  expect(await weak.post(`${team}/members`, person('bob'))).toMatchObject({ status: 403 })
  expect(await weak.post(`/api/teams/${other}/members`, { user_id: jane })).toMatchObject({ status: 201 })
})

test('who leaves a team loses what came from its seats and waits for none of them any more', async () => {
  const seats = await api.post(`${team}/seats`, { product: 'ielts', quantity: 1, external_ref: 'order-1' })
  await api.patch(`/api/seats/${seats.body.id}`, { waitlist: true })
  const take = async (name: string) => {
    const order = { user: person(name), team: { strategy: 'specific', id: Number(team.split('/').at(-1)) } }
    return (await api.post('/api/provision', { ...order, courses: ['ielts'], from: 'seats' })).body.user.id
  }
  const [ann, bob] = [await take('ann'), await take('bob')]
  await api.post('/api/provision', { user: person('ann'), courses: ['gmat'] })
  expect(await access(ann)).toEqual({ ielts: true, gmat: true })

  expect(await api.delete(`${team}/members/${bob}`)).toMatchObject({ status: 204 })
  expect(await api.delete(`${team}/members/${bob}`)).toMatchObject({ status: 404 })
  expect(await api.delete(`${team}/members/${ann}`)).toMatchObject({ status: 204 })
  expect(await access(ann)).toEqual({ ielts: false, gmat: true })
  expect(await access(bob)).toEqual({})
  expect((await api.get(`/api/seats/${seats.body.id}`)).body).toMatchObject({ used: 0, waiting: 0 })
})

test('who moves to another team keeps the role and leaves the seat behind, as one operation', async () => {
  const seats = await api.post(`${team}/seats`, { product: 'ielts', quantity: 1, external_ref: 'order-2' })
  const jane = await add('jane', { role: 'manager' })
  const order = { user: person('jane'), team: { strategy: 'specific', id: Number(team.split('/').at(-1)) } }
  await api.post('/api/provision', { ...order, courses: ['ielts'], from: 'seats' })
  const path = `${team}/members/${jane}`
  expect(await api.post(`${path}/move?mode=plan`, { team: other })).toMatchObject({
    status: 200,
    body: { changes: expect.arrayContaining([expect.objectContaining({ action: 'delete', kind: 'team_member' })]) },
  })
  const moved = await api.post(`${path}/move`, { team: other })
  expect(moved).toMatchObject({ status: 200, body: { user_id: jane, role: 'manager' } })
  expect(await api.get(path)).toMatchObject({ status: 404 })
  expect((await api.get(`/api/seats/${seats.body.id}`)).body).toMatchObject({ quantity: 1, used: 0 })
  expect(await access(jane)).toEqual({ ielts: false })
  const { rows } = await usher.database.pool.query('select kind, result from operations where id = $1', [
    moved.headers.get('usher-operation'),
  ])
  expect(rows).toEqual([{ kind: 'move_team_member', result: 'changed' }])
  expect(await api.post(`/api/teams/${other}/members/${jane}/move`, { team: other })).toMatchObject({ status: 400 })
})

test('a role that allows more than the key is taken from nobody', async () => {
  const olga = await add('olga', { role: 'owner' })
  const bob = await add('bob')
  const key = await openApi(usher, { scopes: ['provision', 'teams.assign', 'users.create'] })
  const id = Number(team.split('/').at(-1))
  const user = person('olga')
  const role = 'learner'
  const tries = [
    key.patch(`${team}/members/${olga}`, { role }),
    key.patch(`${team}/members/${olga}?mode=plan`, { role }),
    key.delete(`${team}/members/${olga}`),
    key.post(`${team}/members/${olga}/move`, { team: other }),
    key.post(`${team}/members`, { user_id: olga, role }),
    key.post('/api/provision', { user, team: { strategy: 'specific', id, role } }),
    key.post('/api/provision', { user, team: { strategy: 'first', role } }),
  ]
  for (const answer of await Promise.all(tries))
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const many = await key.post('/api/provision', [{ user, team: { strategy: 'auto', role } }])
  expect(many.body.results).toMatchObject([{ status: 403 }])
  expect((await api.get(`${team}/members/${olga}`)).body).toMatchObject({ role: 'owner' })
  expect(await key.post('/api/provision', { user, team: { strategy: 'specific', id } })).toMatchObject({ status: 200 })
  expect(await key.delete(`${team}/members/${bob}`)).toMatchObject({ status: 204 })
  expect(await api.patch(`${team}/members/${olga}`, { role })).toMatchObject({ status: 200, body: { role } })
})

test('teams and people beside and above are not there', async () => {
  const jane = await add('jane')
  const foreign = await makeTeam(`Pune ${count}`, 'pune')
  const delhi = await openApi(usher, { organization: 'delhi' })
  const own = await makeTeam(`Delhi ${count}`, 'delhi')
  const tries = [
    delhi.get(`${team}/members`),
    delhi.post(`${team}/members`, person('bob')),
    delhi.get(`${team}/members/${jane}`),
    delhi.patch(`${team}/members/${jane}`, { role: 'learner' }),
    delhi.delete(`${team}/members/${jane}`),
    delhi.post(`${team}/members/${jane}/move`, { team: own }),
    delhi.post(`/api/teams/${own}/members`, { user_id: jane }),
    // Within reach, but another organization's.
    api.post(`${team}/members/${jane}/move`, { team: foreign }),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  expect((await api.get(`${team}/members`)).body.data).toMatchObject([{ user_id: jane, role: 'learner' }])
})
