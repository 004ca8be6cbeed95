/**
 * Brakes on guessing and on flooding: how often something was tried within a stretch of time, counted in the database, so
 * that it holds for all processes together.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { networkOf } from '../lib/network/network-address.ts'
import type { Limit } from '../lib/refusal.ts'

/** What is counted. An email need not be known here: so the count tells nobody which ones are. */
export const attemptKeys = {
  signInTo: (email: string) => `sign-in to ${email}`,
  signInToFrom: (email: string, ip: string | null) => `sign-in to ${email} from ${networkOf(ip)}`,
  signInFrom: (ip: string | null) => `sign-in from ${networkOf(ip)}`,
  secondFactorOf: (userId: number) => `second factor of ${userId}`,
  passkeyAskedFrom: (ip: string | null) => `passkey asked from ${networkOf(ip)}`,
  passwordMailTo: (email: string) => `password mail to ${email}`,
  emailChangeOf: (userId: number) => `email change of ${userId}`,
  mailAgainTo: (email: string) => `mail again to ${email}`,
  passwordRequestFrom: (ip: string | null) => `password request from ${networkOf(ip)}`,
  signOnFrom: (ip: string | null) => `sign-on from ${networkOf(ip)}`,
  joinFrom: (ip: string | null) => `join from ${networkOf(ip)}`,
  badKeyFrom: (ip: string | null) => `bad key from ${networkOf(ip)}`,
}

/**
 * Counts one more attempt, and answers whether it is still within the limit. The minutes of a limit begin with the first
 * attempt.
 */
export async function countAttempt(database: Reader, key: string, limit: Limit, now: Date): Promise<boolean> {
  const ends_at = new Date(now.getTime() + limit.minutes * 60_000)
  const { count } = await database
    .insertInto('attempts')
    .values({ key, count: 1, ends_at })
    .onConflict(conflict =>
      conflict.column('key').doUpdateSet({
        count: sql`case when attempts.ends_at > ${now} then attempts.count + 1 else 1 end`,
        ends_at: sql`case when attempts.ends_at > ${now} then attempts.ends_at else excluded.ends_at end`,
      }),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count <= limit.times
}

/** Takes back one attempt that turned out to be in order. */
export async function uncountAttempt(database: Reader, key: string): Promise<void> {
  await database
    .updateTable('attempts')
    .set({ count: sql`count - 1` })
    .where('key', '=', key)
    .where('count', '>', 0)
    .execute()
}

/** Forgets all attempts under these keys. */
export async function forgetAttempts(database: Reader, keys: readonly string[]): Promise<void> {
  await database.deleteFrom('attempts').where('key', 'in', keys).execute()
}
