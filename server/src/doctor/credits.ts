import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type CountedCredits, readCredits, recountCredits } from '../provisioning/repair/recount-credits.ts'
import { type Fault, type LedgerCheck, pagesOf } from './check.ts'

/** Credits left against what came and went. */
export const creditsCheck: LedgerCheck = {
  name: 'credits',
  well: 'Balances are the sums of their entries',
  wrong: count => `${count === 1 ? '1 balance is' : `${count} balances are`} not the sum of the entries`,
  async *find({ database: { kysely } }) {
    for await (const page of pagesOf(at => readCredits(kysely, at))) {
      const wrong = page.filter(({ balance, entries }) => balance !== entries)
      const names = await nameOwners(kysely, wrong)
      yield* wrong.map(row => faultOf(row, names.get(row.id)))
    }
  },
  repair: (faults, { change }) =>
    change(async transaction => {
      const ids = faults.map(({ id }) => id)
      return (await recountCredits(transaction, ids)).map(row => faultOf(row))
    }),
}

/** No balance can say that more went than came. */
function faultOf({ id, balance, entries }: CountedCredits, of = ''): Fault {
  const fault = { kind: 'credit_account', id, of, before: { balance } } as const
  if (!entries.startsWith('-')) return { ...fault, after: { balance: entries } }
  return { ...fault, after: null, advice: `the entries add up to ${entries}: add what is missing` }
}

async function nameOwners(reader: Reader, wrong: readonly CountedCredits[]): Promise<ReadonlyMap<number, string>> {
  if (wrong.length === 0) return new Map()
  const { rows } = await sql<{ id: number; name: string }>`
    select a.id, coalesce(t.name || ', ' || home.slug, o.slug) as name
    from credit_accounts a left join organizations o on o.id = a.organization_id
      left join teams t on t.id = a.team_id left join organizations home on home.id = t.organization_id
    where a.id = any(${wrong.map(({ id }) => id)}::bigint[])`.execute(reader)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
