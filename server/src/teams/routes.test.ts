import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

test('a team is made, read, changed, listed and archived, and each change is in its history', async () => {
  const made = await api.post('/api/teams', { name: 'Evening class' })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Evening class', organization: 'acme-prep', member_count: 0 },
  })
  const path = `/api/teams/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)

  const changed = await api.patch(path, { description: 'Tuesdays' })
  expect(changed).toMatchObject({ status: 200, body: { name: 'Evening class', description: 'Tuesdays' } })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { name: 'Morning class' }, stale)).toMatchObject({
    status: 412,
    body: { code: 'precondition_failed' },
  })
  expect((await api.get('/api/teams')).body.data).toMatchObject([{ name: 'Evening class' }])

  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get('/api/teams')).body.data).toEqual([])
  expect((await api.get('/api/teams?archived=true')).body.data).toHaveLength(1)
})

test('plan mode shows what would be changed, and changes nothing', async () => {
  const planned = await api.post('/api/teams?mode=plan', { name: 'Ghosts' })
  expect(planned).toMatchObject({
    status: 200,
    body: { mode: 'plan', changes: [{ action: 'create', kind: 'team', before: null, after: { name: 'Ghosts' } }] },
  })
  expect((await api.get('/api/teams?search=ghost')).body.data).toEqual([])
})

test('every faulty field is named, an unknown one too', async () => {
  expect(await api.post('/api/teams', { name: 5, colour: 'red' })).toMatchObject({
    status: 400,
    body: { code: 'invalid', errors: [{ field: 'colour' }, { field: 'name' }] },
  })
  expect(await api.get('/api/teams?limit=0&sort=colour')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'limit' }] },
  })
})

test('pages go through all of it, each row once, while rows come', async () => {
  for (const name of ['b', 'd', 'a', 'c']) await api.post('/api/teams', { name })
  const first = await api.get('/api/teams?sort=-name&limit=2&count=true')
  expect(first.body).toMatchObject({ data: [{ name: 'd' }, { name: 'c' }], total_count: 4 })
  await api.post('/api/teams', { name: 'e' })
  const second = await api.get(`/api/teams?sort=-name&limit=2&cursor=${first.body.next_cursor}`)
  expect(second.body).toMatchObject({ data: [{ name: 'b' }, { name: 'a' }], next_cursor: null })
})

test('a team that is archived while learners take its seats is either kept or has nobody on them', async () => {
  let archived = 0
  for (let round = 0; round < 10; round++) {
    const { id } = (await api.post('/api/teams', { name: `Round ${round}` })).body
    if (round % 2 === 0)
      await api.post(`/api/teams/${id}/seats`, { product: 'ielts', quantity: 40, external_ref: `round-${round}` })
    // Where the team has none yet, they come with the first learner.
    const take = (_: unknown, index: number) =>
      api.post('/api/provision', {
        user: { email: `learner-${round}-${index}@example.com`, first_name: 'Learner' },
        team: { strategy: 'specific', id },
        courses: ['ielts'],
        from: 'seats',
        send_welcome_email: false,
        ...(round % 2 && { seats: [{ product: 'ielts', quantity: 1 }], external_ref: `round-${round}-${index}` }),
      })
    const [archive, ...taken] = await Promise.all([api.delete(`/api/teams/${id}`), ...Array.from({ length: 30 }, take)])
    const { rows } = await usher.database.pool.query(
      `select count(*)::int as claims from claims join seats on seats.id = seat_id
       where team_id = $1 and released_at is null`,
      [id],
    )
    expect(taken.filter(({ status }) => status >= 500)).toEqual([])
    if (archive?.status === 204) archived++
    const took = taken.filter(({ status }) => status === 201).length
    expect({ status: archive?.status, ...rows[0] }).toEqual({
      status: archive?.status === 204 ? 204 : 409,
      claims: took,
    })
    if (archive?.status === 204) expect(rows).toEqual([{ claims: 0 }])
  }
  expect(archived).toBeGreaterThan(0)
})

test('with a team its open invitations end: they are withdrawn, keep no seat, and nobody is left who is only invited', async () => {
  const { id } = (await api.post('/api/teams', { name: 'Short-lived' })).body
  await api.post(`/api/teams/${id}/seats`, { product: 'ielts', quantity: 1, external_ref: 'short-lived' })
  const jane = { email: 'jane.invited@example.com', first_name: 'Jane' }
  const invited = await api.post('/api/invitations', { ...jane, team: id, courses: ['ielts'] })
  expect(invited).toMatchObject({ status: 201, body: { state: 'pending', seats: ['ielts'] } })
  const planned = await api.delete(`/api/teams/${id}?mode=plan`)
  expect(planned.body.changes).toContainEqual(expect.objectContaining({ action: 'delete', kind: 'team' }))
  const archived = await api.delete(`/api/teams/${id}`)
  expect(archived.status).toBe(204)
  const { body } = await api.get(`/api/invitations/${invited.body.id}`)
  expect(body).toMatchObject({ state: 'withdrawn' })
  expect((await api.get('/api/users?email=jane.invited@example.com')).body.data).toEqual([])
  const operation = (await api.get(`/api/operations/${archived.headers.get('usher-operation')}`)).body
  expect(operation).toMatchObject({ kind: 'archive_team' })
  expect(operation.changes.map((change: { kind: string }) => change.kind)).toEqual(
    expect.arrayContaining(['invitation', 'team']),
  )
})
