import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { createPace } from './pace.ts'

describe('a pace of ten', () => {
  let pace: ReturnType<typeof createPace>
  let gone: number[]
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-12-01T10:00:00.400Z') })
    pace = createPace(() => new Date())
    gone = []
  })
  afterEach(() => void vi.useRealTimers())

  /** The turns of calls that come now; null: refused. */
  const come = (count: number, { key = 1, limit = 10 } = {}) =>
    Array.from({ length: count }, (_, index) => {
      const turn = pace.take(key, limit)
      turn?.comes.then(() => gone.push(index))
      return turn
    })
  const seen = async (ms = 0) => {
    await vi.advanceTimersByTimeAsync(ms)
    return gone.length
  }

  test('lets ten on in a second and the others in the seconds after it, in the order of coming', async () => {
    expect(come(35)).not.toContain(null)
    expect([await seen(), await seen(599), await seen(1), await seen(999), await seen(1), await seen(1000)]).toEqual([
      ...[10, 10, 20, 20, 30, 35],
    ])
    expect(gone).toEqual(Array.from({ length: 35 }, (_, index) => index))
    expect(vi.getTimerCount()).toBe(0)
  })

  test('goes on after those who wait, not before them, though the second is new', async () => {
    come(15)
    vi.setSystemTime(Date.parse('2026-12-01T10:00:01.000Z')) // the timer is late
    come(1)
    await seen()
    expect(gone).toEqual([...Array.from({ length: 15 }, (_, index) => index), 0])
  })

  test('refuses who would be the fifty-first to wait, of this key alone, and nobody later', async () => {
    const turns = come(70)
    expect(turns.indexOf(null)).toBe(60)
    expect(come(1, { key: 2 })).not.toContain(null)
    await seen(1000)
    expect(come(1)).not.toContain(null)
  })

  test('gives nobody the turn of who hung up', async () => {
    const [, , , ...late] = come(13)
    for (const turn of late.slice(7, 9)) turn?.leave()
    come(10)
    expect([await seen(), await seen(600), await seen(1000)]).toEqual([10, 20, 21])
  })

  test('keeps nobody at the end of the server', async () => {
    come(30)
    pace.end()
    expect([await seen(), vi.getTimerCount()]).toEqual([30, 0])
    come(30)
    expect([await seen(), vi.getTimerCount()]).toEqual([60, 0])
  })

  test('says how many are left of this second, and of 0 is none', async () => {
    expect(come(12).map(turn => turn?.remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0])
    come(200, { key: 2, limit: 0 })
    expect(await seen()).toBe(210)
    expect(come(2000, { key: 3, limit: 10_000 })).not.toContain(null)
  })
})

describe('a script that knows no pace', () => {
  let usher: TestServer
  let school: Northpass
  beforeAll(async () => {
    usher = await startTestServer()
    school = await openNorthpass(usher)
  })
  afterAll(() => usher.close())

  test('removes 115 people one after the other, as fast as it is answered', async () => {
    const rows = Array.from({ length: 115 }, (_, n) => ({ email: `leaver${n}@example.com`, groups: 'Leavers' }))
    await school.post('/v2/bulk/people', attributes({ people: rows }))
    const ids: string[] = []
    for (const page of [1, 2]) {
      const { body } = await school.get(`/v2/people?filter[email]=leaver&limit=100&page=${page}`)
      ids.push(...body.data.map(({ id }: { id: string }) => id))
    }
    const paced = await openNorthpass(usher, { callsASecond: 40 })
    const statuses = []
    for (const id of ids) statuses.push((await paced.send('DELETE', `/v2/people/${id}`)).status)
    expect(statuses).toEqual(Array.from({ length: 115 }, () => 204))
    expect((await paced.get('/v2/people?filter[email]=leaver')).body.data).toEqual([])
  })

  test('is told by the headers which limit it met, and of both', async () => {
    const native = await openApi(usher)
    await native.post('/api/organizations', { name: 'Slow', slug: 'slow' })
    const slow = await openNorthpass(usher, { organization: 'slow', callsASecond: 1 })
    const hangUp = new AbortController()
    const call = () =>
      fetch(`${usher.url}/v2/groups`, { headers: { 'x-api-key': slow.key }, signal: hangUp.signal }).catch(() => null)
    const answers = Array.from({ length: 9 }, call)
    const refused = await new Promise<Response>(resolve => {
      for (const answer of answers) answer.then(came => came?.status === 429 && resolve(came))
    })
    const policy = '"default";q=1000;w=60, "pace";q=1;w=1'
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'ratelimit-policy': policy,
      ratelimit: '"pace";r=0;t=1',
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'retry-after': '1',
    })
    expect(await refused.json()).toMatchObject({ errors: [{ status: '429', title: 'Too Many Requests' }] })
    hangUp.abort()
    await Promise.all(answers)

    await usher.database.pool.query(
      'update keys set rate_limit = 1 where organization_id in (select id from organizations where slug = $1)',
      ['slow'],
    )
    await usher.database.pool.query(
      `update organizations set dialects = jsonb_set(dialects, '{northpass}', dialects -> 'northpass' || '{"calls_a_second": 50}')`,
    )
    await expect.poll(async () => (await slow.get('/v2/groups')).status).toBe(429)
    const { headers } = await slow.get('/v2/groups')
    expect(headers.get('ratelimit-policy')).toBe('"pace";q=50;w=1, "default";q=1;w=60')
    expect(headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/)
    expect(headers.get('x-ratelimit-limit')).toBe('1')
  })

  test('is let go on at once when the server ends', async () => {
    // No second passes: who waits is let go on by the end, or never.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    onTestFinished(() => void vi.useRealTimers())
    const ending = await startTestServer()
    const slow = await openNorthpass(ending, { callsASecond: 2 })
    const arrived = countRequests(ending, 8)
    const calls = Array.from({ length: 8 }, () => slow.get('/v2/groups'))
    // One that has not come by then is too late: it finds nobody.
    await Promise.all([arrived, Promise.race(calls)])
    await ending.close()
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 200))
  })
})

/** Resolves when so many calls have come in, answered or not. */
function countRequests({ app }: TestServer, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  app.http.server.on('request', () => void (++come === count && resolve()))
  return promise
}
