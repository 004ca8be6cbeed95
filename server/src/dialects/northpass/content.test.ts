/** Courses and what people have to do with them, over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { fromUuid, toUuid } from './ids.ts'

let usher: TestServer
let native: Api
let school: Northpass
let ielts: string

beforeAll(async () => {
  usher = await startTestServer()
  native = await openApi(usher)
  school = await openNorthpass(usher)
  ielts = (await school.get('/v2/courses/ielts')).body.data.id
})
afterAll(() => usher.close())

const day = 24 * 60 * 60 * 1000

/** The person's UUID, and the enrollments by our own ids. */
async function provision(name: string, courses: string[]) {
  const user = { email: `${name}@example.com`, first_name: name }
  const { body } = await native.post('/api/provision', { user, courses })
  const enrollments: number[] = body.enrollments.map(({ enrollment_id }: { enrollment_id: number }) => enrollment_id)
  return { person: toUuid('people', body.user.id), enrollments }
}

type Resource = { id: string; attributes: Record<string, unknown> }
const attributesOf = ({ body }: { body: { data: Resource[] } }) => body.data.map(({ attributes }) => attributes)

test('a course says what clients read of one; in v1 its links are text and it has the two of old', async () => {
  const { body } = await school.get(`/v2/courses/${ielts}`)
  const ours = `${usher.url}/api/courses/${fromUuid('courses', ielts)}`
  expect(body.data).toEqual({
    type: 'courses',
    id: ielts,
    attributes: {
      name: 'IELTS',
      permalink: 'ielts',
      status: 'live',
      published: true,
      enrollments_count: expect.any(Number),
      credential_achievement_count: 0,
      list_image_url: null,
      short_description: '',
      full_description: '',
      ribbon: null,
      dependent_course_names: [],
      unpublished_changes: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: expect.stringMatching(/:\d\dZ$/),
    },
    links: {
      self: { href: `${usher.url}/v2/courses/${ielts}`, meta: { methods: ['get'] } },
      enrollments: { href: `${usher.url}/v2/courses/${ielts}/enrollments`, meta: { methods: ['get'] } },
      enroll: { href: `${usher.url}/courses`, meta: { methods: ['get'] } },
      preview: { href: `${usher.url}/courses`, meta: { methods: ['get'] } },
      teaching: { href: ours, meta: { methods: ['get', 'patch'] } },
      edit: { href: ours, meta: { methods: ['patch'] } },
      builder: { href: `${ours}/items`, meta: { methods: ['get', 'post'] } },
      archive: { href: ours, meta: { methods: ['delete'] } },
      unarchive: { href: `${ours}/restore`, meta: { methods: ['post'] } },
      publish: null,
      clone: null,
    },
    relationships: {
      categories: { data: [] },
      instructor_partnerships: { data: [] },
      school: { data: { type: 'schools', id: expect.any(String) } },
    },
  })
  const v1 = (await school.get(`/v1/courses/${ielts}`)).body.data
  expect(v1.links).toMatchObject({ self: `${usher.url}/v1/courses/${ielts}`, enroll: `${usher.url}/courses` })
  expect(v1.attributes).toMatchObject({ course_enrollment_link: null, share_course_link: `${usher.url}/courses` })
})

test('the links of a course that lead into our own API work there with the same key', async () => {
  const made = await native.post('/api/courses', { name: 'old', display_name: 'Old', description: 'Was good.' })
  const course = async () => (await school.get('/v2/courses/old')).body.data
  const { links, attributes } = await course()
  expect(attributes).toMatchObject({ full_description: 'Was good.', status: 'live' })
  const follow = async ({ href, meta: { methods } }: { href: string; meta: { methods: string[] } }) =>
    (
      await school.send(methods[0]?.toUpperCase() ?? '', href.slice(usher.url.length), undefined, {
        'content-type': 'text/plain',
      })
    ).status
  expect(await follow(links.archive)).toBe(204)
  expect((await course()).attributes).toMatchObject({ status: 'archived', published: false })
  expect(await follow(links.unarchive)).toBe(200)
  expect((await course()).attributes).toMatchObject({ status: 'live' })
  expect(await follow(links.builder)).toBe(200)
  expect(await follow(links.teaching)).toBe(200)
  await native.delete(`/api/courses/${made.body.id}`)
})

