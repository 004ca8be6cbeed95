import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const provision = (name: string, more: object = {}) => ({
  user: { email: `${name}@example.com`, first_name: name },
  courses: ['ielts'],
  ...more,
})

test('a plan is applied as it was shown, once', async () => {
  const plan = await api.post('/api/provision?mode=plan', provision('jane', { groups: ['Readers'] }))
  expect(plan).toMatchObject({ status: 200, body: { mode: 'plan', plan_id: expect.any(Number) } })
  expect(plan.body.changes).toContainEqual(
    expect.objectContaining({ kind: 'grant', after: expect.objectContaining({ user_id: '#1' }) }),
  )
  const path = `/api/plans/${plan.body.plan_id}/apply`
  expect(await api.post(path)).toMatchObject({
    status: 201,
    body: { result: 'created', user: { email: 'jane@example.com' } },
  })
  expect(await api.post(path)).toMatchObject({ status: 409, body: { code: 'conflict' } })
})

test('a plan says what people call whom and what it names by id, and is the same plan when that changes', async () => {
  const { user } = (await api.post('/api/provision', provision('nora'))).body
  const team = (await api.post('/api/teams', { name: 'Morning class' })).body
  const seats = { product: 'ielts', quantity: 2, external_ref: 'named' }
  const { id } = (await api.post(`/api/teams/${team.id}/seats`, seats)).body
  await api.post(`/api/teams/${team.id}/members`, { email: 'nora@example.com', first_name: 'nora' })
  const plan = await api.post(`/api/seats/${id}/claims?mode=plan`, { user_id: user.id })
  expect(plan.body.names).toEqual(
    expect.arrayContaining([
      { kind: 'user', id: user.id, name: 'nora', key: 'nora@example.com' },
      { kind: 'team', id: team.id, name: 'Morning class', key: null },
      { kind: 'course', id: expect.any(Number), name: expect.any(String), key: 'ielts' },
      { kind: 'product', id: expect.any(Number), name: expect.any(String), key: 'ielts' },
      { kind: 'seats', id, name: expect.any(String), key: null, team: 'Morning class' },
    ]),
  )
  await api.patch(`/api/users/${user.id}`, { first_name: 'Leonora' })
  const done = await api.post(`/api/plans/${plan.body.plan_id}/apply`)
  expect(done).toMatchObject({ status: 201 })
  const operation = await api.get(`/api/operations/${done.headers.get('usher-operation')}`)
  expect(operation.body.names).toContainEqual({ kind: 'user', id: user.id, name: 'Leonora', key: 'nora@example.com' })
  expect(operation.body.names).toContainEqual(expect.objectContaining({ kind: 'course', key: 'ielts' }))
})

test('who may do something in one team is not told what a person elsewhere is called', async () => {
  const { user } = (
    await api.post(
      '/api/provision',
      provision('hidden', { user: { ...provision('hidden').user, last_name: 'Secret' } }),
    )
  ).body
  const team = (await api.post('/api/teams', { name: 'Of a manager' })).body
  const manager = await signIn(usher, { organization: 'acme-prep', team: team.id })
  const asked = { email: 'hidden@example.com', first_name: 'X', last_name: 'Y', team: team.id }
  const path = '/api/invitations?mode=plan'
  const plan = await manager.post(path, asked)
  expect(plan).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect(JSON.stringify(plan.body)).not.toContain('Secret')
  const own = await api.post(path, asked)
  expect(own.body.names).toContainEqual({ kind: 'user', id: user.id, name: 'hidden Secret', key: 'hidden@example.com' })
})

test('a key that may not see people or the catalog is told no names', async () => {
  const { user } = (await api.post('/api/provision', provision('quiet'))).body
  const enrollment = (await api.get(`/api/enrollments?user=${user.id}`)).body.data[0].id
  const narrow = await openApi(usher, { scopes: ['enrollments.view', 'enrollments.delete'] })
  const plan = await narrow.post(`/api/enrollments/${enrollment}/revoke?mode=plan`)
  expect(plan).toMatchObject({ status: 200, body: { names: [] } })
})

test('a plan of what a person buys shows rows as they are stored, and is applied', async () => {
  const user = { email: 'buyer@example.com', first_name: 'Bea' }
  const order = { user, lines: [{ product: 'ielts' }], payment: 'external', external_ref: 'bought' }
  const plan = await api.post('/api/orders?mode=plan', order)
  const grant = plan.body.changes.find(({ kind }: { kind: string }) => kind === 'grant').after
  const { fields } = await usher.database.pool.query('select * from grants limit 0')
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(grant)))
  expect(await api.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({ status: 201 })
})

test('a plan that would no longer do what was shown is refused, and does nothing', async () => {
  const plan = await api.post('/api/provision?mode=plan', provision('bob', { courses: ['ielts', 'gmat'] }))
  await api.post('/api/provision', provision('bob'))
  expect(await api.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  })
  const { body } = await api.post('/api/provision?mode=plan', provision('bob', { courses: ['gmat'] }))
  expect(body.changes.map((change: { kind: string }) => change.kind)).toContain('enrollment')
})

