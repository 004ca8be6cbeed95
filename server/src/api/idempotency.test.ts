import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { deleteOldAnswers, takeBackClaim } from './idempotent-answers.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const withKey = (key: string) => ({ 'idempotency-key': key })
const countTeams = async (name: string) => (await api.get(`/api/teams?search=${name}`)).body.data.length
const query = (text: string, values: unknown[] = []) => usher.database.pool.query(text, values)

test('the same request again is not done again, and gets the first answer', async () => {
  const first = await api.post('/api/teams', { name: 'once' }, withKey('"a-1"'))
  const again = await api.post('/api/teams', { name: 'once' }, withKey('a-1'))
  expect(first.status).toBe(201)
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  for (const name of ['etag', 'content-type', 'usher-operation'])
    expect(again.headers.get(name)).toBe(first.headers.get(name))
  expect(await countTeams('once')).toBe(1)
})

test('another request under the same key is refused, and not done', async () => {
  await api.post('/api/teams', { name: 'first' }, withKey('b-1'))
  for (const other of [
    await api.post('/api/teams', { name: 'second' }, withKey('b-1')),
    await api.post('/api/teams?mode', { name: 'first' }, withKey('b-1')),
    await api.post('/api/keys', { name: 'first' }, withKey('b-1')),
  ])
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  expect(await countTeams('second')).toBe(0)
})

test('two keys of the API may choose the same Idempotency-Key', async () => {
  const another = await openApi(usher)
  expect(await api.post('/api/teams', { name: 'mine' }, withKey('c-1'))).toMatchObject({ status: 201 })
  expect(await another.post('/api/teams', { name: 'yours' }, withKey('c-1'))).toMatchObject({ status: 201 })
})

test('twenty at once are done once; who comes too early is told so', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.post('/api/teams', { name: 'rush' }, withKey('d-1'))),
  )
  const done = answers.filter(answer => answer.status === 201)
  expect(done.filter(answer => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1)
  for (const answer of answers.filter(answer => answer.status !== 201))
    expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } })
  expect(await countTeams('rush')).toBe(1)
})

test('what was refused is refused again, the same way', async () => {
  const faulty = { name: '' }
  const first = await api.post('/api/teams', faulty, withKey('e-1'))
  const again = await api.post('/api/teams', faulty, withKey('e-1'))
  expect(first).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect(again).toMatchObject({ status: 400, body: first.body })
  expect(again.headers.get('content-type')).toContain('application/problem+json')
})

test.each<[code: string, status: number, stop: () => Promise<unknown>, goOn: () => Promise<unknown>]>([
  [
    'off',
    403,
    () => query("update organizations set provisioning_enabled = false where slug = 'acme-prep'"),
    () => query("update organizations set provisioning_enabled = true where slug = 'acme-prep'"),
  ],
  [
    'unknown',
    400,
    () => query("update courses set name = 'away' where name = 'gmat'"),
    () => query("update courses set name = 'gmat' where name = 'away'"),
  ],
])('what was refused for a state that ended is done (%s)', async (code, status, stop, goOn) => {
  const student = { email: `${code}@example.com`, first_name: 'Jane', courses: ['gmat'] }
  const one = { user: { email: `${code}-one@example.com`, first_name: 'Jane' }, courses: ['gmat'] }
  const calls = [
    ['/api/v1/provision/student/', student],
    ['/api/provision', one],
    ['/api/provision', [{ ...one, user: { ...one.user, email: `${code}-many@example.com` } }]],
  ] as const
  const callAll = () =>
    Promise.all(calls.map(([path, body], index) => api.post(path, body, withKey(`${code}-${index}`))))
  await stop()
  const [first, second, many] = await callAll().finally(goOn)
  expect([first?.status, second?.status, many?.body.results[0].status]).toEqual([status, status, status])
  const [again, once, all] = await callAll()
  expect([again?.status, once?.status]).toEqual([201, 201])
  expect(all?.body.results[0].status).toBeLessThan(300)
  for (const answer of [again, once, all]) expect(answer?.headers.get('idempotent-replayed')).toBeNull()
})

test('what was taken is looked for again', async () => {
  const course = { name: 'once_more', display_name: 'Once more' }
  const { body } = await api.post('/api/courses', course)
  expect(await api.post('/api/courses', course, withKey('course'))).toMatchObject({ status: 409 })
  await query("update courses set name = 'before' where id = $1", [body.id])
  await query("update products set name = 'before' where name = 'once_more'")
  expect(await api.post('/api/courses', course, withKey('course'))).toMatchObject({ status: 201 })
})

test('of an answer too large to keep the ids of its operations are', async () => {
  const long = 'x'.repeat(140)
  const groups = Array.from({ length: 50 }, (_, n) => `${n} ${long}`)
  const people = Array.from({ length: 200 }, (_, n) => ({
    user: { email: `l${n}@example.com`, first_name: 'L' },
    groups,
  }))
  const first = await api.post('/api/provision', people, withKey('large'))
  const again = await api.post('/api/provision', people, withKey('large'))
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const ids = first.body.results.map(({ operation_id }: { operation_id: number }) => ({ status: 201, operation_id }))
  expect(again.body).toEqual({ results: ids })
})

test('what failed on our side is done when it is sent again', async () => {
  await query('alter table changes rename to changes_away')
  expect(await api.post('/api/teams', { name: 'failing' }, withKey('f-1'))).toMatchObject({ status: 500 })
  await query('alter table changes_away rename to changes')
  expect(await api.post('/api/teams', { name: 'failing' }, withKey('f-1'))).toMatchObject({ status: 201 })
  expect(await countTeams('failing')).toBe(1)
})

