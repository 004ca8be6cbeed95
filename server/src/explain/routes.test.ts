import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { provisionRows } from '../imports/provision-rows.ts'
import { createEngine } from '../provisioning/engine.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const query = (text: string, values: unknown[] = []) => usher.database.pool.query(text, values)

async function provision(name: string, body: object = {}, by = api) {
  const user = { email: `${name}@example.com`, first_name: name, last_name: 'Doe' }
  const answer = await by.post('/api/provision', { user, courses: ['ielts'], ...body })
  expect(answer.status).toBeLessThan(300)
  return answer.body
}

async function explain(name: string, course = 'ielts', by = api) {
  const { status, body } = await by.get(`/api/explain?user=${name}@example.com&course=${course}`)
  expect(status).toBe(200)
  return body
}

async function importFile(source: string, body: Record<string, string>) {
  const { rows } = await query(`select id from organizations where slug = 'acme-prep'`)
  const now = () => new Date()
  const engine = createEngine({ pool: usher.database.pool, passwordLinkDays: 7, now, onMail: () => {} })
  async function* lines() {
    yield { line: 2, body }
  }
  const options = { engine, organizationId: rows[0].id, source, welcome: false, now }
  for await (const row of provisionRows(lines(), options)) expect(row.result).toBe('created')
}

test('each reason is told with who gave it, when, by which call, and what it adds', async () => {
  const { operation_id, enrollments } = await provision('jane', { external_ref: 'order-1', source: 'woocommerce' })
  const path = `/api/enrollments/${enrollments[0].enrollment_id}`
  await api.post(`${path}/extend`, { access: { days: 10 }, external_ref: 'goodwill' })
  const told = await explain('Jane')
  expect(told).toMatchObject({
    user: { email: 'jane@example.com', first_name: 'jane' },
    course: { name: 'ielts', organization: 'acme-prep', archived_at: null },
    has_access: true,
    status: 'active',
    summary: expect.stringMatching(/^jane Doe has IELTS until \d+ \w+ \d{4}, \d\d:\d\d UTC\.$/),
    enrollment: { id: enrollments[0].enrollment_id, suspended_by: null },
    grants: [
      {
        stands: true,
        source: 'api',
        origin: null,
        reference: 'order-1',
        access: { months: 6 },
        gives: { from: enrollments[0].starts_at, until: enrollments[0].ends_at },
        granted: {
          id: operation_id,
          kind: 'provision',
          source: 'woocommerce',
          author: { kind: 'apiKey', name: 'Tests', prefix: expect.stringMatching(/\w/) },
        },
        revoked: null,
      },
      { source: 'person', access: { days: 10 }, gives: { from: enrollments[0].ends_at }, granted: { kind: 'extend' } },
    ],
  })
  expect(told.grants[0].sentence).toMatch(
    /^Given on .* by a call, by the key "Tests" \(.*…\), reference order-1: 6 months, from /,
  )

  await api.post(`/api/grants/${told.grants[0].id}/revoke`, { reason: 'Refund of order-1' })
  const after = await explain('jane')
  expect(after.grants[0]).toMatchObject({
    stands: false,
    gives: null,
    revoked: { reason: 'Refund of order-1', operation: { kind: 'revoke_grant', author: { name: 'Tests' } } },
  })
  expect(after).toMatchObject({ has_access: true, grants: [{}, { gives: { from: after.enrollment.starts_at } }] })
})

test('a hold is told with the call that took it up', async () => {
  const { enrollments } = await provision('hal')
  const held = await api.post(`/api/enrollments/${enrollments[0].enrollment_id}/suspend`)
  expect(await explain('hal')).toMatchObject({
    has_access: false,
    status: 'suspended',
    enrollment: {
      suspended_by: { id: Number(held.headers.get('usher-operation')), kind: 'suspend', author: { name: 'Tests' } },
    },
    what_would_change_it: [{ code: 'resume', sentence: expect.stringContaining('/resume') }],
  })
})

