import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Fault, type LedgerCheck, pagesOf } from './check.ts'

interface Held {
  readonly id: number
  readonly email: string
  readonly teamId: number
  readonly team: string
  readonly organizationId: number
  readonly product: string
  readonly productId: number
}

interface HeldOutside extends Fault {
  readonly held: Held
}

/** Who holds a team's seat is in the team. A seat that is kept for somebody invited is not held yet. */
export const seatHoldersCheck: LedgerCheck<HeldOutside> = {
  name: 'seat holders',
  well: 'All are in the team whose seats they hold',
  wrong: count => `${count === 1 ? '1 holds a seat' : `${count} hold seats`} of a team that they are not in`,
  async *find({ database: { kysely } }) {
    for await (const page of pagesOf(at => listHeldOutside(kysely, at))) yield* page.map(faultOf)
  },
  // As if they left now: what the seats gave is revoked, and whoever waits is next.
  repair: (faults, { ask }) =>
    ask(
      faults.map(({ held: { email, teamId, productId, organizationId } }) => call => ({
        kind: 'release_seat',
        call: call(organizationId),
        email,
        teamId,
        product: productId,
      })),
    ),
}

function faultOf(held: Held): HeldOutside {
  const of = `${held.email} in ${held.product}, ${held.team}`
  return { kind: 'claim', id: held.id, of, before: { state: 'held' }, after: { state: 'released' }, held }
}

async function listHeldOutside(
  reader: Reader,
  { after, limit }: { after: number; limit: number },
): Promise<readonly Held[]> {
  const { rows } = await sql<Held>`
    select c.id, u.email, t.id as "teamId", t.name as team, t.organization_id as "organizationId", p.name as product, p.id as "productId"
    from claims c join seats s on s.id = c.seat_id join teams t on t.id = s.team_id join products p on p.id = s.product_id
      join users u on u.id = c.user_id
    where c.id > ${after} and c.released_at is null and c.taken_at is not null
      and not exists (select from team_members m where m.team_id = s.team_id and m.user_id = c.user_id)
    order by c.id limit ${limit}`.execute(reader)
  return rows
}