const names = (answer: { body: { data: Resource[] } }) => attributesOf(answer).map(({ name }) => name)

test.each([
  ['filter[name]=pte', ['PTE Academic']],
  ['filter[name][eq]=GMAT', ['GMAT']],
  ['filter[permalink][in][]=gre&filter[permalink][in][]=gmat', ['GMAT', 'GRE']],
  ['filter[status][in][]=draft', []],
  ['filter[status][eq]=live&sort=-name', ['PTE Academic', 'IELTS', 'GRE', 'GMAT']],
  ['filter[published][eq]=true&q=g&limit=500', ['GMAT', 'GRE']],
  ['filter[enrollments_count][gteq]=1000', []],
  ['filter[created_at][gteq]=2020-01-01T00:00:00Z&sort=enrollments_count,name&limit=1', ['GMAT']],
])('courses are found by ?%s', async (query, found) => {
  const published = query.includes('filter[status]') ? '' : '&filter[published][eq]=true'
  expect(names(await school.get(`/v2/courses?${query}${published}`))).toEqual(found)
})

test('a group shows the courses that it gives', async () => {
  const group = (await school.post('/v2/groups', { data: { attributes: { name: 'Acme' } } })).body.data.id
  expect((await school.get(`/v2/groups/${group}/courses`)).body).toMatchObject({ data: [], links: {} })
  const data = [{ type: 'courses', id: ielts }]
  await school.post(`/v2/groups/${group}/relationships/courses`, { data })
  expect((await school.get(`/v2/groups/${group}/courses`)).body.data).toMatchObject([{ id: ielts }])
  expect(await school.get(`/v2/groups/${ielts}/courses`)).toMatchObject({ status: 404 })
})

test('enrollments of a course: who is in it, since when and how far; who lost it is not listed or counted', async () => {
  const jane = await provision('jane', ['gre'])
  const bob = await provision('bob', ['gre'])
  const lost = await provision('lost', ['gre'])
  await native.post(`/api/enrollments/${bob.enrollments[0]}/complete`)
  await native.post(`/api/enrollments/${lost.enrollments[0]}/revoke`, { reason: 'Refund' })
  const gre = (await school.get('/v2/courses/gre')).body.data
  expect(gre.attributes.enrollments_count).toBe(2)
  const path = `/v2/courses/${gre.id}/enrollments`
  const all = await school.get(path)
  const line = ({ person }: { person: string }, progress: number, completed: unknown) => ({
    attributes: {
      person_id: person,
      course_id: gre.id,
      progress,
      enrolled_at: expect.stringMatching(/Z$/),
      completed_at: completed,
      last_active_on: null,
    },
    relationships: { person: { data: { type: 'people', id: person } } },
  })
  expect(all.body.data).toMatchObject([line(jane, 0, null), line(bob, 100, expect.any(String))])

  const people = async (query: string) => attributesOf(await school.get(`${path}?${query}`)).map(row => row.person_id)
  expect(await people('filter[progress][eq]=100')).toEqual([bob.person])
  expect(await people(`filter[person_id]=${jane.person}`)).toEqual([jane.person])
  expect(await people('filter[completed_at][null]=true')).toEqual([jane.person])
  expect(await people('sort=-progress')).toEqual([bob.person, jane.person])
  const tomorrow = new Date(Date.now() + day).toISOString()
  for (const attribute of ['enrolled_at', 'updated_at']) {
    expect(await people(`filter[${attribute}][gteq]=${new Date(Date.now() - day).toISOString()}`)).toHaveLength(2)
    expect(await people(`filter[${attribute}][gteq]=${tomorrow}`)).toEqual([])
  }
  const first = await school.get(`${path}?limit=1`)
  expect(first.body.links.next).toContain(`${path}?limit=1&page=2`)
  expect((await school.get(`${path}?page=9`)).body).toMatchObject({ data: [], links: { prev: expect.any(String) } })
})

