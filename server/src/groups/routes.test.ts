import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let group: string
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())
beforeEach(async () => {
  const { body } = await api.post('/api/groups', { name: `Readers ${++count}` })
  group = `/api/groups/${body.id}`
})

const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: name, last_name: 'Doe' })

async function add(name: string): Promise<number> {
  return (await api.post(`${group}/members`, person(name))).body.user.id
}

/** Whether each course of a user is open. */
async function access(userId: number): Promise<Record<string, boolean>> {
  const { rows } = await usher.database.pool.query(
    'select name, revoked_at is null as open from enrollments join courses on courses.id = course_id where user_id = $1',
    [userId],
  )
  return Object.fromEntries(rows.map(row => [row.name, row.open]))
}

test('a group is made, read, changed and listed, and each change is in its history', async () => {
  const made = await api.post('/api/groups', { name: 'Writers', description: 'They write' })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Writers', organization: 'acme-prep', courses: [], member_count: 0, archived_at: null },
  })
  const path = `/api/groups/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  expect(await api.post('/api/groups', { name: 'WRITERS' })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'name' }] },
  })
  const changed = await api.patch(path, { description: 'They wrote' })
  expect(changed).toMatchObject({ status: 200, body: { name: 'Writers', description: 'They wrote' } })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { name: 'Poets' }, stale)).toMatchObject({ status: 412 })
  expect((await api.get('/api/groups?search=writ&sort=-name')).body.data).toEqual([changed.body])
  const { rows } = await usher.database.pool.query(
    'select before, after from changes where object_id = $1 order by id',
    [made.body.id],
  )
  expect(rows).toMatchObject([
    { before: null, after: { name: 'Writers' } },
    { before: { description: 'They write' }, after: { description: 'They wrote' } },
  ])
})

test('plan mode makes no group', async () => {
  expect(await api.post('/api/groups?mode=plan', { name: 'Ghosts' })).toMatchObject({
    status: 200,
    body: { changes: [{ action: 'create', kind: 'group' }] },
  })
  expect((await api.get('/api/groups?search=ghosts')).body.data).toEqual([])
})

test('who comes into a group gets its courses; who leaves loses what came from there and nothing else', async () => {
  await api.post(`${group}/courses`, { courses: ['ielts', 'gmat'] })
  const made = await api.post(`${group}/members`, person('jane'))
  expect(made).toMatchObject({ status: 201, body: { user: { created: true }, joined: true, welcome_email_sent: true } })
  expect(await api.post(`${group}/members`, person('jane'))).toMatchObject({ status: 200, body: { joined: false } })
  const { id } = made.body.user
  expect(await access(id)).toEqual({ ielts: true, gmat: true })
  await api.post('/api/provision', { user: person('jane'), courses: ['ielts'], external_ref: 'order-1' })
  expect((await api.get(`${group}/members`)).body.data).toMatchObject([{ user_id: id, ...person('jane') }])

  expect(await api.delete(`${group}/members/${id}?mode=plan`)).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect(await api.delete(`${group}/members/${id}`)).toMatchObject({ status: 204 })
  expect(await api.delete(`${group}/members/${id}`)).toMatchObject({ status: 404 })
  expect(await access(id)).toEqual({ ielts: true, gmat: false })
})

test('many at once, known ones by their ids: an outcome for each, and a bad one harms no other', async () => {
  const jane = await add('jane')
  const { body } = await api.post(`${group}/members`, [person('ann'), { user_id: jane }, { user_id: 1 }, {}])
  expect(body.results).toMatchObject([
    { status: 201, joined: true },
    { status: 200, joined: false },
    { status: 404, errors: [{ field: 'user_id' }] },
    { status: 400 },
  ])
  const first = await api.get(`${group}/members?limit=1&count=true`)
  expect(first.body).toMatchObject({ data: [{ first_name: 'jane' }], total_count: 2 })
  const next = await api.get(`${group}/members?limit=1&cursor=${first.body.next_cursor}`)
  expect(next.body).toMatchObject({ data: [{ first_name: 'ann' }], next_cursor: null })
})

test('courses are attached, set and detached for all who are in', async () => {
  const [ann, bob] = [await add('ann'), await add('bob')]
  expect(await api.post(`${group}/courses`, { courses: ['ielts', 'latin'] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'courses', code: 'unknown_course' }] },
  })
  expect(await access(ann)).toEqual({})
  expect(await api.post(`${group}/courses`, { courses: ['ielts'] })).toMatchObject({
    status: 200,
    body: { courses: ['ielts'], member_count: 2 },
  })
  expect(await access(bob)).toEqual({ ielts: true })
  const set = await api.put(`${group}/courses`, { courses: ['gmat', 'gre'] })
  expect(set).toMatchObject({ status: 200, body: { courses: ['gmat', 'gre'] } })
  expect(await access(ann)).toEqual({ ielts: false, gmat: true, gre: true })
  expect(await api.delete(`${group}/courses/gre`)).toMatchObject({ status: 204 })
  expect(await api.delete(`${group}/courses/gre`)).toMatchObject({ status: 404 })
  expect(await access(bob)).toEqual({ ielts: false, gmat: true, gre: false })
  const { body } = await api.get(`${group}/courses`)
  expect(body.data).toMatchObject([{ name: 'gmat', display_name: expect.any(String), archived_at: null }])
})

test('an archived course is not attached, but detached', async () => {
  const course = await api.post('/api/courses', { name: `old-${count}`, display_name: 'Old', access: null })
  const { name, id } = course.body
  const another = await api.post('/api/groups', { name: `Others ${count}` })
  await api.post(`${group}/courses`, { courses: [name] })
  await api.delete(`/api/courses/${id}`)
  expect(await api.post(`/api/groups/${another.body.id}/courses`, { courses: [name] })).toMatchObject({ status: 400 })
  expect(await api.delete(`${group}/courses/${name}`)).toMatchObject({ status: 204 })
})

test('an archived group has nobody in it, what it gave is revoked, and its name is free', async () => {
  await api.post(`${group}/courses`, { courses: ['ielts'] })
  const jane = await add('jane')
  const { name } = (await api.get(group)).body
  expect(await api.delete(`${group}?mode=plan`)).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect((await api.get(group)).body).toMatchObject({ archived_at: null, member_count: 1 })
  expect(await api.delete(group)).toMatchObject({ status: 204 })
  expect((await api.get(group)).body).toMatchObject({ archived_at: expect.any(String), member_count: 0 })
  expect(await access(jane)).toEqual({ ielts: false })
  expect((await api.get(`/api/groups?search=${encodeURIComponent(name)}`)).body.data).toEqual([])
  expect((await api.get(`/api/groups?archived=true&search=${encodeURIComponent(name)}`)).body.data).toHaveLength(1)
  expect(await api.post('/api/groups', { name })).toMatchObject({ status: 201 })
  expect(await api.post(`${group}/members`, person('bob'))).toMatchObject({ status: 400 })
})

test('who joins while a course is attached has the course', async () => {
  for (let round = 0; round < 5; round++) {
    const { body } = await api.post('/api/groups', { name: `Round ${round}` })
    const path = `/api/groups/${body.id}`
    const people = Array.from({ length: 40 }, (_, index) => ({
      email: `r${round}-${index}@example.com`,
      first_name: 'Jane',
      send_welcome_email: false,
    }))
    const joins = people.map(one => api.post(`${path}/members`, one))
    await Promise.all([...joins, api.post(`${path}/courses`, { courses: ['ielts'] })])
    const { rows } = await usher.database.pool.query(
      `select count(*) from group_members m where group_id = $1 and not exists (
        select from enrollments e where e.user_id = m.user_id and e.revoked_at is null)`,
      [body.id],
    )
    expect(rows).toEqual([{ count: 0 }])
  }
})

test('groups beside and above are not there', async () => {
  const jane = await add('jane')
  await api.post(`${group}/courses`, { courses: ['ielts'] })
  const delhi = await openApi(usher, { organization: 'delhi' })
  const own = await delhi.post('/api/groups', { name: 'Own' })
  const tries = [
    delhi.get(group),
    delhi.patch(group, { name: 'X' }),
    delhi.delete(group),
    delhi.get(`${group}/members`),
    delhi.post(`${group}/members`, person('bob')),
    delhi.delete(`${group}/members/${jane}`),
    delhi.get(`${group}/courses`),
    delhi.post(`${group}/courses`, { courses: [] }),
    delhi.put(`${group}/courses`, { courses: [] }),
    delhi.delete(`${group}/courses/ielts`),
    delhi.get('/api/groups?organization=pune'),
    delhi.post('/api/groups', { organization: 'pune', name: 'Theirs' }),
    delhi.post(`/api/groups/${own.body.id}/members`, { user_id: jane }),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  expect((await api.get(group)).body).toMatchObject({ member_count: 1, courses: ['ielts'] })
})
