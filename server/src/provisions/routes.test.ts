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

const jane = { email: 'Jane@example.com', first_name: 'Jane', last_name: 'Doe' }

test('one call makes the account, the team, its seats, the group, the access and the mail, and confirms each', async () => {
  const order = {
    user: { ...jane, external_id: 'crm-17', tags: ['evening'] },
    team: { strategy: 'create', name: 'Jane & Co', role: 'manager' },
    seats: [{ product: 'ielts', quantity: 10 }],
    courses: ['ielts', 'gmat'],
    groups: ['Newcomers'],
    external_ref: 'order-1042',
  }
  const made = await api.post('/api/provision', order)
  expect(made).toMatchObject({
    status: 201,
    body: {
      result: 'created',
      user: { email: 'jane@example.com', created: true },
      team: { name: 'Jane & Co', created: true, joined: true },
      seats: [{ product: 'ielts', added: 10, quantity: 10, used: 1, left: 9 }],
      groups: [{ name: 'Newcomers', created: true, joined: true }],
      enrollments: [
        { course: 'ielts', status: 'active', already_provisioned: false },
        { course: 'gmat', status: 'active', already_provisioned: false },
      ],
      welcome_email_sent: true,
    },
  })
  expect(made.headers.get('usher-operation')).toBe(String(made.body.operation_id))
  const again = await api.post('/api/provision', order)
  expect(again).toMatchObject({
    status: 200,
    body: {
      result: 'already_provisioned',
      team: { created: false, joined: false },
      seats: [{ added: 0, quantity: 10, used: 1 }],
      welcome_email_sent: false,
    },
  })
})

test('plan mode counts the seats that would be taken, as they are and as they would be', async () => {
  const { id } = (await api.post('/api/teams', { name: 'Counted' })).body
  await api.post(`/api/teams/${id}/seats`, { product: 'ielts', quantity: 3, external_ref: 'counted' })
  const asked = (name: string) => ({
    user: { email: `${name}@example.com`, first_name: name },
    team: { strategy: 'specific', id },
    courses: ['ielts'],
  })
  const counts = (before: object, after: object) => [{ team_id: id, product: 'ielts', ...after, before }]
  const many = await api.post('/api/provision?mode=plan', [asked('quinn'), asked('rosa')])
  expect(many.body.seats).toEqual(counts({ quantity: 3, used: 0 }, { quantity: 3, used: 2 }))
  await api.post('/api/provision', asked('quinn'))
  const next = await api.post('/api/provision?mode=plan', asked('rosa'))
  expect(next.body.seats).toEqual(counts({ quantity: 3, used: 1 }, { quantity: 3, used: 2 }))
  const again = await api.post('/api/provision?mode=plan', asked('quinn'))
  expect(again.body.seats).toEqual([])
})

test('plan mode shows every object that would be made, and makes none', async () => {
  const order = { user: { email: 'ghost@example.com', first_name: 'Ghost' }, courses: ['ielts'] }
  const planned = await api.post('/api/provision?mode=plan', order)
  expect(planned.status).toBe(200)
  expect(planned.body.changes.map((change: { kind: string }) => change.kind)).toEqual([
    'user',
    'membership',
    'enrollment',
    'grant',
    'message',
  ])
  expect(await api.post('/api/provision', order)).toMatchObject({ status: 201 })
})

test('adding seats without a reference is refused in words, and an Idempotency-Key is as good', async () => {
  const order = {
    user: jane,
    team: { strategy: 'auto', name: 'Key holders' },
    seats: [{ product: 'gre', quantity: 2 }],
  }
  expect(await api.post('/api/provision', order)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'external_ref', code: 'reference_required' }] },
  })
  const key = { 'idempotency-key': 'a-key-of-mine' }
  expect(await api.post('/api/provision', order, key)).toMatchObject({ body: { seats: [{ added: 2, quantity: 2 }] } })
})

test('every problem is named, and nothing is half done', async () => {
  const order = {
    user: { email: 'nobody', first_name: ' ' },
    team: { strategy: 'specific', name: 'No such team' },
    courses: ['ielts', 'latin'],
    products: ['everything'],
  }
  expect(await api.post('/api/provision', order)).toMatchObject({
    status: 400,
    body: {
      errors: [
        { field: 'user.email', code: 'malformed' },
        { field: 'user.first_name', code: 'required' },
        { field: 'courses', code: 'unknown_course' },
        { field: 'products', code: 'unknown_product' },
        { field: 'team', code: 'unknown_team' },
      ],
    },
  })
  expect(
    await api.post('/api/provision', { user: jane, team: { strategy: 'specific', name: 'No such team' } }),
  ).toMatchObject({
    status: 404,
  })
})