test('a transcript holds what somebody is in and what they completed; of nothing there is none', async () => {
  const { person, enrollments } = await provision('ann', ['ielts', 'gmat', 'gre'])
  await native.post(`/api/enrollments/${enrollments[1]}/complete`)
  for (const id of enrollments.slice(1)) await native.post(`/api/enrollments/${id}/revoke`, { reason: 'Refund' })
  const path = `/v2/transcripts/${person}`
  const { body } = await school.get(path)
  expect(body.data).toMatchObject([
    {
      attributes: {
        resource_id: ielts,
        resource_type: 'course',
        name: 'IELTS',
        progress_status: 'enrolled',
        progress: 0,
        completed_at: null,
        attempt_number: 1,
        version_number: 1,
      },
    },
    { attributes: { name: 'GMAT', progress_status: 'completed', progress: 100, completed_at: expect.any(String) } },
  ])
  expect(body.data[1].links.certificate).toBeUndefined()
  expect(names(await school.get(`${path}?filter[progress_status][eq]=completed`))).toEqual(['GMAT'])
  expect(names(await school.get(`${path}?filter[name]=x`))).toEqual([])
  expect(names(await school.get(`${path}?page[number]=2&limit=1`))).toEqual(['GMAT'])
  expect(await school.get(`${path}?page=3`)).toMatchObject({ status: 200, body: { data: [] } })
  const nobody = await school.post('/v2/people', { data: { attributes: { email: 'new@example.com' } } })
  expect(await school.get(`/v2/transcripts/${nobody.body.data.id}`)).toMatchObject({
    status: 404,
    body: { errors: [{ status: '404', title: 'Not Found' }] },
  })
})

test('a learning path is a bundle; in it is whoever has all of its courses', async () => {
  const bundle = { name: 'us_schools', display_name: 'US schools', courses: ['gmat', 'gre'] }
  expect((await native.post('/api/products', bundle)).status).toBe(201)
  const [path] = (await school.get('/v2/learning-paths')).body.data
  expect(path).toMatchObject({
    type: 'learning_paths',
    attributes: { name: 'US schools', picture_url: null, learning_path_enrollment_link: null },
    relationships: { courses: { data: [{ type: 'courses' }, { type: 'courses' }] } },
  })
  const both = await provision('both', ['gmat', 'gre'])
  await provision('half', ['gmat'])
  const partly = await provision('partly', ['gmat', 'gre'])
  await native.post(`/api/enrollments/${partly.enrollments[1]}/revoke`, { reason: 'Refund' })
  await native.post(`/api/enrollments/${both.enrollments[0]}/complete`)
  const enrollments = () => school.get(`/v2/learning-paths/${path.id}/enrollments`)
  const line = { person_id: both.person, learning_path_id: path.id, progress: 50, completed_at: null }
  expect(attributesOf(await enrollments())).toMatchObject([line])
  await native.post(`/api/enrollments/${both.enrollments[1]}/complete`)
  expect(attributesOf(await enrollments())).toMatchObject([{ progress: 100, completed_at: expect.any(String) }])
  const none = await school.get(`/v2/learning-paths/${path.id}/enrollments?filter[progress][lt]=100`)
  expect(none.body.data).toEqual([])
  expect((await school.get(`/v2/learning-paths/${path.id}`)).body.data).toEqual(path)
})