test('a plan is not kept: the same key then does it', async () => {
  const plan = await api.post('/api/teams?mode=plan', { name: 'planned' }, withKey('g-1'))
  expect(plan).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect(await api.post('/api/teams', { name: 'planned' }, withKey('g-1'))).toMatchObject({ status: 201 })
})

test('a request that ended halfway blocks its key for a minute and is then done', async () => {
  const first = await api.post('/api/teams', { name: 'halfway' }, withKey('h-1'))
  await query(
    "update idempotent_answers set status = null, answer = null, operation_id = -1 where idempotency_key = 'h-1'",
  )
  await api.delete(`/api/teams/${first.body.id}`)
  const tooEarly = await api.post('/api/teams', { name: 'halfway' }, withKey('h-1'))
  expect(tooEarly).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } })
  await query("update idempotent_answers set created_at = now() - interval '61 seconds' where idempotency_key = 'h-1'")
  const later = await Promise.all(
    Array.from({ length: 5 }, () => api.post('/api/teams', { name: 'halfway' }, withKey('h-1'))),
  )
  expect(
    later.filter(answer => answer.headers.get('idempotent-replayed') === null && answer.status === 201),
  ).toHaveLength(1)
  expect(await countTeams('halfway')).toBe(1)
})

test('a request that was done but whose answer was lost is never done twice', async () => {
  const first = await api.post('/api/teams', { name: 'lost' }, withKey('i-1'))
  await query(`update idempotent_answers set status = null, answer = null, created_at = now() - interval '61 seconds'
    where idempotency_key = 'i-1'`)
  expect(await api.post('/api/teams', { name: 'lost' }, withKey('i-1'))).toMatchObject({
    status: 409,
    body: {
      code: 'idempotency_answer_lost',
      detail: expect.stringContaining(first.headers.get('usher-operation') ?? '?'),
    },
  })
  expect(await countTeams('lost')).toBe(1)
})

test('what the core did is found by the number that was foreseen for it, and never done twice', async () => {
  await api.post('/api/courses', { name: 'foreseen', display_name: 'Foreseen', access: { months: 1 } })
  const { body: group } = await api.post('/api/groups', { name: 'foreseen' })
  const attach = () => api.post(`/api/groups/${group.id}/courses`, { courses: ['foreseen'] }, withKey('i-3'))
  const first = await attach()
  expect(first).toMatchObject({ status: 200, body: { courses: ['foreseen'] } })
  expect(await api.delete(`/api/groups/${group.id}/courses/foreseen`)).toMatchObject({ status: 204 })
  await query(`update idempotent_answers set status = null, answer = null, created_at = now() - interval '61 seconds'
    where idempotency_key = 'i-3'`)
  expect(await attach()).toMatchObject({
    status: 409,
    body: {
      code: 'idempotency_answer_lost',
      detail: expect.stringContaining(first.headers.get('usher-operation') ?? '?'),
    },
  })
  expect((await api.get(`/api/groups/${group.id}/courses`)).body.data).toEqual([])
})

test('what was done although its answer said that nobody knows keeps its key', async () => {
  const first = await api.post('/api/teams', { name: 'unknown' }, withKey('i-2'))
  await query("update idempotent_answers set status = null, answer = null where idempotency_key = 'i-2'")
  const { rows } = await query("select caller_id, operation_id from idempotent_answers where idempotency_key = 'i-2'")
  const once = { callerId: rows[0].caller_id, secret: '', idempotencyKey: 'i-2', asked: '' }
  await takeBackClaim(usher.database.kysely, { ...once, operationId: rows[0].operation_id })
  expect(await api.post('/api/teams', { name: 'unknown' }, withKey('i-2'))).toMatchObject({ status: 409 })
  expect([first.status, await countTeams('unknown')]).toEqual([201, 1])
})

test('a key that is shown once is shown again to who sent the same again, and is readable nowhere else', async () => {
  const first = await api.post('/api/keys', { name: 'Secret' }, withKey('j-1'))
  const again = await api.post('/api/keys', { name: 'Secret' }, withKey('j-1'))
  expect(again.body.key).toBe(first.body.key)
  const { rows } = await query("select answer from idempotent_answers where idempotency_key = 'j-1'")
  expect(rows[0].answer.toString('latin1')).not.toContain('usher_live')
  expect(rows[0].answer.toString('latin1')).not.toContain('Secret')
})

test('the student API too does the same call once', async () => {
  const call = (email: string) =>
    fetch(`${usher.url}/api/v1/provision/student/`, {
      method: 'POST',
      headers: { 'x-api-key': usher.apiKey, 'content-type': 'application/json', 'idempotency-key': 'k-1' },
      body: JSON.stringify({ email, first_name: 'Jane', courses: 'ielts' }),
    })
  const first = await call('jane@example.com')
  const again = await call('jane@example.com')
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await again.json()).toEqual(await first.json())
  const other = await call('joe@example.com')
  expect([other.status, await other.json()]).toMatchObject([422, { status: 'error', code: 'idempotency_key_reused' }])
})

test.each(['', 'x'.repeat(256)])('a key of %# characters is none', async key => {
  expect(await api.post('/api/teams', { name: 'none' }, withKey(key || '""'))).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'Idempotency-Key' }] },
  })
})

test('answers are kept for a year', async () => {
  const count = async () => (await query('select count(*)::integer as n from idempotent_answers')).rows[0].n
  const before = await count()
  expect(before).toBeGreaterThan(0)
  const year = 365 * 24 * 3_600_000
  await deleteOldAnswers(usher.database.kysely, new Date(Date.now() + year - 48 * 3_600_000))
  expect(await count()).toBe(before)
  await deleteOldAnswers(usher.database.kysely, new Date(Date.now() + year + 48 * 3_600_000))
  expect(await count()).toBe(0)
})
