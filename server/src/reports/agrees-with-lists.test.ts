/** Whatever a report counts is what the list shows that is filtered alike, also of those whose membership is suspended. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
const teams: Record<string, number> = {}

/** By what is done to the enrollment. */
const fates: Record<string, string> = {
  active: 'ends_at = null',
  ending: "ends_at = now() + interval '3 days'",
  later:
    "starts_at = now() + interval '1 day', ends_at = now() + interval '4 days', updated_at = now() - interval '1 day'",
  suspended: 'suspended_at = now()',
  completed: "completed_at = now(), ends_at = now() + interval '3 days'",
  expired: "starts_at = now() - interval '2 days', ends_at = now() - interval '1 day'",
  revoked: 'revoked_at = now()',
}

beforeAll(async () => {
  usher = await startTestServer()
  const root = await openApi(usher)
  await root.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  api = await openApi(usher, { organization: 'pune' })
  for (const name of ['ielts', 'pte']) await api.post('/api/courses', { name, display_name: name, access: null })
  for (const name of ['Day', 'Evening']) teams[name] = (await api.post('/api/teams', { name })).body.id
  for (const [fate, change] of Object.entries(fates))
    for (const held of [false, true]) {
      const email = `${fate}-${held}@example.com`
      const user = { email, first_name: 'Ann' }
      const { id } = (await api.post('/api/provision', { user, courses: ['ielts', 'pte'] })).body.user
      await api.post(`/api/teams/${held ? teams.Day : teams.Evening}/members`, { email })
      await usher.database.pool.query(`update enrollments set ${change} where user_id = $1`, [id])
      if (held) await api.patch(`/api/memberships/pune/${id}`, { suspended: true })
    }
})
afterAll(() => usher.close())

async function countOf(query: string): Promise<number> {
  const { status, body } = await api.get(`/api/enrollments?limit=100&count=true&${query}`)
  expect(status).toBe(200)
  return body.data.length
}

const span = 'from=2020-01-01&to=2090-01-01'

test('completion counts of each status what the list of it shows, of courses and of teams', async () => {
  const statuses = ['active', 'completed', 'expired'] as const
  const whole = (await api.get(`/api/reports/completion?${span}`)).body.data
  expect(whole).toHaveLength(2)
  for (const row of whole)
    for (const status of statuses)
      expect([status, row[status]]).toEqual([status, await countOf(`course=${row.course}&status=${status}`)])
  const byTeam = (await api.get(`/api/reports/completion?${span}&split=team`)).body.data
  expect(byTeam).toHaveLength(4)
  for (const row of byTeam)
    for (const status of statuses) {
      const filter = `course=${row.course}&team=${row.team_id}&status=${status}`
      expect([filter, row[status]]).toEqual([filter, await countOf(filter)])
    }
  expect(byTeam.filter((row: { team: string }) => row.team === 'Day')).toMatchObject([
    { active: 0, completed: 0, expired: 0, enrollments: 6 },
    { active: 0, completed: 0, expired: 0, enrollments: 6 },
  ])
})

test('access that ends soon is that of the lists of those who have it', async () => {
  const before = encodeURIComponent(new Date(Date.now() + 7 * 86_400_000).toISOString())
  const lists = ['active', 'upcoming', 'completed'].map(status => countOf(`status=${status}&ends_before=${before}`))
  const listed = (await Promise.all(lists)).reduce((sum, count) => sum + count, 0)
  expect(listed).toBe(6)
  const { data } = (await api.get('/api/reports/expiring?days=7')).body
  expect(data.reduce((sum: number, row: { enrollments: number }) => sum + row.enrollments, 0)).toBe(listed)
  expect((await api.get('/api/reports/overview')).body.access_ending_in_7_days).toBe(listed)
})

test('what began is counted whatever became of it', async () => {
  const { data } = (await api.get(`/api/reports/enrollments?${span}&by=month&split=course`)).body
  const began = (course: string) =>
    data
      .filter((row: { course: string }) => row.course === course)
      .reduce((sum: number, row: { enrollments: number }) => sum + row.enrollments, 0)
  for (const course of ['ielts', 'pte']) expect(began(course)).toBe(await countOf(`course=${course}`))
})

test('who is held back, or only invited, is no learner who was active here', async () => {
  await api.post('/api/invitations', { email: 'elsewhere@example.com', first_name: 'Else' })
  await usher.database.pool.query(
    `insert into sessions (user_id, token_hash, expires_at) select id, email, now() + interval '1 day' from users
     where email in ('active-false@example.com', 'active-true@example.com', 'elsewhere@example.com')`,
  )
  expect((await api.get('/api/reports/overview')).body.learners_active_in_7_days).toBe(1)
})
