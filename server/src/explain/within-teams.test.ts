/** What somebody who looks after a team learns of why its people have a course: all of what the team gave, little of the rest. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn } from '../../test/sessions.ts'

let usher: TestServer
let api: Api
let mine: number
let other: number
let manager: Person
let user: number
const email = 'jane@example.com'

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  const teamWithSeats = async (name: string) => {
    const { id } = (await api.post('/api/teams', { name })).body
    await api.post(`/api/teams/${id}/seats`, { product: 'ielts', quantity: 3, external_ref: `seats-${name}` })
    return id
  }
  mine = await teamWithSeats('Evening class')
  other = await teamWithSeats('Secret circle')
  manager = await signIn(usher, { organization: 'acme-prep', team: mine })
  for (const more of [
    { team: { strategy: 'specific', id: mine }, from: 'seats' },
    { team: { strategy: 'specific', id: other }, from: 'seats' },
    { external_ref: 'order-77', source: 'secret-shop' },
    { groups: ['Quiet group'], courses: [] },
  ])
    user = (await api.post('/api/provision', { user: { email, first_name: 'Jane' }, courses: ['ielts'], ...more })).body
      .user.id
  const group = (await api.get('/api/groups')).body.data[0].id
  await api.post(`/api/groups/${group}/courses`, { courses: ['ielts'] })
})
afterAll(() => usher.close())

const ask = (by: Pick<Api, 'get'>) => by.get(`/api/explain?user=${user}&course=ielts`)

test('what the team gave is told whole, and of the rest only when it was given and for how long', async () => {
  const whole = (await ask(api)).body
  expect(whole.grants.map(({ source }: { source: string }) => source).sort()).toEqual(['api', 'group', 'seat', 'seat'])
  const { status, body } = await ask(manager)
  expect(status).toBe(200)
  expect(body).toMatchObject({ has_access: true, status: 'active', summary: whole.summary })
  expect(body.grants).toHaveLength(4)
  const [own, ...others] = body.grants.toSorted((one: { source: string | null }) => (one.source ? -1 : 1))
  expect(own).toMatchObject({
    source: 'seat',
    origin: { name: 'Evening class' },
    sentence: expect.stringMatching(/with a seat of the team Evening class for .*, by a key of the organization: /),
    granted: { source: null, author: { kind: 'apiKey', name: null, prefix: null } },
  })
  for (const grant of others)
    expect(grant).toMatchObject({
      ...{ source: null, origin: null, reference: null, file: null, granted: null },
      sentence: expect.stringMatching(/^Another reason of the organization: /),
    })
  expect(JSON.stringify(body)).not.toMatch(/Secret|secret|order-77|Quiet|Tests/)
})

test('who revoked one of the others, and why, is not told', async () => {
  const bought = (await ask(api)).body.grants.find(({ source }: { source: string }) => source === 'api')
  await api.post(`/api/grants/${bought.id}/revoke`, { reason: 'Refund of order-77' })
  const { grants } = (await ask(manager)).body
  const revoked = grants.find(({ id }: { id: number }) => id === bought.id)
  expect(revoked).toMatchObject({ stands: false, revoked: { reason: null, operation: null } })
  expect(revoked.sentence).toMatch(/^Another reason of the organization: .* Revoked on [^:]*:\d\d \S+\.$/)
})

test('somebody of the team is named who gave it', async () => {
  const seats = (await api.get(`/api/seats?team=${mine}`)).body.data[0].id
  const { body: made } = await manager.post(`/api/teams/${mine}/members`, {
    email: 'bob@example.com',
    first_name: 'Bob',
  })
  await manager.post(`/api/seats/${seats}/claims`, { user_id: made.user.id })
  const { body } = await manager.get('/api/explain?user=bob@example.com&course=ielts')
  expect(body.grants).toMatchObject([{ source: 'seat', granted: { author: { kind: 'user', name: manager.email } } }])
})

test('what would change it is only what they can do: take the seat back, where nothing else gives the course', async () => {
  const waysOf = async (by: Pick<Api, 'get'>, name: string) =>
    (await by.get(`/api/explain?user=${name}@example.com&course=ielts`)).body.what_would_change_it
  expect(await waysOf(manager, 'bob')).toEqual([
    {
      code: 'revoke',
      sentence: expect.stringMatching(/^To take it away, take back the seat of the team Evening class: /),
    },
  ])
  expect(await waysOf(api, 'bob')).toMatchObject([{ code: 'extend_before_end' }, { code: 'revoke' }])
  expect(await waysOf(api, 'jane')).not.toEqual([])
  expect(await waysOf(manager, 'jane')).toEqual([])
})

test('a place on the waiting list of another team is not told', async () => {
  const provide = (team: number, name: string) =>
    api.post('/api/provision', {
      user: { email: `${name}@example.com`, first_name: name },
      team: { strategy: 'specific', id: team },
      courses: ['gmat'],
      from: 'seats',
    })
  for (const team of [mine, other]) {
    const { body } = await api.post(`/api/teams/${team}/seats`, {
      product: 'gmat',
      quantity: 1,
      external_ref: `g-${team}`,
    })
    await api.patch(`/api/seats/${body.id}`, { waitlist: true })
    await provide(team, `first${team}`)
    await provide(team, 'lea')
  }
  const path = '/api/explain?user=lea@example.com&course=gmat'
  expect((await api.get(path)).body.waits_for).toHaveLength(2)
  expect((await manager.get(path)).body.waits_for).toMatchObject([{ team: 'Evening class' }])
})

test('of who is in no team of theirs, and of courses below, nothing is told', async () => {
  await api.post('/api/provision', { user: { email: 'out@example.com', first_name: 'Out' }, courses: ['ielts'] })
  expect(await manager.get('/api/explain?user=out@example.com&course=ielts')).toMatchObject({ status: 404 })
  expect(await manager.get('/api/explain?user=nobody@example.com&course=ielts')).toMatchObject({ status: 404 })
  await api.post('/api/organizations', { name: 'Branch', slug: 'branch' })
  const latin = { organization: 'branch', name: 'latin', display_name: 'Latin', access: null }
  const { body: course } = await api.post('/api/courses', latin)
  expect(await manager.get(`/api/explain?user=${user}&course=${course.id}`)).toMatchObject({ status: 404 })
})
