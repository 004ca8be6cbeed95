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

test('who follows the log is told of each operation once', async () => {
  const follow = await startFollowing()
  expect(await follow()).toEqual([])
  await api.post('/api/teams', { name: 'One' })
  await api.post('/api/teams', { name: 'Two' })
  expect(await follow()).toEqual(['create_team', 'create_team'])
  expect(await follow()).toEqual([])
  await api.post('/api/provision', { user: { email: 'jane@example.com', first_name: 'Jane' }, courses: ['ielts'] })
  expect(await follow()).toEqual(['provision'])
})

test('an operation that was asked earlier and is written later is not left out', async () => {
  const follow = await startFollowing()
  const slow = await usher.database.pool.connect()
  await slow.query('begin')
  await write(slow, 'slow')
  await write(usher.database.pool, 'quick')
  expect(await follow()).toEqual(['quick'])
  expect(await follow()).toEqual([])
  await slow.query('commit')
  slow.release()
  expect(await follow()).toEqual(['slow'])
  expect(await follow()).toEqual([])
})

test('many who write at once are each told of once', async () => {
  const follow = await startFollowing()
  const told: string[] = []
  let isOver = false
  const writing = Promise.all(
    Array.from({ length: 40 }, (_, index) => api.post('/api/teams', { name: `Team ${index}` })),
  ).finally(() => {
    isOver = true
  })
  while (!isOver) told.push(...(await follow()))
  await writing
  told.push(...(await follow()))
  expect(told).toHaveLength(40)
})

test('one may follow what concerns one alone', async () => {
  const refusals = await startFollowing('&result=refused')
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await api.post('/api/provision', { user: { email: 'jane@example.com', first_name: 'Jane' }, courses: ['nothing'] })
  expect(await refusals()).toEqual(['provision'])
})

test('of more than 200 the latest are told, and that there were more', async () => {
  const { after } = (await api.get('/api/operations/new')).body
  await usher.database.pool.query(
    `insert into operations (organization_id, kind, actor_kind, result, at, duration_ms)
     select id, 'x' || n, 'system', 'recorded', now() + n * interval '1 microsecond', 1
     from organizations, generate_series(1, 250) n where slug = 'acme-prep'`,
  )
  const { body } = await api.get(`/api/operations/new?after=${after}`)
  expect(body).toMatchObject({ skipped: true })
  expect([body.data.length, body.data[0].kind, body.data.at(-1).kind]).toEqual([200, 'x51', 'x250'])
})

test.each(['', 'x', mark('1 5:3:'), mark('1 3:9:5,4'), mark('1 3:9:12'), mark('99999999999999999999 3:9:')])(
  'a place in the log that is none (%j) is refused by its name',
  async after => {
    expect(await api.get(`/api/operations/new?after=${after}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'after' }] },
    })
  },
)

function mark(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function write(client: Pick<TestServer['database']['pool'], 'query'>, kind: string) {
  return client.query(
    `insert into operations (organization_id, kind, actor_kind, result, at, duration_ms)
     select id, $1, 'system', 'recorded', now(), 1 from organizations where slug = 'acme-prep'`,
    [kind],
  )
}

/** What is new since the look before: of each the kind. */
async function startFollowing(more = ''): Promise<() => Promise<string[]>> {
  let { after } = (await api.get('/api/operations/new')).body
  return async () => {
    const { status, body } = await api.get(`/api/operations/new?after=${after}${more}`)
    if (status !== 200) throw new Error(`${status}`)
    after = body.after
    return body.data.map(({ kind }: { kind: string }) => kind)
  }
}