test('properties: of the school, of courses, and of people what the organization keeps about them', async () => {
  const { body } = await school.get('/v2/properties/school')
  expect(body.data).toMatchObject({ id: expect.any(String), attributes: { properties: { name: 'Acme Prep' } } })
  expect((await school.get(`/v2/properties/courses/${ielts}`)).body.data.attributes.properties).toEqual({
    id: ielts,
    name: 'IELTS',
  })
  const listed = (await school.get('/v2/properties/courses?filter[permalink][eq]=ielts&page=1&limit=50')).body.data
  expect(listed).toMatchObject([{ id: ielts, attributes: { properties: { name: 'IELTS' } } }])

  for (const [name, kind] of [
    ['city', 'text'],
    ['height', 'number'],
    ['phone_number', 'text'],
    ['email', 'text'],
  ])
    await native.post('/api/custom-fields', { name, label: name, kind })
  const custom_fields = { city: 'Pune', phone_number: '+1 555 0100', email: 'other@example.com' }
  const made = await native.post('/api/users', { email: 'kim@example.com', first_name: 'Kim', custom_fields })
  const id = toUuid('people', made.body.id)
  const kim = {
    id,
    first_name: 'Kim',
    last_name: '',
    email: 'kim@example.com',
    sso_uid: null,
    preferred_locale: null,
    phone_number: '+1 555 0100',
    city: 'Pune',
    height: null,
  }
  expect((await school.get(`/v2/properties/people/${id}`)).body.data.attributes.properties).toEqual(kim)
  const found = await school.get('/v2/properties/people?filter[email][eq]=kim@example.com')
  expect(attributesOf(found)).toEqual([{ properties: kim }])
})

test("another school's key finds nothing of this one", async () => {
  await native.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const { person } = await provision('own', ['ielts'])
  const path = (await school.get('/v2/learning-paths?limit=1')).body.data[0].id
  const pune = await openNorthpass(usher, { organization: 'pune' })
  for (const list of ['courses', 'learning-paths', 'properties/courses', 'properties/people', 'categories'])
    expect(await pune.get(`/v2/${list}`)).toMatchObject({ status: 200, body: { data: [] } })
  for (const address of [
    `courses/${ielts}`,
    'courses/ielts',
    `courses/${ielts}/enrollments`,
    `transcripts/${person}`,
    `properties/courses/${ielts}`,
    `properties/people/${person}`,
    `learning-paths/${path}`,
    `learning-paths/${path}/enrollments`,
  ])
    expect([address, (await pune.get(`/v2/${address}`)).status]).toEqual([address, 404])
  expect((await pune.get('/v2/properties/school')).body.data.attributes.properties.name).toBe('Pune')
})

test('without the permission it is refused in their shape', async () => {
  const weak = await openNorthpass(usher, { scopes: ['groups.view'] })
  for (const address of [
    'courses',
    `courses/${ielts}/enrollments`,
    `transcripts/${ielts}`,
    'learning-paths',
    'properties/school',
  ])
    expect(await weak.get(`/v2/${address}`)).toMatchObject({ status: 403, body: { errors: [{ status: '403' }] } })
})

const rubbish = [
  toUuid('groups', 1),
  'x',
  '%00',
  '%F0%9F%92%A9',
  '0',
  '-1',
  `${'9'.repeat(400)}`,
  toUuid('courses', 2 ** 52),
  '%ff',
  "'",
]
test.each(rubbish)('garbage in the address is never a 500: %s', async id => {
  for (const address of [
    `courses/${id}`,
    `courses/${id}/enrollments`,
    `groups/${id}/courses`,
    `transcripts/${id}`,
    `categories/${id}`,
    `learning-paths/${id}`,
    `learning-paths/${id}/enrollments`,
    `properties/courses/${id}`,
    `properties/people/${id}`,
    `courses?filter[name]=${id}&filter[id]=${id}`,
    `courses?filter[progress]=${id}`,
    `courses/${ielts}/enrollments?filter[person_id]=${id}`,
    `courses/${ielts}/enrollments?filter[enrolled_at][gteq]=${id}`,
    `learning-paths?sort=${id}&page=${id}`,
    `custom_templates/${id}`,
  ]) {
    const answer = await school.get(`/v2/${address}`)
    expect([address, answer.status]).not.toEqual([address, 500])
    if (answer.status !== 200) expect(answer.body.errors[0]).toMatchObject({ status: String(answer.status) })
  }
})

