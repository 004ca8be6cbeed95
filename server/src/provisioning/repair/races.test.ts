/** Repairs while the engine is at work: what it has not committed yet is waited for, not overwritten. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { createDomain, type Domain } from '../../../test/domain.ts'
import { refoldEnrollments } from './ledger.ts'
import { recountCredits } from './recount-credits.ts'
import { recountSeats } from './recount-seats.ts'

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

const query = async (text: string, values: unknown[] = []) => (await db.database.pool.query(text, values)).rows

/** Begins the repair while the statements are done and not committed, and gives what it has repaired in the end. */
async function duringTransaction<T>(statements: string[], repair: () => Promise<T>): Promise<T> {
  const other = await db.database.pool.connect()
  try {
    await other.query('begin')
    for (const statement of statements) await other.query(statement)
    const repaired = repair()
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(() => query(waiting), { interval: 5, timeout: 10_000 }).toHaveLength(1)
    await other.query('commit')
    return await repaired
  } finally {
    other.release()
  }
}

const transaction = () => db.database.kysely.transaction()

test('a claim and an entry that come meanwhile are counted', async () => {
  const team = { strategy: 'specific', team: 'evening' } as const
  const seats = { seats: [{ product: 'ielts', quantity: 5 }], seatsReference: 'order-1' }
  const { userId } = await acme.provision('ann@example.com', { team, ...seats })
  const [{ id }] = await query(`update seats set used = 3, quantity = 9 returning id`)
  const come = [
    `insert into claims (seat_id, user_id, operation_id, taken_at) values (${id}, ${userId}, 1, now())`,
    `insert into seat_entries (seat_id, quantity, operation_id) values (${id}, 2, 1)`,
  ]
  await duringTransaction(come, () => transaction().execute(tx => recountSeats(tx, [id], new Date())))
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 7, used: 1 })
})

test('credits that come meanwhile are in the balance', async () => {
  const [{ id }] = await query(`insert into credit_accounts (organization_id, balance) values ($1, 500) returning id`, [
    acme.organizationId,
  ])
  const come = [`insert into credit_entries (account_id, amount, operation_id) values (${id}, 20, 1)`]
  await duringTransaction(come, () => transaction().execute(tx => recountCredits(tx, [id])))
  expect(await query('select balance from credit_accounts')).toEqual([{ balance: '20.00' }])
})

test('a grant that comes meanwhile is folded in', async () => {
  const days = (count: number) => ({ months: null, days: count, until: null })
  const { userId } = await acme.provision('ann@example.com', { courses: ['ielts'], access: days(10) })
  const [{ starts_at }] = await query(`update enrollments set ends_at = null returning starts_at`)
  const come = [
    `select from users where id = ${userId} for no key update`,
    `insert into grants (user_id, course_id, organization_id, operation_id, source, starts_at, days, time_zone, renewal)
      select user_id, course_id, organization_id, 1, source, starts_at + interval '1 day', 5, time_zone, 'extend' from grants`,
    `update enrollments set updated_at = now()`,
  ]
  await duringTransaction(come, () => transaction().execute(tx => refoldEnrollments(tx, [userId], new Date())))
  const [{ ends_at }] = await query('select ends_at from enrollments')
  expect(ends_at.getTime() - starts_at.getTime()).toBe(15 * 24 * 60 * 60 * 1000)
})
