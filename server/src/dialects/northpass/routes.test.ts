import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { toUuid } from './ids.ts'

let usher: TestServer
let school: Northpass
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  school = await openNorthpass(usher)
  const native = await openApi(usher)
  await native.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await native.post('/api/organizations', { name: 'Old', slug: 'old' })
})
afterAll(() => usher.close())
beforeEach(() => void count++)

const email = (name: string) => `${name}-${count}@example.com`

async function addPerson(name: string, values: object = {}): Promise<string> {
  const { body } = await school.post('/v2/people', attributes({ email: email(name), first_name: name, ...values }))
  return body.data.id
}

async function addGroup(name = 'Acme'): Promise<string> {
  const { body } = await school.post('/v2/groups', attributes({ name: `${name} ${count}` }))
  return body.data.id
}

async function courseId(name: string): Promise<string> {
  const { rows } = await usher.database.pool.query('select id from courses where name = $1', [name])
  return toUuid('courses', rows[0].id)
}

const people = (...ids: string[]) => ({ data: ids.map(id => ({ type: 'people', id })) })

async function members(group: string): Promise<string[]> {
  const { body } = await school.get(`/v2/groups/${group}/memberships?limit=100`)
  return body.data.map(
    (one: { relationships: { person: { data: { id: string } } } }) => one.relationships.person.data.id,
  )
}

async function access(name: string): Promise<Record<string, boolean>> {
  const { rows } = await usher.database.pool.query(
    `select c.name, e.revoked_at is null as open from enrollments e join courses c on c.id = course_id
     join users u on u.id = user_id where email = $1`,
    [email(name)],
  )
  return Object.fromEntries(rows.map(row => [row.name, row.open]))
}

describe('a group', () => {
  test('is made, found by its name whatever its case, renamed and deleted', async () => {
    const made = await school.post('/v2/groups', attributes({ name: `Acme ${count}`, description: 'All' }))
    expect(made.status).toBe(201)
    const { id } = made.body.data
    expect(await school.post('/v2/groups', { group: { name: `ACME ${count}` } })).toMatchObject({
      status: 200,
      body: made.body,
    })
    const found = await school.get(`//v2//groups?filter%5Bname%5D=acme%20${count}`)
    expect(found.body.data).toEqual([made.body.data])
    expect(await school.patch(`/v2/groups/${id}`, attributes({ name: `Zeta ${count}` }))).toMatchObject({
      status: 200,
      body: { data: { id, attributes: { name: `Zeta ${count}`, description: 'All' } } },
    })
    const other = await addGroup('Other')
    expect(await school.patch(`/v2/groups/${other}`, attributes({ name: `zeta ${count}` }))).toMatchObject({
      status: 422,
      body: { errors: [{ status: '422', source: { pointer: '/data/attributes/name' } }] },
    })
    // The body that some clients send along counts for nothing.
    expect((await school.send('DELETE', `/v2/groups/${id}`, '{}')).status).toBe(204)
    expect((await school.get(`/v2/groups/${id}`)).status).toBe(404)
    expect((await school.delete(`/v2/groups/${id}`)).status).toBe(404)
  })

  test('that is there is 409 where the organization says so', async () => {
    const native = await openApi(usher, { organization: 'old' })
    await native.patch('/api/organizations/old', { northpass: { existing_group: 'conflict' } })
    const old = await openNorthpass(usher, { organization: 'old' })
    expect((await old.post('/v2/groups', attributes({ name: `Acme ${count}` }))).status).toBe(201)
    expect(await old.post('/v2/groups', attributes({ name: `acme ${count}` }))).toMatchObject({
      status: 409,
      body: { errors: [{ status: '409', title: 'Conflict' }] },
    })
  })

  test('of one name is made once by many at a time', async () => {
    const calls = Array.from({ length: 8 }, () => school.post('/v2/groups', attributes({ name: `Race ${count}` })))
    const answers = await Promise.all(calls)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1)
  })

  test('takes people, the same again and twice in one body, gives them its courses, and lets them go', async () => {
    const group = await addGroup()
    const [jane, bob] = [await addPerson('jane'), await addPerson('bob')]
    const path = `/v2/groups/${group}/relationships/people`
    expect((await school.post(path, people(jane, bob, jane))).status).toBe(204)
    expect((await school.post(path, people(jane))).status).toBe(204)
    expect((await members(group)).sort()).toEqual([jane, bob].sort())
    expect((await school.get(`/v2/groups/${group}`)).body.data.attributes).toMatchObject({
      membership_count: 2,
      memberships_count: 2,
    })
    const courses = { data: [{ type: 'courses', id: await courseId('ielts') }] }
    expect((await school.post(`/v2/groups/${group}/relationships/courses`, courses)).status).toBe(204)
    expect(await access('jane')).toEqual({ ielts: true })
    expect((await school.send('DELETE', path, JSON.stringify(people(jane)))).status).toBe(204)
    expect((await school.send('DELETE', path, JSON.stringify(people(jane)))).status).toBe(204)
    expect(await members(group)).toEqual([bob])
    expect([await access('jane'), await access('bob')]).toEqual([{ ielts: false }, { ielts: true }])
    expect((await school.get(`/v2/people/${bob}`)).body.data.relationships.groups.data).toEqual([
      { type: 'groups', id: group },
    ])
  })

  test('takes nobody when one of those named is not here', async () => {
    const group = await addGroup()
    const jane = await addPerson('jane')
    const path = `/v2/groups/${group}/relationships/people`
    for (const stranger of [toUuid('people', 1), group, 'x', ''])
      expect((await school.post(path, people(jane, stranger))).status).toBe(404)
    expect(await members(group)).toEqual([])
    for (const body of [undefined, '', '{}', '{"data":null}'])
      expect((await school.send('DELETE', path, body)).status).toBe(422)
  })
})