test('what is only read refuses writing, and what is not there says so', async () => {
  expect(await school.post('/v2/courses', {})).toMatchObject({ status: 405, body: { errors: [{ status: '405' }] } })
  expect(await school.post(`/v2/courses/${ielts}/enrollments`, {})).toMatchObject({ status: 405 })
  expect(await school.get(`/v2/categories/${ielts}`)).toMatchObject({ status: 404 })
})

test('of what is not kept here there is none, one of it is not there, and writing it is not done', async () => {
  const folders = ['quizzes', 'quiz_attempts', 'quiz-attempts', 'assignments', 'assignment_submissions', 'coupons']
  const more = ['assignment-submissions', 'custom_templates', 'custom-templates', 'templates', 'events', 'activities']
  for (const folder of [...folders, ...more, `courses/${ielts}/activities`, 'courses/ielts/quizzes'])
    for (const version of ['v1', 'v2']) {
      const path = `/${version}/${folder}`
      const none = await school.get(`${path}?page=3&limit=50&filter[name][eq]=x&sort=-x&q=x`)
      expect([path, none.status, none.body.data]).toEqual([path, 200, []])
      expect(new URL(none.body.links.prev?.href ?? none.body.links.prev).searchParams.has('page')).toBe(false)
      const one = await school.get(`${path}/${ielts}`)
      expect([path, one.status, one.body.errors[0].status]).toEqual([path, 404, '404'])
      const refused = await school.post(path, { custom_template: { name: 'Home', body: '<p></p>' } })
      expect([path, refused.status, refused.body.errors[0].title]).toEqual([path, 501, 'Not Implemented'])
      if (!folder.includes('/')) expect((await school.delete(`${path}/${ielts}`)).status).toBe(501)
    }
  expect((await school.get(`/v2/quiz_attempts/${ielts}/answers`)).status).toBe(404)
  expect((await school.get(`/v2/courses/${toUuid('courses', 1)}/activities`)).status).toBe(404)
  expect((await school.post('/v1/memberships', {})).status).toBe(501)
})

test('groups are made many at once, those that are there stay, and one that is wrong keeps all out', async () => {
  const before = (await school.post('/v2/groups', { data: { attributes: { name: 'Kept', description: 'As is' } } }))
    .body
  const groups = [{ name: 'Second', description: 'New' }, ' Third ', { name: 'KEPT', description: 'Other' }, 'third']
  const bulk = (rows: unknown) => school.post('/v2/bulk/groups', { data: { attributes: { groups: rows } } })
  expect(await bulk(groups)).toMatchObject({ status: 202, body: { data: { attributes: { groups: 3 } } } })
  expect((await bulk(groups)).status).toBe(202)
  const { body } = await school.get('/v2/groups?filter[name][in][]=Second&filter[name][in][]=Third&sort=name')
  expect(attributesOf({ body })).toMatchObject([{ name: 'Second', description: 'New' }, { name: 'Third' }])
  expect((await school.get(`/v2/groups/${before.data.id}`)).body).toEqual(before)
  expect(await bulk(['Fourth', { name: '' }, { description: 'x' }, 5])).toMatchObject({
    status: 422,
    body: { errors: [1, 2, 3].map(row => ({ source: { pointer: `/data/attributes/groups/${row}/name` } })) },
  })
  expect((await school.get('/v2/groups?filter[name]=Fourth')).body.data).toEqual([])
  for (const rows of [undefined, {}, Array.from({ length: 1001 }, (_, n) => `G${n}`)])
    expect((await bulk(rows)).status).toBe(422)
  const { rows } = await usher.database.pool.query(
    `select o.result, count(c) as groups from operations o left join changes c on c.operation_id = o.id
     where o.kind = 'create_group' group by o.id order by o.id desc limit 2`,
  )
  expect(rows).toEqual([
    { result: 'unchanged', groups: 0 },
    { result: 'created', groups: 2 },
  ])
})
