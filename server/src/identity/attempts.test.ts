import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { attemptKeys, countAttempt, forgetAttempts, uncountAttempt } from './attempts.ts'
import { deleteOldAttempts } from './clean-up.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

const { kysely } = database
const limit = { times: 2, minutes: 15 }
const noon = new Date('2026-04-01T12:00:00Z')
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)
const count = (key: string, at: Date) => countAttempt(kysely, key, limit, at)

test('what is tried too often is refused until its time has passed', async () => {
  expect(await count('door', noon)).toBe(true)
  expect(await count('door', later(1))).toBe(true)
  expect(await count('door', later(2))).toBe(false)
  expect(await count('another door', later(2))).toBe(true)
  expect(await count('door', later(14))).toBe(false)
  expect(await count('door', later(15))).toBe(true)
  expect(await count('door', later(16))).toBe(true)
  expect(await count('door', later(17))).toBe(false)
})

test('many at once do not slip through together', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => count('gate', noon)))
  expect(answers.filter(Boolean)).toHaveLength(2)
})

test('an attempt taken back, or all of them, can be made again', async () => {
  await count('hatch', noon)
  await count('hatch', noon)
  await uncountAttempt(kysely, 'hatch')
  expect(await count('hatch', noon)).toBe(true)
  expect(await count('hatch', noon)).toBe(false)
  await forgetAttempts(kysely, ['hatch'])
  expect(await count('hatch', noon)).toBe(true)
})

test('cleaning up forgets what has ended and keeps what stands', async () => {
  await count('old', noon)
  await count('new', later(10))
  await deleteOldAttempts(kysely, later(15))
  const kept = await kysely.selectFrom('attempts').select('key').where('key', 'in', ['old', 'new']).execute()
  expect(kept).toEqual([{ key: 'new' }])
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['2001:DB8:0:0:0::6', '2001:db8:0:0'],
])('attempts from %s count for %s', (ip, network) => {
  expect(attemptKeys.signInFrom(ip)).toBe(`sign-in from ${network}`)
})