test('seats and groups are named, and an import by its file', async () => {
  const buy = { seats: [{ product: 'gre', quantity: 1 }], external_ref: 'seats-1' }
  const team = { strategy: 'auto', name: 'Evening class' }
  await provision('sam', { ...buy, team, courses: ['gre'], groups: ['Readers'] })
  expect((await explain('sam', 'gre')).grants).toMatchObject([
    { source: 'seat', origin: { kind: 'seat', name: 'Evening class', product: 'GRE' } },
  ])
  await query(`insert into group_courses (group_id, course_id) select groups.id, courses.id from groups, courses
    where groups.name = 'Readers' and courses.name = 'gmat'`)
  await provision('gil', { courses: [], groups: ['Readers'] })
  expect((await explain('gil', 'gmat')).grants).toMatchObject([
    { source: 'group', origin: { kind: 'group', name: 'Readers', product: null } },
  ])
  await query('update seats set waitlist = true')
  await provision('wes', { team, courses: ['gre'] })
  expect(await explain('wes', 'gre')).toMatchObject({
    status: 'not_enrolled',
    waits_for: [{ kind: 'waitlist', team: 'Evening class', product: 'GRE' }],
  })

  await importFile('students.csv', {
    email: 'ivy@example.com',
    first_name: 'Ivy',
    courses: 'ielts',
    external_ref: 'row-7',
  })
  expect((await explain('ivy')).grants).toMatchObject([
    { source: 'import', file: 'students.csv', reference: 'row-7', granted: { author: { kind: 'system' } } },
  ])
})

test('what somebody lacks is told too: unknown, never enrolled, over, revoked, archived', async () => {
  expect(await explain('nobody')).toMatchObject({
    user: { id: null, email: 'nobody@example.com' },
    has_access: false,
    status: 'not_enrolled',
    enrollment: null,
    grants: [],
    summary: 'Nobody with the email nobody@example.com is known here.',
  })
  const { enrollments, user } = await provision('ron')
  expect(await explain('ron', 'gmat')).toMatchObject({ summary: 'ron Doe was never given GMAT.' })
  await query(
    `update enrollments set starts_at = now() - interval '1 year', ends_at = now() - interval '1 day' where id = $1`,
    [enrollments[0].enrollment_id],
  )
  expect(await explain('ron')).toMatchObject({ status: 'expired', has_access: false })
  await api.post(`/api/enrollments/${enrollments[0].enrollment_id}/revoke`)
  const byId = await api.get(`/api/explain?user=${user.id}&course=${enrollments[0].course_id}`)
  expect(byId.body).toMatchObject({ status: 'revoked', grants: [{ stands: false }] })
  expect(await api.get('/api/explain?user=4711&course=ielts')).toMatchObject({ status: 404 })
  expect(await api.get('/api/explain?user=ron@example.com&course=latin')).toMatchObject({ status: 404 })
  expect(await api.get('/api/explain?user=ron')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'course', message: 'is required' }] },
  })
})

test('what lies beside or above is not told: neither people, nor courses, nor keys', async () => {
  for (const slug of ['left', 'right']) await api.post('/api/organizations', { name: slug, slug })
  await api.post('/api/courses', { organization: 'left', name: 'ielts', display_name: 'IELTS', access: { months: 1 } })
  await api.post('/api/courses', { organization: 'right', name: 'ielts', display_name: 'IELTS', access: { months: 1 } })
  const left = await openApi(usher, { organization: 'left' })
  const right = await openApi(usher, { organization: 'right' })
  const { user, enrollments } = await provision('lea', { organization: 'left' })
  expect(await explain('lea', enrollments[0].course_id)).toMatchObject({
    grants: [{ granted: { author: { name: 'Tests' } } }],
  })
  expect(await explain('lea', 'ielts', left)).toMatchObject({
    has_access: true,
    grants: [
      {
        granted: { author: { kind: 'apiKey', name: null, prefix: null } },
        sentence: expect.stringContaining('by a key of an organization above'),
      },
    ],
  })
  expect(await explain('lea', 'ielts', right)).toMatchObject({ user: { id: null, first_name: null }, grants: [] })
  expect(await right.get(`/api/explain?user=${user.id}&course=ielts`)).toMatchObject({ status: 404 })
  for (const filter of [`course=${enrollments[0].course_id}`, 'course=ielts&organization=left'])
    expect(await right.get(`/api/explain?user=lea@example.com&${filter}`)).toMatchObject({ status: 404 })
})
