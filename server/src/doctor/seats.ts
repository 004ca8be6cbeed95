import type { Reader } from '../db/database.ts'
import { type CountedSeats, isMiscounted, readSeats, recountSeats } from '../provisioning/repair/recount-seats.ts'
import { type Fault, type LedgerCheck, pagesOf } from './check.ts'

/** Seats used against the claims that stand, and seats there are against what was added and taken. */
export const seatsCheck: LedgerCheck = {
  name: 'seats',
  well: 'Counted as their claims and entries say',
  wrong: count => `${count === 1 ? '1 is' : `${count} are`} not counted as claims and entries say`,
  async *find({ database: { kysely } }) {
    for await (const page of pagesOf(at => readSeats(kysely, at))) {
      const wrong = page.filter(isMiscounted)
      const names = await nameSeats(kysely, wrong)
      yield* wrong.map(row => faultOf(row, names.get(row.id)))
    }
  },
  repair: (faults, { change, now }) =>
    change(async transaction => {
      const ids = faults.map(({ id }) => id)
      return (await recountSeats(transaction, ids, now())).map(row => faultOf(row))
    }),
}

/** Of more learners than seats, whose seat goes, or whether seats are to be added, is not for a count to say. */
function faultOf({ id, quantity, used, entries, claims }: CountedSeats, of = ''): Fault {
  const fault = { kind: 'seats', id, of, before: { quantity, used } } as const
  if (claims <= entries) return { ...fault, after: { quantity: entries, used: claims } }
  return { ...fault, after: null, advice: `${claims} learners on ${entries} seats: add seats, or take some back` }
}

async function nameSeats(reader: Reader, wrong: readonly CountedSeats[]): Promise<ReadonlyMap<number, string>> {
  if (wrong.length === 0) return new Map()
  const ids = wrong.map(({ id }) => id)
  const rows = await reader
    .selectFrom('seats')
    .innerJoin('teams', 'teams.id', 'seats.team_id')
    .innerJoin('organizations', 'organizations.id', 'teams.organization_id')
    .innerJoin('products', 'products.id', 'seats.product_id')
    .select(['seats.id', 'teams.name as team', 'organizations.slug as organization', 'products.name as product'])
    .where('seats.id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, team, product, organization }) => [id, `${product}, ${team}, ${organization}`]))
}
