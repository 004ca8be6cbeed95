import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let team: number

/** A tenant in Kolkata: its days begin at 18:30 of the day before, in UTC. */
beforeAll(async () => {
  usher = await startTestServer()
  const root = await openApi(usher)
  await root.post('/api/organizations', { name: 'Pune', slug: 'pune', time_zone: 'Asia/Kolkata' })
  api = await openApi(usher, { organization: 'pune' })
  for (const name of ['ielts', 'pte'])
    await api.post('/api/courses', { name, display_name: name.toUpperCase(), access: null })
  team = (await api.post('/api/teams', { name: 'Evening class' })).body.id
  await provision('ana', ['ielts', 'pte'])
  await provision('ben', ['ielts'])
  await api.post(`/api/teams/${team}/members`, { email: 'ana@example.com' })
  await begin('ana', 'ielts', '2026-03-01T18:29:00Z') // the first of March in Kolkata
  await begin('ana', 'pte', '2026-03-01T18:31:00Z') // the second
  await begin('ben', 'ielts', '2026-03-09T12:00:00Z')
})
afterAll(() => usher.close())

test('enrollments are counted by the days, weeks and months of the organization', async () => {
  expect(await counts('by=day')).toEqual([
    ['2026-03-01', 1],
    ['2026-03-02', 1],
    ['2026-03-09', 1],
  ])
  expect(await counts('by=week')).toEqual([
    ['2026-02-23', 1],
    ['2026-03-02', 1],
    ['2026-03-09', 1],
  ])
  expect(await counts('by=month')).toEqual([['2026-03-01', 3]])
})

test('they are divided by course, source or team, and filtered', async () => {
  expect(await counts('by=month&split=course', 'course')).toEqual([
    ['ielts', 2],
    ['pte', 1],
  ])
  expect(await counts('by=month&split=source', 'source')).toEqual([['api', 3]])
  expect(await counts('by=month&split=team', 'team')).toEqual([
    ['Evening class', 2],
    [null, 1],
  ])
  expect(await counts(`by=month&team=${team}`)).toEqual([['2026-03-01', 2]])
  expect(await counts('by=month&course=pte')).toEqual([['2026-03-01', 1]])
  expect(await counts('by=day&to=2026-03-01')).toEqual([['2026-03-01', 1]])
})

test('completion tells how far those came who began', async () => {
  await usher.database.pool.query(
    `update enrollments set completed_at = now() where user_id = (select id from users where email = 'ben@example.com')`,
  )
  const { data } = (await api.get('/api/reports/completion?from=2026-03-01&to=2026-03-31')).body
  expect(data).toMatchObject([
    { course: 'ielts', enrollments: 2, active: 1, completed: 1, expired: 0, completed_share: 0.5 },
    { course: 'pte', enrollments: 1, completed: 0, completed_share: 0 },
  ])
  const split = (await api.get('/api/reports/completion?from=2026-03-01&to=2026-03-31&split=team')).body.data
  expect(split.map((row: Record<string, unknown>) => [row.course, row.team, row.enrollments])).toEqual([
    ['ielts', 'Evening class', 1],
    ['ielts', null, 1],
    ['pte', 'Evening class', 1],
  ])
})

test('access that ends soon is counted by its last day', async () => {
  await usher.database.pool.query(
    `update enrollments set ends_at = date_trunc('day', now() at time zone 'Asia/Kolkata') at time zone 'Asia/Kolkata'
       + interval '3 days' where course_id = (select c.id from courses c join organizations o on o.id = c.organization_id
         where c.name = 'pte' and o.slug = 'pune')`,
  )
  const { data } = (await api.get('/api/reports/expiring?days=7')).body
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000)
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Kolkata' }).format(inTwoDays)
  expect(data).toEqual([{ day, course: 'pte', display_name: 'PTE', enrollments: 1 }])
  expect((await api.get('/api/reports/expiring?days=1')).body.data).toEqual([])
})

