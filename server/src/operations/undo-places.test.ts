/** Undoing gives nobody a place, or what a place gives, where there is none any more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

/** A learner in a team, on a seat, and in a group. */
async function seated() {
  count += 1
  const email = `jane${count}@example.com`
  const { body } = await api.post('/api/provision', {
    user: { email, first_name: 'Jane' },
    team: { strategy: 'auto', name: `Evening ${count}` },
    seats: [{ product: 'ielts', quantity: 1 }],
    courses: ['ielts'],
    groups: [`Readers ${count}`],
    external_ref: `order-${count}`,
  })
  const paths = { team: `/api/teams/${body.team.id}`, group: `/api/groups/${body.groups[0].id}` }
  return { ...paths, email, user: body.user.id as number }
}

const operationOf = (answer: { headers: Headers }) => answer.headers.get('usher-operation')
const undo = async (answer: { headers: Headers }, by = api) => by.post(`/api/operations/${operationOf(answer)}/undo`)
const conflict = (code: string) => ({ status: 409, body: { code: 'conflict', errors: [{ code }] } })

async function standing(user: number) {
  const { rows } = await usher.database.pool.query(
    `select (select count(*) from enrollments where user_id = $1 and revoked_at is null) as courses,
      (select count(*) from team_members where user_id = $1) as teams,
      (select count(*) from group_members where user_id = $1) as groups`,
    [user],
  )
  return rows[0]
}

test('to a team that was deleted nobody comes back', async () => {
  const { team, user } = await seated()
  const left = await api.delete(`${team}/members/${user}`)
  expect(await api.delete(team)).toMatchObject({ status: 204 })
  expect(await undo(left)).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: expect.stringContaining('is gone') },
  })
  expect(await standing(user)).toMatchObject({ courses: 0, teams: 0 })
})

test('a seat that was given back before its team was deleted is not held again', async () => {
  const { team, user } = await seated()
  const [seats] = (await api.get(`${team}/seats`)).body.data
  const released = await api.delete(`/api/seats/${seats.id}/claims/${user}`)
  expect(released.status).toBe(204)
  await api.delete(team)
  expect(await undo(released)).toMatchObject({ status: 409 })
  expect(await standing(user)).toMatchObject({ courses: 0 })
})

test('to a group that was deleted nobody comes back', async () => {
  const { group, user } = await seated()
  const left = await api.delete(`${group}/members/${user}`)
  expect(await api.delete(group)).toMatchObject({ status: 204 })
  expect(await undo(left)).toMatchObject(conflict('place_gone'))
  expect(await standing(user)).toMatchObject({ groups: 0 })
})

test.each(['team', 'group'] as const)('who left the organization comes back to no %s of it', async place => {
  const it = await seated()
  const left = await api.delete(`${it[place]}/members/${it.user}`)
  const gone = await api.delete(`/api/memberships/acme-prep/${it.user}`)
  expect(gone.status).toBe(204)
  const refused = await undo(left)
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect(refused.body.errors[0]).toMatchObject({ code: 'left_organization' })
  expect(await standing(it.user)).toEqual({ courses: 0, teams: 0, groups: 0 })
  expect(await undo(gone)).toMatchObject({ status: 200 })
  expect(await undo(left)).toMatchObject({ status: 200 })
  expect(await standing(it.user)).toEqual({ courses: 1, teams: 1, groups: 1 })
})

test('a course that was revoked does not come back to who left the organization', async () => {
  const { body } = await api.post('/api/provision', {
    user: { email: 'ann@example.com', first_name: 'Ann' },
    courses: ['gmat'],
  })
  const { user } = body
  const grant = (await usher.database.pool.query('select id from grants where user_id = $1', [user.id])).rows[0].id
  const revoked = await api.post(`/api/grants/${grant}/revoke`, {})
  expect(revoked.status).toBe(200)
  await api.delete(`/api/memberships/acme-prep/${user.id}`)
  expect(await undo(revoked)).toMatchObject(conflict('left_organization'))
})

test('a role comes back only to who is still in the team', async () => {
  const { team, user } = await seated()
  const changed = await api.patch(`${team}/members/${user}`, { role: 'manager' })
  expect(changed.status).toBe(200)
  await api.delete(`${team}/members/${user}`)
  expect(await undo(changed)).toMatchObject(conflict('left_team'))
})

test('a role comes back only by who may give it', async () => {
  const { team, user } = await seated()
  const membership = `/api/memberships/acme-prep/${user}`
  expect((await api.patch(`${team}/members/${user}`, { role: 'owner' })).status).toBe(200)
  const changed = await api.patch(`${team}/members/${user}`, { role: 'learner' })
  const weak = await openApi(usher, { scopes: ['operations.undo'] })
  expect(await undo(changed, weak)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await api.patch(membership, { role: 'owner' })).status).toBe(200)
  const left = await api.delete(membership)
  expect(await undo(left, weak)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await undo(left)).toMatchObject({ status: 200 })
  expect((await api.get(membership)).body).toMatchObject({ role: 'owner' })
})

test('a place that an undoing took comes back with what it gave when that is undone', async () => {
  const email = 'cid@example.com'
  const group = (await api.post('/api/groups', { name: 'Writers' })).body
  await api.put(`/api/groups/${group.id}/courses`, { courses: ['gmat'] })
  const came = await api.post('/api/provision', { user: { email, first_name: 'Cid' }, groups: ['Writers'] })
  const { id } = came.body.user
  expect(await standing(id)).toMatchObject({ courses: 1, groups: 1 })
  const undone = await undo(came)
  expect(await standing(id)).toMatchObject({ courses: 0, groups: 0 })
  expect(await undo(undone)).toMatchObject({ status: 200 })
  expect(await standing(id)).toMatchObject({ courses: 1, groups: 1 })
})
