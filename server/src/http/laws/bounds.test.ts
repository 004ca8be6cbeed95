/** What many elements ask for at once, as large as it may be: nobody else waits for it, and no refusal is long. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { sendWatched } from '../../../test/stops.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  await usher.database.pool.query('update organizations set rate_limit = 0')
  api = await openApi(usher)
})
afterAll(() => usher.close())

const named = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name} ${index}`)
const people = (name: string, changes: (index: number) => object) =>
  named(1000, name).map((_, index) => ({
    user: { email: `${name}${index}@example.com`, first_name: 'Jane' },
    ...changes(index),
  }))

async function send(path: string, elements: readonly object[]) {
  const headers = { ...api.credentials, 'content-type': 'application/json' }
  // What the engine of JavaScript has not met yet takes its time.
  const first = { path, headers, body: JSON.stringify(elements.slice(0, 50)) }
  const [, answer] = await sendWatched(usher.url, [first, { path, headers, body: JSON.stringify(elements) }])
  return answer
}

test.each<[what: string, status: number, elements: readonly object[]]>([
  ['a course each', 200, people('c', () => ({ courses: ['ielts', 'gmat'] }))],
  ['a new team each', 200, people('t', index => ({ team: { strategy: 'create', name: `Team ${index}` } }))],
  ['twenty new groups each', 413, people('g', index => ({ groups: named(20, `Group ${index}`) }))],
])('a plan of a thousand, %s', { timeout: 120_000 }, async (_, status, elements) => {
  const answer = await send('/api/provision?mode=plan', elements)
  expect(answer).toMatchObject({
    status,
    beginning: expect.stringMatching(status === 413 ? /20000 are shown/ : /^{"m/),
  })
  expect(answer?.stop).toBeLessThan(100)
})

test.each(['/api/provision', '/api/provision?mode=plan'])(
  'a thousand that are wrong in fifty ways each are told so in short, by %s',
  async path => {
    const answer = await send(
      path,
      people('u', index => ({ courses: named(50, `nothing-${index}`) })),
    )
    expect(answer?.status).toBe(200)
    expect(answer?.length).toBeLessThan(256 * 1024)
    expect(answer?.ending).toMatch(/"left_out":"The words for \d+ of the elements/)
    expect(answer?.ending).toMatch(
      /{"status":400,"code":"invalid","errors":\[{"field":"courses","code":"unknown_course"}]}]/,
    )
    expect(answer?.stop).toBeLessThan(100)
  },
)

test('what was planned for many is done as it was shown', async () => {
  const elements = people('a', index => ({ courses: ['ielts'], groups: [`Group ${index % 10}`] }))
  const { body: plan } = await api.post('/api/provision?mode=plan', elements)
  expect(plan.changes.length).toBeGreaterThan(5000)
  const { status, body } = await api.post(`/api/plans/${plan.plan_id}/apply`)
  expect([status, body.results?.length]).toEqual([200, 1000])
})