test('seats come by their use, the fullest first', async () => {
  const other = (await api.post('/api/teams', { name: 'Morning class' })).body.id
  await api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 4, external_ref: 'a' })
  await api.post(`/api/teams/${other}/seats`, { product: 'pte', quantity: 1, external_ref: 'b' })
  const order = { user: { email: 'cy@example.com', first_name: 'Cy' }, courses: ['pte'], from: 'seats' }
  await api.post('/api/provision', { ...order, team: { strategy: 'specific', id: other } })
  expect((await api.get('/api/reports/seats')).body.data).toMatchObject([
    { team: 'Morning class', product: 'pte', quantity: 1, used: 1, left: 0, used_share: 1 },
    { team: 'Evening class', product: 'ielts', quantity: 4, used: 0, left: 4, used_share: 0 },
  ])
  const began = (await api.get('/api/reports/enrollments?by=month&split=source')).body.data
  expect(began.filter((row: { source: string }) => row.source === 'seat')).toMatchObject([{ enrollments: 1 }])
  expect((await api.get('/api/reports/seats?nearly_used=true')).body.data).toHaveLength(1)
  expect((await api.get(`/api/reports/seats?team=${team}`)).body.data).toMatchObject([{ team: 'Evening class' }])
})

test('the overview tells how things stand, of an organization and of all below it', async () => {
  await api.post('/api/provision', { user: { email: 'dee@example.com', first_name: 'Dee' }, courses: ['nothing'] })
  await usher.database.pool.query(
    `insert into sessions (user_id, token_hash, expires_at) select id, 'x', now() from users where email = 'ana@example.com'`,
  )
  const { body } = await api.get('/api/reports/overview')
  expect(body).toMatchObject({
    refused_today: 1,
    refused_in_7_days: 1,
    seats: 5,
    seats_used: 1,
    seats_nearly_used: 1,
    mails_failed_in_7_days: 0,
    access_ending_in_7_days: 1,
    enrollments_today: 1,
    enrollments_in_7_days: 1,
    learners_active_in_7_days: 1,
  })
  expect(body.operations_today).toBeGreaterThan(5)
  const root = await openApi(usher)
  expect((await root.get('/api/reports/overview')).body).toMatchObject({ enrollments_in_7_days: 0, seats: 0 })
  expect((await root.get('/api/reports/overview?below=true')).body).toMatchObject({
    enrollments_in_7_days: 1,
    seats: 5,
  })
})

test('as a file it takes the permission to take reports away', async () => {
  const headers = { accept: 'text/csv' }
  const viewer = await openApi(usher, { organization: 'pune', scopes: ['reports.view'] })
  const path = '/api/reports/enrollments?from=2026-03-01&to=2026-03-31&by=month'
  expect(await viewer.get(path)).toMatchObject({ status: 200 })
  expect(await viewer.get(path, headers)).toMatchObject({ status: 403 })
})

test.each(['from=2026-13-01', 'from=2026-03-02&to=2026-03-01', 'from=1900-01-01', 'team=1'])(
  '%s is refused in words',
  async query => {
    expect([400, 404]).toContain((await api.get(`/api/reports/enrollments?${query}`)).status)
  },
)

function provision(name: string, courses: string[]) {
  return api.post('/api/provision', { user: { email: `${name}@example.com`, first_name: name }, courses })
}

function begin(name: string, course: string, at: string) {
  return usher.database.pool.query(
    `update enrollments set starts_at = $3 where user_id = (select id from users where email = $1)
     and course_id in (select id from courses where name = $2)`,
    [`${name}@example.com`, course, at],
  )
}

/** Of March 2026. */
async function counts(query: string, by = 'period'): Promise<[string | null, number][]> {
  const { body } = await api.get(
    `/api/reports/enrollments?from=2026-03-01&to=2026-03-31&${query}`.replace(/to=2026-03-31&(.*to=)/, '$1'),
  )
  return body.data.map((row: Record<string, unknown>) => [row[by], row.enrollments])
}
