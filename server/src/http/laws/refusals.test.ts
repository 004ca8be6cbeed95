/** What is refused costs little and is told in few words, however much of it is wrong: in every face, known callers and not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { mostFaults, mostFaultsOfOne } from '../../lib/refusal.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  await usher.database.pool.query('update organizations set rate_limit = 0')
  api = await openApi(usher)
})
afterAll(() => usher.close())

const unknownFields = (length: number) => Object.fromEntries(Array.from({ length }, (_, n) => [`field_${n}`, n]))
const sizeOf = (body: unknown) => JSON.stringify(body).length
const kB = 1024

test.each<[path: string, body: unknown]>([
  ['/api/auth/sign-in/email', unknownFields(3500)],
  ['/api/teams', unknownFields(3500)],
  ['/api/teams', { [`x${'\u0001'.repeat(10_000)}`]: 1 }],
  ['/api/provision', unknownFields(9_000)],
  ['/api/provision', { user: { email: 'a@example.com', first_name: 'A', custom_fields: unknownFields(9_000) } }],
  ['/api/provision', Array(1001).fill(unknownFields(60))],
  ['/api/provision', Array(40_000).fill('\u0000')],
  ['/api/users/search', { tags: Array(9000).fill(null) }],
])('%s: few faults of many', async (path, body) => {
  const answer = await api.post(path, body)
  expect(answer.status).toBe(400)
  expect(answer.body.errors.length).toBeGreaterThan(0)
  expect(answer.body.errors.length).toBeLessThanOrEqual(mostFaults)
  expect(sizeOf(answer.body)).toBeLessThan(64 * kB)
})

test('of many elements each is answered, and few faults are told of each and of all', async () => {
  const { body } = await api.post('/api/provision', Array(1000).fill(unknownFields(60)))
  expect(body.results).toHaveLength(1000)
  const told = body.results.map(({ errors }: { errors: unknown[] }) => errors.length)
  expect(Math.max(...told)).toBe(mostFaultsOfOne)
  expect(told.reduce((all: number, each: number) => all + each)).toBe(mostFaults)
  expect(sizeOf(body)).toBeLessThan(256 * kB)
})

test('so are those that the courses refuse', async () => {
  const courses = Array.from({ length: 50 }, (_, n) => `nothing-${n}`)
  const people = Array.from({ length: 200 }, (_, n) => ({
    user: { email: `p${n}@example.com`, first_name: 'P' },
    courses,
  }))
  const { body } = await api.post('/api/provision', people)
  const told = body.results.map(({ errors }: { errors: unknown[] }) => errors.length)
  expect(told.slice(0, 11)).toEqual([...Array(10).fill(mostFaultsOfOne), 1])
  expect(Math.min(...told)).toBe(1)
})
