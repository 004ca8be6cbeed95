import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { cookiesOf } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { enrollmentStatuses } from '../lib/states/enrollment-status.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const day = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * day)

async function provision(name: string, body: object = {}, by = api) {
  const user = { email: `${name}@example.com`, first_name: name }
  const answer = await by.post('/api/provision', { user, courses: ['ielts'], ...body })
  expect(answer.status).toBeLessThan(300)
  return answer.body
}

/** A learner in IELTS for six months; the address of the enrollment. */
async function enrol(name: string, body: object = {}): Promise<string> {
  const { enrollments } = await provision(name, body)
  return `/api/enrollments/${enrollments[0].enrollment_id}`
}

const query = (text: string, values: unknown[] = []) => usher.database.pool.query(text, values)
const emailsOf = ({ body }: { body: { data: { email: string }[] } }) =>
  body.data.map(({ email }) => email.split('@')[0])

test('an enrollment is read, held, given back, completed and revoked, and each is in the log', async () => {
  const path = await enrol('jane')
  const read = await api.get(path)
  expect(read).toMatchObject({
    status: 200,
    body: {
      organization: 'acme-prep',
      email: 'jane@example.com',
      course: 'ielts',
      status: 'active',
      ends_at: expect.any(String),
      suspended_at: null,
      opened_items: [],
    },
  })
  const held = await api.post(`${path}/suspend`)
  expect(held).toMatchObject({ status: 200, body: { status: 'suspended', suspended_at: expect.any(String) } })
  expect((await api.get(path)).body).toEqual(held.body)
  expect(await api.post(`${path}/resume`)).toMatchObject({ body: { status: 'active', ends_at: read.body.ends_at } })
  expect(await api.post(`${path}/complete`)).toMatchObject({ body: { status: 'completed' } })
  const revoked = await api.post(`${path}/revoke`, { reason: 'Refund of order 1042' })
  expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked' } })
  expect(await api.post(`${path}/extend`, { access: { days: 3 } })).toMatchObject({
    status: 409,
    body: { errors: [{ code: 'enrollment_revoked' }] },
  })
  const { rows } = await query(
    `select o.kind, o.actor_kind, g.revoked_reason from operations o left join grants g on g.revoked_operation_id = o.id
      where o.id = $1`,
    [revoked.headers.get('usher-operation')],
  )
  expect(rows).toEqual([{ kind: 'revoke', actor_kind: 'apiKey', revoked_reason: 'Refund of order 1042' }])
})

test('an extension adds to the end, once a reference, and says what it would do', async () => {
  const path = await enrol('ann', { access: { until: '2036-06-30' } })
  const planned = await api.post(`${path}/extend?mode=plan`, { access: { days: 10 } })
  expect(planned).toMatchObject({
    status: 200,
    body: { mode: 'plan', changes: [{ kind: 'enrollment' }, { kind: 'grant', after: { source: 'person', days: 10 } }] },
  })
  expect((await api.get(path)).body.ends_at).toBe('2036-07-01T00:00:00.000Z')
  for (const _ of ['once', 'twice'])
    expect(await api.post(`${path}/extend`, { access: { days: 10 }, external_ref: 'goodwill' })).toMatchObject({
      status: 200,
      body: { ends_at: '2036-07-11T00:00:00.000Z' },
    })
  expect(await api.post(`${path}/extend`, { access: { until: '2036-07-01' } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'access.until', code: 'not_longer' }] },
  })
  expect(await api.post(`${path}/extend`, { access: { days: 1, months: 1 } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'access' }] },
  })
  expect(await api.post(`${path}/extend`, { access: null })).toMatchObject({ body: { ends_at: null } })
})

test('what is over begins anew when it is extended', async () => {
  const path = await enrol('oli')
  await query(`update grants set starts_at = starts_at - interval '1 year' where user_id in
    (select id from users where email = 'oli@example.com')`)
  await query(`update enrollments set starts_at = starts_at - interval '1 year', ends_at = ends_at - interval '1 year'
    where user_id in (select id from users where email = 'oli@example.com')`)
  expect((await api.get(path)).body.status).toBe('expired')
  expect(await api.post(`${path}/extend`, { access: { days: 2 } })).toMatchObject({ body: { status: 'active' } })
})

