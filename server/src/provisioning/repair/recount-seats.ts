/**
 * Seats used and allocated, which the database counts by triggers, counted anew. Nothing should ever make it needed. The row
 * is locked before its entries are read: who adds one meanwhile waits to count it.
 */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../db/database.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'

export interface CountedSeats {
  readonly id: number
  readonly quantity: number
  readonly used: number
  /** The sum of what was added and taken. */
  readonly entries: number
  /** How many stand. */
  readonly claims: number
}

/** Up to `limit` allocations with ids after this one, in their order. */
export function readSeats(reader: Reader, { after, limit }: { after: number; limit: number }): Promise<CountedSeats[]> {
  return countSeats(reader, sql`select * from seats where id > ${after} order by id limit ${limit}`)
}

/** Sets the counts of these allocations right, where they are wrong and hold together. Gives what was wrong. */
export async function recountSeats(
  transaction: Transaction,
  ids: readonly number[],
  now: Date,
): Promise<CountedSeats[]> {
  const chosen = sql`select * from seats where id = any(${arrayLiteral(ids)}::bigint[]) order by id`
  await sql`${chosen} for no key update`.execute(transaction)
  const wrong = (await countSeats(transaction, chosen)).filter(row => isMiscounted(row) && row.claims <= row.entries)
  const column = (read: (row: CountedSeats) => number) => arrayLiteral(wrong.map(read))
  await sql`
    update seats set quantity = new.quantity, used = new.used, updated_at = ${now}
    from unnest(${column(row => row.id)}::bigint[], ${column(row => row.entries)}::int[],
      ${column(row => row.claims)}::int[]) as new (id, quantity, used)
    where seats.id = new.id`.execute(transaction)
  return wrong
}

export function isMiscounted({ quantity, used, entries, claims }: CountedSeats): boolean {
  return quantity !== entries || used !== claims
}

async function countSeats(reader: Reader, chosen: ReturnType<typeof sql>): Promise<CountedSeats[]> {
  const { rows } = await sql<CountedSeats>`
    select seats.id, seats.quantity, seats.used,
      (select coalesce(sum(quantity), 0) from seat_entries where seat_id = seats.id) as entries,
      (select count(*) from claims where seat_id = seats.id and released_at is null) as claims
    from (${chosen}) as seats order by seats.id`.execute(reader)
  return rows
}
