import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
/** Another process on the same database, as far as anybody can tell. */
let another: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  another = await startTestServer({ databaseUrl: usher.databaseUrl })
  api = await openApi(usher)
})
afterAll(async () => {
  await another.close()
  await usher.close()
})

test('each answer says how many calls are left, in the words of the draft and in the older ones', async () => {
  const { headers } = await api.get('/api/teams')
  expect(headers.get('ratelimit-policy')).toBe('"default";q=1000;w=60')
  const [, remaining, seconds] = /^"default";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? []
  expect(headers.get('x-ratelimit-limit')).toBe('1000')
  expect(headers.get('x-ratelimit-remaining')).toBe(remaining)
  const reset = Number(headers.get('x-ratelimit-reset'))
  expect(Math.abs(reset - Date.now() / 1000 - Number(seconds))).toBeLessThan(2)
})

test('one call too many is 429 and says when to try again; other keys go on', async () => {
  const key = await makeKey(3)
  const native = openApiWith(usher, key)
  await nextMinuteIsFar()
  const answers = []
  for (const path of ['/api/teams', '/api/v1/ping', '/api/teams', '/api/teams', '/api/v1/ping'])
    answers.push(await native.get(path))
  expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 429, 429])
  const [, , last, refused, student] = answers
  expect(last?.headers.get('ratelimit')).toMatch(/;r=0;/)
  expect(refused?.body).toMatchObject({ code: 'rate_limited', detail: 'You may make 3 calls a minute.' })
  expect(student?.body).toMatchObject({ status: 'error', code: 'rate_limited' })
  for (const answer of [refused, student]) {
    const wait = Number(answer?.headers.get('retry-after'))
    expect(answer?.headers.get('ratelimit')).toBe(`"default";r=0;t=${wait}`)
    expect(wait).toBeLessThanOrEqual(60)
  }
  expect(await api.get('/api/teams')).toMatchObject({ status: 200 })
})

test('a limit holds for all processes on one database together, a second later at most', async () => {
  const key = await makeKey(20)
  const [here, there] = [openApiWith(usher, key), openApiWith(another, key)]
  await nextMinuteIsFar()
  for (let n = 0; n < 15; n++) expect(await here.get('/api/teams')).toMatchObject({ status: 200 })
  expect(await there.get('/api/teams')).toMatchObject({ status: 200 })
  // Within a second each knows what the other counted, and the two together let no more through than four.
  await expect
    .poll(async () => Number((await there.get('/api/v1/nothing')).headers.get('x-ratelimit-remaining')), {
      timeout: 1000,
    })
    .toBeLessThan(5)
  let more = 0
  while ((await there.get('/api/teams')).status === 200) more++
  expect(more).toBeLessThan(5)
  await expect.poll(async () => (await here.get('/api/teams')).status, { timeout: 1000 }).toBe(429)
})

test("an organization's limit is that of each of its keys, a key's own comes first, and 0 is none", async () => {
  const [unsaid, own, none] = [await makeKey(), await makeKey(7), await makeKey(0)]
  await usher.database.pool.query('update organizations set rate_limit = 50')
  const limitOf = async (key: string) =>
    (await openApiWith(usher, key).get('/api/teams')).headers.get('x-ratelimit-limit')
  expect([await limitOf(unsaid), await limitOf(own), await limitOf(none)]).toEqual(['50', '7', null])
  await usher.database.pool.query('update organizations set rate_limit = 0')
  await expect.poll(() => limitOf(unsaid)).toBe(null)
  await usher.database.pool.query('update organizations set rate_limit = 1000')
})

test('a body of many is as many calls', async () => {
  const limited = openApiWith(usher, await makeKey(10))
  await nextMinuteIsFar()
  const people = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ user: { email: `limited${from + n}@example.com`, first_name: 'L' } }))
  const few = await limited.post('/api/provision', people(0, 7))
  expect([few.status, few.headers.get('x-ratelimit-remaining')]).toEqual([200, '3'])
  // While one is left many are let through, and use up what there is.
  expect(await limited.post('/api/provision', people(10, 5))).toMatchObject({ status: 200 })
  expect(await limited.post('/api/provision', people(20, 2))).toMatchObject({ status: 429 })
  expect(await limited.get('/api/teams')).toMatchObject({ status: 429 })
})

test('calls with a bad key have no limit of their own to tell of', async () => {
  const { status, headers } = await openApiWith(usher, 'wrong').get('/api/teams')
  expect([status, headers.get('ratelimit')]).toEqual([401, null])
})

async function makeKey(limit?: number): Promise<string> {
  const scopes = ['teams.view', 'provision']
  const { body } = await api.post('/api/keys', { name: 'Limited', scopes })
  if (limit !== undefined)
    await usher.database.pool.query('update keys set rate_limit = $1 where id = $2', [limit, body.id])
  return body.key
}

/** Counts begin anew with each minute: not in the middle of a test. */
async function nextMinuteIsFar(): Promise<void> {
  await expect.poll(() => new Date().getSeconds(), { timeout: 12_000, interval: 200 }).toBeLessThan(50)
}
