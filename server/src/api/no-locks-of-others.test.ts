/** Nobody waits for a stranger: what lies out of a caller's reach is not locked by what the caller asks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { bodyFor, call, fill, operations, queryFor, thingOf } from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

const changing = operations.filter(({ method, path }) => method !== 'get' && path.includes('{'))

let usher: TestServer
let acme: Api
let stranger: Api

beforeAll(async () => {
  usher = await startTestServer()
  const group = await openApi(usher)
  for (const slug of ['acme', 'sibling']) await group.post('/api/organizations', { name: slug, slug })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  stranger = await openApi(usher, { organization: 'sibling' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
})
afterAll(() => usher.close())

test.each(changing)('$name', async each => {
  const parts = (await thingOf(each.path)?.(acme)) ?? []
  const body = await bodyFor(acme, each, parts)
  const query = each.operation.parameters?.some(({ required }) => required) ? `?${queryFor(each, {})}` : ''
  // Whoever would lock one of these rows waits until the statement is given up.
  const client = await usher.database.pool.connect()
  const ids = parts.filter(part => typeof part === 'number')
  await client.query('begin')
  for (const table of ['teams', 'keys', 'custom_fields', 'users', 'roles', 'groups', 'links', 'webhooks', 'courses'])
    await client.query(`select from ${table} where id = any($1::bigint[]) for update`, [ids])
  const answer = call(stranger, each.method, fill(each.path, parts) + query, body)
  const waiting = waitFor(answer)
  expect(await waiting).toBe(false)
  await client.query('rollback')
  client.release()
  expect((await answer).status).toBeGreaterThanOrEqual(400)
})

/** Whether it comes to wait for a lock before it is answered. */
async function waitFor(answer: Promise<unknown>): Promise<boolean> {
  let isAnswered = false
  answer.then(() => (isAnswered = true))
  const select = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while (!isAnswered) if (((await usher.database.pool.query(select)).rowCount ?? 0) > 0) return true
  return false
}