test('a change of a thing is planned and applied alike', async () => {
  const team = (await api.post('/api/teams', { name: 'Evening' })).body
  const plan = await api.patch(`/api/teams/${team.id}?mode=plan`, { name: 'Night' })
  expect(await api.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({
    status: 200,
    body: { name: 'Night' },
  })
  const stale = await api.patch(`/api/teams/${team.id}?mode=plan`, { name: 'Dawn' })
  await api.patch(`/api/teams/${team.id}`, { description: 'Changed' })
  expect(await api.post(`/api/plans/${stale.body.plan_id}/apply`)).toMatchObject({ status: 409 })
  expect((await api.get(`/api/teams/${team.id}`)).body).toMatchObject({ name: 'Night', description: 'Changed' })
})

test("another key's plan, and one that is none, is not there", async () => {
  const plan = await api.post('/api/teams?mode=plan', { name: 'Mine' })
  const other = await openApi(usher)
  expect(await other.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({ status: 404 })
  expect(await api.post('/api/plans/1/apply')).toMatchObject({ status: 404 })
  expect(await api.post('/api/teams', { name: 'Mine' }, { 'usher-plan': 'x' })).toMatchObject({ status: 404 })
})

test('a plan for many is applied for all of them', async () => {
  const many = ['ann', 'cid'].map(name => provision(name))
  const plan = await api.post('/api/provision?mode=plan', many)
  const applied = await api.post(`/api/plans/${plan.body.plan_id}/apply`)
  expect(applied.body.results).toMatchObject([{ status: 201 }, { status: 201 }])
})

const apply = (plan: { body: { plan_id: number } }, by = api) => by.post(`/api/plans/${plan.body.plan_id}/apply`)

test('a plan that is applied twenty times at once is done once', async () => {
  const team = (await api.post('/api/teams', { name: 'Rush' })).body
  const plan = await api.post(`/api/teams/${team.id}/credits?mode=plan`, { amount: '10' })
  const answers = await Promise.all(Array.from({ length: 20 }, () => apply(plan)))
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([201, ...Array(19).fill(409)])
  expect((await api.get(`/api/teams/${team.id}/credits`)).body).toMatchObject({ balance: '10.00' })
})

test('an end that somebody else has moved is noticed', async () => {
  await api.post('/api/provision', { ...provision('dora'), access: { months: 3 } })
  const { rows } = await usher.database.pool.query(
    "select e.id from enrollments e join users u on u.id = e.user_id where u.email = 'dora@example.com'",
  )
  const path = `/api/enrollments/${rows[0].id}/extend`
  const plan = await api.post(`${path}?mode=plan`, { access: { months: 1 } })
  const same = await api.post(`${path}?mode=plan`, { access: { months: 1 } })
  expect(plan.body.changes).toContainEqual(
    expect.objectContaining({ kind: 'enrollment', before: expect.objectContaining({ id: rows[0].id }) }),
  )
  expect((await apply(same)).status).toBe(200)
  expect(await apply(plan)).toMatchObject({ status: 409, body: { code: 'conflict' } })
})

test('an end that the plan gives counts from the day that the course ends, which somebody may have moved', async () => {
  const course = { name: 'sat', display_name: 'SAT', access: { until: '2099-06-30T00:00:00Z' } }
  const made = await api.post('/api/courses', course)
  expect(made.status).toBe(201)
  const plan = await api.post('/api/provision?mode=plan', provision('elsa', { courses: ['sat'] }))
  const moved = await api.patch(`/api/courses/${made.body.id}`, { access: { until: '2099-07-31T00:00:00Z' } })
  expect(moved.status).toBe(200)
  expect(await apply(plan)).toMatchObject({ status: 409 })
})

test.each([
  ['a key', '/api/keys', { name: 'Another' }, 201],
  ['credits of an organization', '/api/organizations/acme-prep/credits', { amount: '5' }, 201],
  ['an invitation', '/api/invitations', { email: 'fay@example.com', first_name: 'Fay', courses: ['ielts'] }, 201],
  ['a link', '/api/links', { name: 'Door', target: { course: 'ielts' }, expires_at: '2099-01-01T00:00:00Z' }, 201],
])('what chance or the operation gives %s does not stand in the way', async (_, path, body, status) => {
  expect(await apply(await api.post(`${path}?mode=plan`, body))).toMatchObject({ status })
})

test('an Idempotency-Key that a plan was made with guards what is done', async () => {
  const seats = { team: { strategy: 'auto', name: 'Guarded' }, seats: [{ product: 'ielts', quantity: 2 }], courses: [] }
  const key = { 'idempotency-key': 'guard-1' }
  const plan = await api.post('/api/provision?mode=plan', provision('gus', seats), key)
  expect(plan.status).toBe(200)
  expect(await apply(plan)).toMatchObject({ status: 201 })
  const again = await api.post('/api/provision', provision('gus', seats), key)
  expect(again).toMatchObject({ status: 201, body: { seats: [{ quantity: 2 }] } })
})

test('a plan is one however its address is written', async () => {
  const plan = await api.post('/api/teams?mode=pl%61n', { name: 'Escaped' })
  expect(plan.body).toMatchObject({ mode: 'plan' })
  expect(await apply(plan)).toMatchObject({ status: 201, body: { name: 'Escaped' } })
})
