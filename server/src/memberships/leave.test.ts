import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Branch', slug: 'branch' })
})
afterAll(() => usher.close())

test('who leaves an organization loses what came from it, and keeps the account and what others gave', async () => {
  const jane = { email: 'jane@example.com', first_name: 'Jane' }
  await api.post('/api/courses', {
    organization: 'branch',
    name: 'latin',
    display_name: 'Latin',
    access: { months: 3 },
  })
  const { user } = (
    await api.post('/api/provision', {
      user: jane,
      team: { strategy: 'create', name: 'Evening' },
      seats: [{ product: 'ielts', quantity: 2 }],
      courses: ['ielts', 'gmat'],
      groups: ['Readers'],
      external_ref: 'order-1',
    })
  ).body
  await api.post('/api/provision', { organization: 'branch', user: jane, courses: ['latin'] })

  expect(await api.delete(`/api/memberships/acme-prep/${user.id}`)).toMatchObject({ status: 204 })
  const { rows } = await usher.database.pool.query(`
    select c.name, e.revoked_at is null as stands from enrollments e join courses c on c.id = e.course_id order by c.name`)
  expect(rows).toEqual([
    { name: 'gmat', stands: false },
    { name: 'ielts', stands: false },
    { name: 'latin', stands: true },
  ])
  const left = await usher.database.pool.query(`
    select (select count(*) from team_members) as team, (select count(*) from group_members) as readers,
      (select sum(used)::int from seats) as used, (select count(*) from memberships) as memberships`)
  expect(left.rows).toEqual([{ team: 0, readers: 0, used: 0, memberships: 1 }])
  expect(await api.delete(`/api/memberships/acme-prep/${user.id}`)).toMatchObject({ status: 404 })
})

test('an account that left everybody is nobody’s who finds it: not at first, and not later', async () => {
  const stranger = await openApi(usher, { organization: 'branch' })
  const cid = { user: { email: 'cid@example.com', first_name: 'Cid' }, send_welcome_email: false }
  const made = await api.post('/api/provision', cid)
  expect(made.body.set_password_url).toContain('/set-password/')
  expect(await api.delete(`/api/memberships/acme-prep/${made.body.user.id}`)).toMatchObject({ status: 204 })
  for (let times = 0; times < 2; times++)
    expect((await stranger.post('/api/provision', cid)).body).toMatchObject({ set_password_url: null })
  const renamed = await stranger.patch(`/api/users/${made.body.user.id}`, { first_name: 'Squatter' })
  expect(renamed).toMatchObject({ status: 409 })
})

test('a call gives no role that its key lacks, and no field that the organization does not have', async () => {
  const weak = await openApi(usher, { scopes: ['provision'] })
  const order = {
    user: { email: 'bob@example.com', first_name: 'Bob' },
    team: { strategy: 'auto', name: 'T', role: 'owner' },
  }
  expect(await weak.post('/api/provision', order)).toMatchObject({ status: 403 })
  expect(await api.post('/api/provision', { ...order, team: { ...order.team, role: 'king' } })).toMatchObject({
    status: 400,
  })
  const user = { ...order.user, custom_fields: { shoe_size: 42 } }
  expect(await api.post('/api/provision', { user })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'user.custom_fields.shoe_size' }] },
  })
})

test('nobody lets somebody leave who may do more than they may themselves, there or in one of its teams', async () => {
  const weak = await openApi(usher, { scopes: ['users.view', 'users.delete', 'teams.view'] })
  const { body: team } = await api.post('/api/teams', { name: 'Guarded' })
  const add = async (name: string) =>
    (await api.post('/api/users', { email: `${name}@example.com`, first_name: name })).body.id
  const [admin, manager, learner] = [await add('ada'), await add('max'), await add('leo')]
  await api.patch(`/api/memberships/acme-prep/${admin}`, { role: 'admin' })
  for (const [id, role] of [
    [manager, 'manager'],
    [learner, 'learner'],
  ] as const)
    expect(await api.post(`/api/teams/${team.id}/members`, { user_id: id, role })).toMatchObject({ status: 201 })
  const leave = (id: number) => weak.delete(`/api/memberships/acme-prep/${id}`)
  expect((await Promise.all([admin, manager, learner].map(leave))).map(({ status }) => status)).toEqual([403, 403, 204])
  expect((await api.get(`/api/teams/${team.id}/members`)).body.data).toMatchObject([{ user_id: manager }])
})
