import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { followOperations } from './follow-operations.ts'
import type { OperationFilter } from './queries.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())
beforeEach(() => db.database.pool.query('truncate operations'))

test('the latest come first, then each new one, once', async () => {
  await log({ email: 'old@example.com', secondsAgo: 30 })
  await log({ email: 'before@example.com', secondsAgo: 20 })
  const follower = await follow({}, 'before@example.com')
  for (const name of ['ann', 'bob', 'cid']) await log({ email: `${name}@example.com` })
  expect(await follower.next(3)).toEqual(['ann@example.com', 'bob@example.com', 'cid@example.com'])
  await log({ email: 'dan@example.com' })
  expect(await follower.next(1)).toEqual(['dan@example.com'])
  await follower.stop()
})

test('an operation that is committed after later ones is shown too, once', async () => {
  await log({ email: 'before@example.com', secondsAgo: 20 })
  const follower = await follow({}, 'before@example.com')
  const slow = await db.database.pool.connect()
  await slow.query('begin')
  await log({ email: 'slow@example.com', secondsAgo: 50 }, slow)
  await log({ email: 'quick@example.com' })
  expect(await follower.next(1)).toEqual(['quick@example.com'])
  await slow.query('commit')
  slow.release()
  expect(await follower.next(1)).toEqual(['slow@example.com'])
  await log({ email: 'last@example.com' })
  expect(await follower.next(1)).toEqual(['last@example.com'])
  await follower.stop()
})

test('while many write at once nothing is lost and nothing comes twice', async () => {
  await log({ email: 'before@example.com', secondsAgo: 20 })
  const follower = await follow({}, 'before@example.com')
  const emails = Array.from({ length: 300 }, (_, n) => `student${n}@example.com`)
  await Promise.all(emails.map((email, n) => log({ email, secondsAgo: (n * 7) % 40 })))
  const shown = await follower.next(300)
  expect(shown.toSorted()).toEqual(emails.toSorted())
  await log({ email: 'last@example.com' })
  expect(await follower.next(1)).toEqual(['last@example.com'])
  await follower.stop()
})

test('only what is asked for is followed', async () => {
  await log({ email: 'before@example.com', result: 'refused', secondsAgo: 3600 })
  const follower = await follow({ result: 'refused' }, 'before@example.com')
  await log({ email: 'ann@example.com' })
  await log({ email: 'bob@example.com', result: 'refused' })
  expect(await follower.next(1)).toEqual(['bob@example.com'])
  await follower.stop()
})

interface Logged {
  email: string
  result?: string
  secondsAgo?: number
}

function log(
  { email, result = 'created', secondsAgo = 0 }: Logged,
  client: Pick<typeof db.database.pool, 'query'> = db.database.pool,
) {
  return client.query(
    `insert into operations (kind, actor_kind, email, result, at, duration_ms)
     values ('provision', 'system', $1, $2, clock_timestamp() - $3 * interval '1 second', 1)`,
    [email, result, secondsAgo],
  )
}

/** Begins with the latest one, which is `first`. */
async function follow(filter: OperationFilter, first: string) {
  const stop = new AbortController()
  const batches = followOperations(db.database.kysely, filter, { limit: 1, signal: stop.signal, pauseMs: 5 })

  /** The emails of the next ones: so many, or more than the test expects. */
  async function next(count: number): Promise<(string | null)[]> {
    const emails: (string | null)[] = []
    while (emails.length < count) {
      const { value, done } = await batches.next()
      if (done) throw new Error('There is nothing more to follow.')
      emails.push(...value.map(row => row.email))
    }
    return emails
  }

  expect(await next(1)).toEqual([first])
  return {
    next,
    async stop() {
      stop.abort()
      expect((await batches.next()).done).toBe(true)
    },
  }
}