describe('a person', () => {
  test('is made by email alone, made again is the one who is there, and stays as named', async () => {
    const made = await school.post('/v2/people', attributes({ email: ` JANE-${count}@Example.com ` }))
    expect(made).toMatchObject({
      status: 201,
      body: { data: { type: 'people', attributes: { email: email('jane'), first_name: '', last_name: '' } } },
    })
    expect(await school.post('/v2/people', attributes({ email: email('jane'), first_name: 'Jo' }))).toMatchObject({
      status: 200,
      body: made.body,
    })
    expect((await school.get(`/v2/people?filter[email][eq]=${email('JANE')}`)).body.data).toEqual([made.body.data])
    expect((await school.get(`/v2/people/${made.body.data.id}`)).body).toEqual(made.body)
  })

  test('who is there is 422 where the organization says so', async () => {
    const native = await openApi(usher, { organization: 'old' })
    await native.patch('/api/organizations/old', { northpass: { existing_person: 'refuse' } })
    const old = await openNorthpass(usher, { organization: 'old' })
    expect((await old.post('/v2/people', attributes({ email: email('jane') }))).status).toBe(201)
    expect(await old.post('/v2/people', attributes({ email: email('jane') }))).toMatchObject({
      status: 422,
      body: {
        errors: [{ detail: 'email has already been taken', source: { pointer: '/data/attributes/email' } }],
      },
    })
  })

  test('made again keeps the sso_uid that there is, refused or not', async () => {
    const native = await openApi(usher)
    for (const existing of ['return', 'refuse']) {
      await native.patch('/api/organizations/old', { northpass: { existing_person: existing } })
      const old = await openNorthpass(usher, { organization: 'old' })
      const person = { email: email(existing), sso_uid: `${existing}-one` }
      expect((await old.post('/v2/people', attributes(person))).body.data.attributes.sso_uid).toBe(person.sso_uid)
      const again = await old.post('/v2/people', attributes({ ...person, sso_uid: `${existing}-two` }))
      expect(again.status).toBe(existing === 'return' ? 200 : 422)
      const found = await old.get(`/v2/people?filter[email][eq]=${person.email}`)
      expect(found.body.data[0].attributes.sso_uid).toBe(person.sso_uid)
    }
  })

  test('is renamed, and shut out and let in again', async () => {
    const jane = await addPerson('jane')
    const renamed = await school.put(
      `/v2/people/${jane}`,
      attributes({ email: email('jane'), first_name: 'Joan', last_name: 'Doe' }),
    )
    expect(renamed).toMatchObject({ status: 200, body: { data: { attributes: { full_name: 'Joan Doe' } } } })
    const out = await school.patch(`/v2/people/${jane}`, attributes({ deactivated: true }))
    expect(out.body.data.attributes).toMatchObject({ disabled: true, deactivated_at: expect.any(String) })
    const back = await school.patch(`/v2/people/${jane}`, attributes({ deactivated: false }))
    expect(back.body.data.attributes).toMatchObject({ disabled: false, deactivated_at: null })
    await addPerson('taken')
    const moved = await school.put(`/v2/people/${jane}`, attributes({ email: email('janet') }))
    expect(moved.body.data.attributes).toMatchObject({ email: email('janet'), full_name: 'Joan Doe' })
    expect(await school.put(`/v2/people/${jane}`, attributes({ email: email('taken') }))).toMatchObject({
      status: 422,
      body: { errors: [{ source: { pointer: '/data/attributes/email' } }] },
    })
  })

  test('is deleted, and what came from here goes', async () => {
    const jane = await addPerson('jane')
    const group = await addGroup()
    await school.post(`/v2/groups/${group}/relationships/people`, people(jane))
    expect((await school.send('DELETE', `/v2/people/${jane}`, '{}')).status).toBe(204)
    expect((await school.get(`/v2/people/${jane}`)).status).toBe(404)
    expect(await members(group)).toEqual([])
  })

  test('with more to say than the key is not deleted or shut out by it', async () => {
    const jane = await addPerson('jane')
    await usher.database.pool.query(
      `update memberships set role = 'admin' from users where users.id = user_id and users.email = $1`,
      [email('jane')],
    )
    const weak = await openNorthpass(usher, { scopes: ['users.view', 'users.edit', 'users.delete'] })
    expect((await weak.delete(`/v2/people/${jane}`)).status).toBe(403)
    expect((await weak.patch(`/v2/people/${jane}`, attributes({ deactivated: true }))).status).toBe(403)
  })

  test('is a learner in v1: links are text, and there is no status', async () => {
    const { status, body } = await school.post('/v1/learners', attributes({ email: email('jane') }))
    expect(status).toBe(201)
    const { id, links } = body.data
    expect(links.self).toBe(`${usher.url}/v1/people/${id}`)
    expect(body.data.attributes).not.toHaveProperty('registration_status')
    expect((await school.get(`/v2/people/${id}`)).body.data).toMatchObject({
      id,
      attributes: { registration_status: 'not_activated' },
      links: { self: { href: `${usher.url}/v2/people/${id}` } },
    })
  })
})

