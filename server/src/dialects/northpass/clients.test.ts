/**
 * Clients that were written for the real service, each as it talks: nothing here knows that the server is ours but the address
 * and the key. What they do is in the contract; their words and people are invented.
 */
import { request as httpRequest } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer

beforeEach(async () => {
  usher = await startTestServer()
})
afterEach(() => usher.close())

const bulk = (names: readonly string[], groups: string) => ({
  data: { attributes: { people: names.map(name => ({ email: `${name}@example.com`, groups })) } },
})
const manyNames = Array.from({ length: 23 }, (_, index) => `learner${index}`)

/** Jane and Bob in IELTS, Jane through. */
async function enrol(): Promise<void> {
  const native = await openApi(usher)
  for (const name of ['jane', 'bob']) {
    const user = { email: `${name}@example.com`, first_name: name }
    const { body } = await native.post('/api/provision', { user, courses: ['ielts'] })
    if (name === 'jane') await native.post(`/api/enrollments/${body.enrollments[0].enrollment_id}/complete`)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a client looks for what it needs
type Json = any

test('a partner portal: spaced calls, pages until one is empty, 409 and 422 taken as "is there"', async () => {
  const { key } = await openNorthpass(usher, { callsASecond: 10 })
  await usher.database.pool.query(
    `update organizations set dialects = jsonb_set(dialects, '{northpass}', dialects -> 'northpass' || '{"existing_group": "conflict", "existing_person": "refuse"}')`,
  )
  let last = 0
  async function call(method: string, path: string, body?: object): Promise<{ status: number; data: Json }> {
    await wait(Math.max(0, last + 125 - Date.now()))
    last = Date.now()
    const headers = { 'X-Api-Key': key, Accept: 'application/json', 'Content-Type': 'application/json' }
    const answer = await fetch(usher.url + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    return { status: answer.status, data: text && JSON.parse(text) }
  }
  async function all(path: string): Promise<Json[]> {
    const found = []
    for (let page = 1; ; page++) {
      const { status, data } = await call('GET', `${path}${path.includes('?') ? '&' : '?'}page=${page}&limit=10`)
      if (status === 404) return [] // of a transcript: nothing on it
      if (data.data.length === 0) return found
      found.push(...data.data)
    }
  }
  async function createGroup(name: string): Promise<Json> {
    const sent = { data: { type: 'groups', attributes: { name, description: '' } } }
    const { status, data } = await call('POST', '/v2/groups', sent)
    if (status !== 409) return data.data
    return (await all('/v2/groups')).find(({ attributes }) => attributes.name.toLowerCase() === name.toLowerCase())
  }
  async function createPerson(email: string): Promise<Json> {
    const sent = { data: { type: 'people', attributes: { email, first_name: 'Jane', last_name: 'Doe' } } }
    const { status, data } = await call('POST', '/v2/people', sent)
    if (status === 201) return data.data
    expect([status, JSON.stringify(data).toLowerCase()]).toEqual([422, expect.stringMatching(/email.*taken/)])
    return (await call('GET', `/v2/people?filter[email][eq]=${encodeURIComponent(email)}`)).data.data[0]
  }

  expect((await call('GET', '/v2/people?limit=1')).status).toBe(200)
  const group = await createGroup('Acme')
  expect((await createGroup('ACME')).id).toBe(group.id)
  const jane = await createPerson('jane@example.com')
  expect((await createPerson('jane@example.com')).id).toBe(jane.id)
  await call('POST', '/v2/bulk/people', bulk(manyNames, 'Acme'))
  const twice = [jane, jane].map(({ id }) => ({ type: 'people', id }))
  expect((await call('POST', `/v2/groups/${group.id}/relationships/people`, { data: twice })).status).toBeLessThan(300)
  const members = await all(`/v2/groups/${group.id}/memberships`)
  expect(members).toHaveLength(manyNames.length + 1)
  expect(members.map(({ relationships }) => relationships.person.data.id)).toContain(jane.id)

  const catalog = await all('/v2/courses?filter[status][eq]=live')
  expect(catalog.map(({ attributes }) => attributes.name).sort()).toEqual(['GMAT', 'GRE', 'IELTS', 'PTE Academic'])
  expect(await all(`/v2/transcripts/${jane.id}`)).toEqual([])
  const courses = { data: catalog.map(({ id }) => ({ type: 'courses', id })) }
  await call('POST', `/v2/groups/${group.id}/relationships/courses`, courses)
  const transcript = await all(`/v2/transcripts/${jane.id}`)
  expect(transcript.map(({ attributes }) => attributes.resource_id).sort()).toEqual(catalog.map(({ id }) => id).sort())
  expect(transcript.every(({ attributes }) => attributes.progress_status === 'enrolled')).toBe(true)
  const properties = await call('GET', `/v2/properties/courses/${catalog[0].id}`)
  expect(properties.data.data.attributes.properties).toMatchObject({ name: catalog[0].attributes.name })

  const renamed = { data: { type: 'groups', id: group.id, attributes: { name: 'Acme Corp' } } }
  expect((await call('PATCH', `/v2/groups/${group.id}`, renamed)).data.data.attributes.name).toBe('Acme Corp')
  await call('DELETE', `/v2/groups/${group.id}/relationships/people`, { data: twice })
  expect(await all(`/v2/groups/${group.id}/memberships`)).toHaveLength(manyNames.length)
  const off = { data: { type: 'people', id: jane.id, attributes: { deactivated: true } } }
  expect((await call('PATCH', `/v2/people/${jane.id}`, off)).data.data.attributes.deactivated_at).not.toBeNull()
  expect((await call('DELETE', `/v2/groups/${group.id}`)).status).toBeLessThan(300)
  expect((await call('DELETE', `/v2/groups/${group.id}`)).status).toBe(404)
}, 60_000)

test('an admin tool: slashes doubled, the key in the address, the academy found by the first enroll link', async () => {
  const { key } = await openNorthpass(usher)
  await enrol()
  const get = async (path: string, query = ''): Promise<Json> =>
    (await fetch(`${usher.url}//v2/${path}?api_key=${key}${query}`, { headers: { accept: 'application/json' } })).json()

  const school = await get('properties/school')
  expect([school.data.id, school.data.attributes.properties.name]).toEqual([expect.any(String), 'Acme Prep'])
  const first = (await get('courses')).data[0]
  expect(new URL(first.links.enroll.href).origin).toBe(usher.url)

  const rows: object[] = []
  for (let page = 1; ; page++) {
    const { data } = await get('courses', `&page=${page}&limit=2`)
    if (data.length === 0) break
    for (const { id, attributes, relationships } of data) {
      const { status, name, enrollments_count, created_at, updated_at, unpublished_changes } = attributes
      const [category] = relationships.categories.data
      const categories = category ? [(await get(`categories/${category.id}`)).data.attributes.name] : []
      expect(relationships.instructor_partnerships.data).toEqual([])
      rows.push({ id, status, name, enrollments_count, created_at, updated_at, unpublished_changes, categories })
    }
  }
  expect(rows).toHaveLength(4)
  expect(rows[0]).toMatchObject({ name: 'IELTS', status: 'live', enrollments_count: 2, unpublished_changes: false })

  const sent = await fetch(`${usher.url}//v2/bulk/people?api_key=${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bulk(['ann'], 'Acme')),
  })
  expect(sent.status).toBe(202)
  const [group] = (await get('groups', '&filter[name]=acme')).data
  expect(group.attributes).toMatchObject({ name: 'Acme', membership_count: 1 })
  expect(group.attributes).toHaveProperty('group_enrollment_link')
})

test('a Ruby library: {} as the body of GET and DELETE, learners in v1, people in v2', async () => {
  const { key } = await openNorthpass(usher)
  const headers = { 'X-Api-Key': key, Accept: 'application/json', 'Content-Type': 'application/json' }
  const call = (method: string, path: string, body: object = {}) =>
    new Promise<{ status: number; body: Json }>((resolve, reject) => {
      const text = JSON.stringify(body)
      const length = { 'Content-Length': Buffer.byteLength(text) }
      const sent = httpRequest(usher.url + path, { method, headers: { ...headers, ...length } }, async answer => {
        const chunks = await answer.toArray()
        const received = Buffer.concat(chunks).toString()
        resolve({ status: answer.statusCode ?? 0, body: received && JSON.parse(received) })
      })
      sent.on('error', reject)
      sent.end(text)
    })
  const person = (values: object) => ({ data: { type: 'people', attributes: values } })

  const learner = await call('POST', '/v1/learners', person({ email: 'spider@example.com' }))
  expect(learner.status).toBe(201)
  expect(learner.body.data.links.self).toBe(`${usher.url}/v1/people/${learner.body.data.id}`)
  const made = await call('POST', '/v2/people', person({ email: 'bat@example.com' }))
  expect([made.status, made.body.data.attributes.registration_status]).toEqual([201, 'not_activated'])
  const self = `/v2/people/${made.body.data.id}`
  const changed = await call('PUT', self, { data: { attributes: { email: 'bat@example.com', first_name: 'Bruce' } } })
  expect(changed.body.data.attributes.first_name).toBe('Bruce')
  expect((await call('GET', self)).body.data.attributes.first_name).toBe('Bruce')
  const courses = await call('GET', '/v1/courses')
  const names = courses.body.data.map(({ attributes }: Json) => attributes.name)
  expect([courses.status, names]).toEqual([200, ['IELTS', 'PTE Academic', 'GMAT', 'GRE']])
  expect(courses.body.data[0].attributes.share_course_link).toEqual(expect.any(String))
  expect((await call('GET', '/v2/webhooks')).body.data).toEqual([])
  expect((await call('GET', '/v2/groups')).status).toBe(200)
  expect((await call('DELETE', self)).status).toBe(204)
  expect((await call('GET', self)).status).toBe(404)
})

test('a Python library: pages by the Link header alone', async () => {
  const { key } = await openNorthpass(usher)
  await enrol()
  const headers = { 'X-Api-Key': key, 'content-type': 'application/json' }
  await fetch(`${usher.url}/v2/bulk/people`, {
    method: 'POST',
    headers,
    body: JSON.stringify(bulk(manyNames, 'Acme')),
  })
  async function all(path: string): Promise<Json[]> {
    const found = []
    for (let next: string | undefined = usher.url + path; next; ) {
      const answer: Response = await fetch(next, { headers })
      found.push(...((await answer.json()) as Json).data)
      next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    return found
  }
  const people = await all('/v2/people')
  expect(new Set(people.map(({ attributes }) => attributes.email)).size).toBe(manyNames.length + 2)
  const [course] = await all('/v2/courses?filter[name]=ielts')
  const enrollments = await all(`/v2/courses/${course.id}/enrollments?limit=1`)
  expect(enrollments.map(({ attributes }) => attributes.progress)).toEqual([100, 0])
  const emailById = new Map(people.map(({ id, attributes }) => [id, attributes.email]))
  expect(enrollments.map(({ relationships }) => emailById.get(relationships.person.data.id))).toEqual([
    'jane@example.com',
    'bob@example.com',
  ])
})

test('a reporting library: 500 a page, words to look for, what changed since, until there is no next link', async () => {
  const { key } = await openNorthpass(usher)
  await enrol()
  const native = await openApi(usher)
  await native.post('/api/products', { name: 'english', display_name: 'English', courses: ['ielts', 'pte_academic'] })
  async function all(path: string, query: Record<string, string> = {}): Promise<Json[]> {
    const found = []
    let next: string | undefined = `${usher.url}/v2${path}?${new URLSearchParams({ limit: '500', ...query })}`
    while (next) {
      const answer: Response = await fetch(next, { headers: { 'X-Api-Key': key, Accept: 'application/json' } })
      expect(answer.status).toBe(200)
      const { data, links } = (await answer.json()) as Json
      found.push(...data)
      next = links.next
    }
    return found
  }
  const names = (found: Json[]) => found.map(({ attributes }) => attributes.name)
  expect(names(await all('/courses', { 'filter[published][eq]': 'true', q: 'academic' }))).toEqual(['PTE Academic'])
  expect(await all('/courses', { 'filter[published][eq]': 'true', limit: '1' })).toHaveLength(4)
  const [ielts] = await all('/courses', { q: 'ielts' })
  const yesterday = new Date(Date.now() - 86_400_000).toISOString()
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const changed = (since: string) => all(`/courses/${ielts.id}/enrollments`, { 'filter[updated_at][gteq]': since })
  expect([await changed(yesterday), await changed(tomorrow)]).toMatchObject([{ length: 2 }, { length: 0 }])
  expect(
    await all('/people', { 'filter[email][cont]': '@example.com', 'filter[updated_at][gteq]': yesterday }),
  ).toHaveLength(2)
  const [path] = await all('/learning-paths', { q: 'english' })
  expect(path.attributes).toMatchObject({ name: 'English', share_learning_path_link: expect.any(String) })
  // Nobody has all of it.
  expect(await all(`/learning-paths/${path.id}/enrollments`)).toEqual([])
  expect(await all('/webhooks', { limit: '50', 'filter[type][in]': 'quiz_completed_events' })).toEqual([])
  // There are none, and the run goes on.
  for (const left of ['quizzes', 'events', 'activities', 'assignment_submissions'])
    expect(await all(`/${left}`)).toEqual([])
})