test('many at once: an outcome for each, and a bad one harms no other', async () => {
  const people = ['ann', 'bob', 'cid'].map(name => ({
    user: { email: `${name}@example.com`, first_name: name },
    courses: ['ielts'],
  }))
  const bulk = await api.post('/api/provision', [
    people[0],
    { user: {} },
    people[1],
    { ...people[2], courses: ['latin'] },
  ])
  expect(bulk.status).toBe(200)
  expect(bulk.body.results).toMatchObject([
    { status: 201, user: { email: 'ann@example.com' } },
    { status: 400, code: 'invalid' },
    { status: 201, user: { email: 'bob@example.com' } },
    { status: 400, errors: [{ code: 'unknown_course' }] },
  ])
})

const unreadable = [
  ['U+0000', 'x\u0000'],
  ['half of a pair', 'x\ud800'],
  ['what stands for lost text', 'x\ufffd'],
]
test.each(unreadable)('of many at once, one with %s is refused and the others go on', async (fault, first_name) => {
  const people = ['Ann', first_name, 'Zoe'].map((first_name, index) => ({
    user: { email: `${fault.replaceAll(' ', '-')}-${index}@example.com`, first_name },
  }))
  const key = { 'idempotency-key': fault }
  const planned = await api.post('/api/provision?mode=plan', people)
  expect(planned).toMatchObject({ status: 200, body: { results: [null, { code: 'invalid' }, null] } })
  const { status, body } = await api.post('/api/provision', people, key)
  expect({ status, results: body.results }).toMatchObject({
    status: 200,
    results: [
      { status: 201 },
      {
        status: 400,
        code: 'invalid',
        errors: [{ field: 'user.first_name', message: 'must be text that can be read' }],
      },
      { status: 201 },
    ],
  })
  expect((await api.post('/api/provision', people, key)).body).toEqual(body)
})

test('plan mode of many at once changes nothing either, and says who would be refused', async () => {
  const people = ['dee', 'eve'].map(name => ({ user: { email: `${name}@example.com`, first_name: name } }))
  const planned = await api.post('/api/provision?mode=plan', [
    people[0],
    { user: {} },
    people[1],
    { ...people[1], courses: ['latin'] },
  ])
  expect(planned).toMatchObject({
    status: 200,
    body: {
      mode: 'plan',
      changes: expect.arrayContaining([expect.objectContaining({ kind: 'user' })]),
      results: [null, { status: 400 }, null, { status: 400, errors: [{ code: 'unknown_course' }] }],
    },
  })
  expect(await api.post('/api/provision', people[0])).toMatchObject({ status: 201 })
})

test('an organization below is found, or made first where it is missing', async () => {
  const organization = { slug: 'globex', name: 'Globex', create_if_missing: true }
  const order = (name: string) => ({ organization, user: { email: `${name}@example.com`, first_name: name } })
  const answers = await Promise.all(['dan', 'eve', 'fay'].map(name => api.post('/api/provision', order(name))))
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect((await api.get('/api/organizations?search=globex')).body.data).toHaveLength(1)
  expect(await api.post('/api/provision', { ...order('gus'), organization: 'elsewhere' })).toMatchObject({
    status: 404,
  })
})

test('an organization whose slug would be read as an id is not made, and nobody is put into the one of that id', async () => {
  const { id } = (await api.post('/api/organizations', { name: 'Initech', slug: 'initech' })).body
  for (const slug of [String(id), '12']) {
    const organization = { slug, name: 'Digits', create_if_missing: true }
    const user = { email: 'digits@example.com', first_name: 'Dee' }
    expect(await api.post('/api/provision', { organization, user })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'organization.slug' }] },
    })
  }
  expect((await api.get('/api/organizations?search=digits')).body.data).toEqual([])
  expect((await api.get(`/api/memberships?organization=${id}`)).body.data).toEqual([])
})

test('access may begin later, and the language of mails is kept', async () => {
  const begins = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString()
  const order = {
    user: { email: 'hal@example.com', first_name: 'Hal', locale: 'de-at' },
    courses: ['ielts'],
    starts_at: begins,
  }
  const { body } = await api.post('/api/provision', order)
  expect(body.enrollments).toMatchObject([{ status: 'upcoming', starts_at: begins }])
  expect((await api.get(`/api/users/${body.user.id}`)).body).toMatchObject({ locale: 'de-AT' })
})

test('each of many adds its own seats under one Idempotency-Key', async () => {
  const order = (name: string) => ({
    user: { email: `${name}@example.com`, first_name: name },
    team: { strategy: 'auto', name: 'Bulk buyers' },
    seats: [{ product: 'gre', quantity: 2 }],
  })
  const { body } = await api.post('/api/provision', [order('ida'), order('jon')], { 'idempotency-key': 'two-orders' })
  expect(body.results.map(({ seats }: { seats: { quantity: number }[] }) => seats[0]?.quantity).sort()).toEqual([2, 4])
})