test('an item that is no starter is opened for one learner, who then finds it open', async () => {
  const { enrollments, set_password_url } = await provision('ida')
  const path = `/api/enrollments/${enrollments[0].enrollment_id}`
  const { body: items } = await api.get(`/api/courses/${enrollments[0].course_id}/items?limit=200`)
  const mock = items.data.find((item: { kind: string }) => item.kind === 'mock_test')
  const token = set_password_url.split('/').at(-1)
  const signedUp = await fetch(`${usher.url}/api/password-links/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'correct horse battery' }),
  })
  const cookie = cookiesOf(signedUp)
  const isOpen = async () => {
    const answer = await fetch(`${usher.url}/api/me/courses`, { headers: { cookie } })
    const { courses } = (await answer.json()) as {
      courses: { items: { id: number; open: boolean; launch_url: string }[] }[]
    }
    return courses[0]?.items.find(item => item.id === mock.id)
  }
  expect(await isOpen()).toMatchObject({ open: false, launch_url: null })
  const opened = await api.post(`${path}/items/${mock.id}/open`)
  expect(opened).toMatchObject({ status: 200, body: { opened_items: [mock.id] } })
  expect(await api.post(`${path}/items/${mock.id}/open`)).toMatchObject({ body: { opened_items: [mock.id] } })
  expect(await isOpen()).toMatchObject({ open: true, launch_url: mock.launch_url })
  await api.post(`${path}/suspend`)
  expect(await isOpen()).toMatchObject({ open: false, launch_url: null })

  const { body: gmat } = await api.get('/api/courses?search=gmat')
  const { body: others } = await api.get(`/api/courses/${gmat.data[0].id}/items`)
  expect(await api.post(`${path}/items/${others.data[0].id}/open`)).toMatchObject({ status: 404 })
})

test('the list goes by course, person, team and group, in steady pages over all courses', async () => {
  const learners = ['l1', 'l2', 'l3', 'l4', 'l5']
  const team = { strategy: 'auto', name: 'Evening' }
  for (const [index, name] of learners.entries())
    await provision(name, {
      courses: index % 2 ? ['gre'] : ['gre', 'gmat'],
      ...(index < 2 && { team, groups: ['Readers'] }),
    })
  expect(emailsOf(await api.get('/api/enrollments?course=gre'))).toEqual(learners)
  expect(emailsOf(await api.get('/api/enrollments?course=gre&sort=-id&limit=2'))).toEqual(['l5', 'l4'])
  const { body: l1 } = await api.get('/api/enrollments?user=L1@example.com&count=true')
  expect(l1).toMatchObject({ data: [{ course: 'gre' }, { course: 'gmat' }], total_count: 2 })
  expect(emailsOf(await api.get(`/api/enrollments?user=${l1.data[0].user_id}&course=gmat`))).toEqual(['l1'])
  const { rows } = await query(`select (select id from teams where name = 'Evening') as team,
    (select id from groups where name = 'Readers') as group`)
  expect(emailsOf(await api.get(`/api/enrollments?team=${rows[0].team}`))).toEqual(['l1', 'l1', 'l2'])
  expect(emailsOf(await api.get(`/api/enrollments?group=${rows[0].group}&course=gre`))).toEqual(['l1', 'l2'])
  expect(await api.get('/api/enrollments?team=4711')).toMatchObject({ status: 404 })
  expect(await api.get('/api/enrollments?course=latin')).toMatchObject({ status: 404 })
  expect(await api.get('/api/enrollments?user=jane')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'user' }] },
  })
  expect((await api.get('/api/enrollments?user=nobody@example.com')).body.data).toEqual([])

  const { body: whole } = await api.get('/api/enrollments?limit=200&count=true')
  expect(whole.total_count).toBe(whole.data.length)
  const ids: number[] = []
  for (let path = '/api/enrollments?limit=3'; path !== ''; ) {
    const { body } = await api.get(path)
    ids.push(...body.data.map((row: { id: number }) => row.id))
    path = body.next_cursor ? `/api/enrollments?limit=3&cursor=${body.next_cursor}` : ''
  }
  expect(ids).toEqual(whole.data.map((row: { id: number }) => row.id))
  expect(ids).toEqual(ids.toSorted((a, b) => a - b))
})

test('each status finds just those that have it, and an end those that end before', async () => {
  await query('delete from opened_items; delete from grants; delete from enrollments')
  const users = await query(`insert into users (email, first_name) select 'status' || n || '@example.com', 'S'
    from generate_series(1, 40) n returning id`)
  const moments = [
    { starts_at: inDays(-9), ends_at: null },
    { starts_at: inDays(-9), ends_at: inDays(9) },
    { starts_at: inDays(-9), ends_at: inDays(-1) },
    { starts_at: inDays(3), ends_at: inDays(9) },
    { starts_at: inDays(3), ends_at: null },
  ]
  const marks = [
    {},
    { suspended_at: inDays(-1) },
    { completed_at: inDays(-1) },
    { revoked_at: inDays(-1) },
    { suspended_at: inDays(-1), completed_at: inDays(-1) },
    { suspended_at: inDays(-2), revoked_at: inDays(-1) },
  ]
  const rows = moments.flatMap(row => marks.map(mark => ({ ...row, ...mark })))
  const { body: courses } = await api.get('/api/courses?search=ielts')
  await usher.database.kysely
    .insertInto('enrollments')
    .values(rows.map((row, index) => ({ ...row, course_id: courses.data[0].id, user_id: users.rows[index].id })))
    .execute()
  const { body: all } = await api.get('/api/enrollments?limit=200')
  expect(all.data).toHaveLength(rows.length)
  for (const status of enrollmentStatuses) {
    const { body } = await api.get(`/api/enrollments?limit=200&sort=id&status=${status}`)
    expect(body.data.length).toBeGreaterThan(0)
    expect(body.data).toEqual(all.data.filter((row: { status: string }) => row.status === status))
  }
  const before = encodeURIComponent(inDays(5).toISOString())
  const { body: ending } = await api.get(`/api/enrollments?limit=200&ends_before=${before}`)
  expect(ending.data).toHaveLength(marks.length)
  expect(await api.get('/api/enrollments?ends_before=soon')).toMatchObject({ status: 400 })
  const daysLeft = async (status: string) =>
    (await api.get(`/api/enrollments?status=${status}`)).body.data.map(({ ends_at }: { ends_at: string | null }) =>
      ends_at === null ? null : Math.round((Date.parse(ends_at) - Date.now()) / day),
    )
  expect(await daysLeft('active')).toEqual([9, null])
  await query(`update enrollments set ends_at = now() - interval '5 days' where id in (
    select id from enrollments where starts_at < now() order by ends_at nulls first limit 1)`)
  expect(await daysLeft('expired')).toEqual([-1, -5])
})

test('what lies beside or above is not there: not to read, to list or to change', async () => {
  for (const slug of ['left', 'right']) await api.post('/api/organizations', { name: slug, slug })
  for (const organization of ['left', 'right'])
    await api.post('/api/courses', { organization, name: 'ielts', display_name: 'IELTS', access: { months: 1 } })
  const left = await openApi(usher, { organization: 'left' })
  const right = await openApi(usher, { organization: 'right' })
  const theirs = await provision('lea', { groups: ['Readers'], team: { strategy: 'auto', name: 'Evening' } }, left)
  const [{ enrollment_id: id, course_id: courseId }] = theirs.enrollments
  const above = await enrol('lea')
  expect(await left.get(above)).toMatchObject({ status: 404 })
  expect((await left.get('/api/enrollments?user=lea@example.com')).body.data).toMatchObject([
    { id, organization: 'left' },
  ])
  const path = `/api/enrollments/${id}`
  expect(await api.get(path)).toMatchObject({ status: 200 })
  expect(await right.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  for (const verb of ['suspend', 'resume', 'complete', 'revoke', 'items/1/open'])
    expect(await right.post(`${path}/${verb}`)).toMatchObject({ status: 404 })
  expect(await right.post(`${path}/extend`, { access: { days: 1 } })).toMatchObject({ status: 404 })
  for (const filter of [
    `course=${courseId}`,
    `team=${theirs.team.id}`,
    `group=${theirs.groups[0].id}`,
    'organization=left',
    'organization=acme-prep',
  ])
    expect(await right.get(`/api/enrollments?${filter}`)).toMatchObject({ status: 404 })
  expect((await right.get('/api/enrollments?user=lea@example.com')).body.data).toEqual([])
  expect(emailsOf(await api.get(`/api/enrollments?course=${courseId}`))).toEqual(['lea'])
  expect(emailsOf(await api.get('/api/enrollments?organization=left'))).toEqual(['lea'])
  expect((await api.get(path)).body.status).toBe('active')
})

test('a key that may only look changes nothing, and one that may change does not revoke', async () => {
  const path = await enrol('kim')
  const looks = await openApi(usher, { scopes: ['enrollments.view'] })
  const edits = await openApi(usher, { scopes: ['enrollments.edit'] })
  expect(await looks.get(path)).toMatchObject({ status: 200 })
  expect(await looks.post(`${path}/suspend`)).toMatchObject({ status: 403 })
  expect(await edits.post(`${path}/revoke`)).toMatchObject({ status: 403 })
  expect(await edits.post(`${path}/suspend`)).toMatchObject({ status: 200 })
})
