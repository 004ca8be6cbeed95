/** Credits left, which the database sums by a trigger, summed anew, as recount-seats.ts does with seats. */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../db/database.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'

export interface CountedCredits {
  readonly id: number
  /** Text with two decimals. */
  readonly balance: string
  readonly entries: string
}

/** Up to `limit` accounts with ids after this one, in their order. */
export function readCredits(
  reader: Reader,
  { after, limit }: { after: number; limit: number },
): Promise<CountedCredits[]> {
  return sumCredits(reader, sql`select * from credit_accounts where id > ${after} order by id limit ${limit}`)
}

/** Sets these balances right, unless one would be below zero. Gives what was wrong. */
export async function recountCredits(transaction: Transaction, ids: readonly number[]): Promise<CountedCredits[]> {
  const chosen = sql`select * from credit_accounts where id = any(${arrayLiteral(ids)}::bigint[]) order by id`
  await sql`${chosen} for no key update`.execute(transaction)
  const wrong = (await sumCredits(transaction, chosen)).filter(
    ({ balance, entries }) => balance !== entries && !entries.startsWith('-'),
  )
  await sql`
    update credit_accounts set balance = new.balance
    from unnest(${arrayLiteral(wrong.map(row => row.id))}::bigint[], ${arrayLiteral(wrong.map(row => row.entries))}::numeric[])
      as new (id, balance)
    where credit_accounts.id = new.id`.execute(transaction)
  return wrong
}

async function sumCredits(reader: Reader, chosen: ReturnType<typeof sql>): Promise<CountedCredits[]> {
  const { rows } = await sql<CountedCredits>`
    select accounts.id, accounts.balance::text,
      (select coalesce(sum(amount), 0)::numeric(14, 2)::text from credit_entries where account_id = accounts.id) as entries
    from (${chosen}) as accounts order by accounts.id`.execute(reader)
  return rows
}