describe('a key', () => {
  test('may be in the address, and is in no link then', async () => {
    const answer = await fetch(`${usher.url}/v2/groups?api_key=${school.key}&limit=1`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(school.key)
  })

  test('that is wrong or missing is answered as recorded', async () => {
    const recorded = {
      errors: [
        { status: '401', title: 'Unauthorized', detail: "You don't have the necessary credentials", source: {} },
      ],
    }
    for (const [path, key] of [
      ['/v2/groups', ''],
      ['/v2/groups', 'nonsense'],
      ['/v1/people?api_key=nonsense', ''],
      ['/v2/nothing', ''],
    ] as const) {
      const answer = await fetch(usher.url + path, { headers: key ? { 'x-api-key': key } : {} })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/json; charset=utf-8'])
      expect(await answer.json()).toEqual(recorded)
    }
  })

  test('sees and touches nothing of other organizations, above or beside', async () => {
    const group = await addGroup()
    const jane = await addPerson('jane')
    const pune = await openNorthpass(usher, { organization: 'pune' })
    const own = (await pune.post('/v2/groups', attributes({ name: 'Own' }))).body.data.id
    const tries = [
      pune.get(`/v2/groups/${group}`),
      pune.patch(`/v2/groups/${group}`, attributes({ name: 'X' })),
      pune.delete(`/v2/groups/${group}`),
      pune.get(`/v2/groups/${group}/memberships`),
      pune.post(`/v2/groups/${group}/relationships/people`, people(jane)),
      pune.post(`/v2/groups/${own}/relationships/people`, people(jane)),
      pune.post(`/v2/groups/${own}/relationships/courses`, {
        data: [{ type: 'courses', id: await courseId('ielts') }],
      }),
      pune.get(`/v2/people/${jane}`),
      pune.patch(`/v2/people/${jane}`, attributes({ deactivated: true })),
      pune.post(`/v2/people/${jane}/resend-invitation`),
      pune.delete(`/v2/people/${jane}`),
    ]
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
    expect((await pune.get('/v2/people')).body.data).toEqual([])
    expect((await pune.get(`/v2/groups?filter[id][eq]=${group}`)).body.data).toEqual([])
    const bulk = { data: { person_ids: [jane], group_ids: [own] } }
    expect((await pune.post('/v2/bulk/people/membership', bulk)).status).toBe(422)
    expect(await school.get(`/v2/people/${jane}`)).toMatchObject({
      status: 200,
      body: { data: { attributes: { disabled: false } } },
    })
    // From above, too: a school is its own people and groups.
    expect((await school.get(`/v2/groups/${own}`)).status).toBe(404)
  })

  test('does what its scopes allow and no more', async () => {
    const reader = await openNorthpass(usher, { scopes: ['read'] })
    expect((await reader.get('/v2/groups')).status).toBe(200)
    expect(await reader.post('/v2/groups', attributes({ name: 'X' }))).toMatchObject({
      status: 403,
      body: { errors: [{ status: '403', title: 'Forbidden' }] },
    })
  })
})

test('garbage gets an error of their shape, and never 500', async () => {
  const group = await addGroup()
  const jane = await addPerson('jane')
  const paths = [
    ['POST', '/v2/groups'],
    ['PATCH', `/v2/groups/${group}`],
    ['POST', `/v2/groups/${group}/relationships/people`],
    ['DELETE', `/v2/groups/${group}/relationships/people`],
    ['POST', `/v2/groups/${group}/relationships/courses`],
    ['POST', '/v2/people'],
    ['PUT', `/v2/people/${jane}`],
    ['POST', '/v2/bulk/people'],
    ['POST', '/v2/bulk/people/membership'],
    ['POST', '/v2/groups/x/relationships/people'],
    ['PATCH', '/v2/people/00000000-0000-4000-8000-000000000000'],
  ] as const
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
  const bodies = [
    ...['', '{', 'null', '[]', '"x"', '{"data":{}}', '{"data":{"attributes":null}}', deep],
    ...['\u0000', '\\u0000', '\\ud800'].map(text => `{"data":{"attributes":{"email":"${text}","name":"${text}"}}}`),
    '{"data":{"attributes":{"email":5,"name":[],"people":[1,null,{"email":{}}]}}}',
    '{"data":[null,5,{"id":{}},{"id":"x"}],"person_ids":5}',
    '{"data":{"person_ids":[null,{}],"group_ids":["x"]}}',
    `{"data":{"attributes":{"name":"${'x'.repeat(151)}","email":"${'x'.repeat(300)}@example.com"}}}`,
  ]
  for (const [method, path] of paths)
    for (const body of bodies) {
      const type = body.length % 2 ? 'application/json' : 'application/x-www-form-urlencoded'
      const answer = await school.send(method, path, body, { 'content-type': type })
      const told = `${method} ${path} ${body.slice(0, 60)}`
      expect([400, 404, 422], told).toContain(answer.status)
      const { errors } = (await answer.json()) as { errors: object[] }
      expect(errors[0], told).toEqual({
        status: String(answer.status),
        title: expect.any(String),
        detail: expect.any(String),
        source: expect.any(Object),
      })
    }
  expect((await school.send('POST', '/v2/groups', 'x'.repeat(70_000))).status).toBe(413)
  expect(await school.get('/v2/nothing')).toMatchObject({ status: 404, body: { errors: [{ title: 'Not Found' }] } })
  expect(await school.put('/v2/groups')).toMatchObject({ status: 405, body: { errors: [{ status: '405' }] } })
  expect(await school.get('/v2/people/%zz')).toMatchObject({ status: 400, body: { errors: [{ status: '400' }] } })
})

test('many people are put into many groups in one call, and a row that is wrong keeps all out', async () => {
  const wrong = [{ email: email('ann'), groups: `Bulk ${count}` }, { email: 'nobody' }]
  expect(await school.post('/v2/bulk/people', attributes({ people: wrong }))).toMatchObject({
    status: 422,
    body: { errors: [{ source: { pointer: '/data/attributes/people/1/email' } }] },
  })
  expect((await school.get(`/v2/people?filter[email]=${email('ann')}`)).body.data).toEqual([])
  const rows = [
    { email: email('ann'), groups: `Bulk ${count}` },
    { email: email('ann'), groups: `Second ${count}`, first_name: 'Ann' },
    { email: email('bob'), groups: `BULK ${count}` },
  ]
  expect((await school.post('/v2/bulk/people', attributes({ people: rows }))).status).toBe(202)
  const { body } = await school.get(`/v2/groups?filter[name][end]=${count}&sort=name`)
  expect(body.data.map((one: { attributes: object }) => one.attributes)).toMatchObject([
    { name: `Bulk ${count}`, membership_count: 2 },
    { name: `Second ${count}`, membership_count: 1 },
  ])
  const group = await addGroup('Third')
  const found = await school.get(`/v2/people?filter[email][end]=-${count}@example.com`)
  const ids = found.body.data.map((one: { id: string }) => one.id)
  const bulk = { data: { person_ids: [...ids, ...ids], group_ids: [group] } }
  expect((await school.post('/v2/bulk/people/membership', bulk)).status).toBe(202)
  expect((await members(group)).sort()).toEqual(ids.sort())
})
