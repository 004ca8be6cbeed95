/**
 * Whose turn it is. Owners take turns, so that what one of them queues, however much, holds up no other: one thing of each,
 * beginning behind the one who was last, then the second of each, and so on. Only as many owners are looked at as there is
 * room, and of each only as much: the cost does not depend on how much waits.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Round } from './worker.ts'

type Sql = RawBuilder<unknown>

export interface Queue {
  /** What is locked. */
  readonly table: Sql
  /** Of what waits, due or not: table and condition. An index begins with the owner. */
  readonly waiting: Sql
  /** A bigint. */
  readonly owner: Sql
  /** What of `ring.owner` can be taken, the first first: `id`, and what else is wanted of it. */
  readonly due: Sql
  /** How many of one owner may be under way here; absent: all that there is room for. */
  readonly most?: number
}

/** A `due` for a `with recursive`: the locked rows of the queue that may be taken, with their `owner` and their `place`. */
export function takeTurns({ table, waiting, owner, due, most }: Queue, { room, after, busy }: Round): Sql {
  const left =
    most === undefined
      ? sql`${room}::int`
      : sql`${most}::int - (
      select count(*) from unnest(${busy}::bigint[]) as held where held = ring.owner)`
  return sql`
    ring (owner, lap) as (
      select ${after}::bigint, 0
      union all
      select next.owner, next.lap from ring cross join lateral (
        (select ${owner} as owner, greatest(ring.lap, 1) as lap from ${waiting} and ${owner} > ring.owner order by 1 limit 1)
        union all
        (select ${owner}, 2 from ${waiting} and ring.lap < 2 order by 1 limit 1)
        order by lap limit 1
      ) as next where next.lap = 1 or next.owner <= ${after}
    ), due as materialized (
      select first.*, ring.owner, row_number() over (order by turn, lap, ring.owner)::int as place
      from (select * from ring where lap > 0 and ${left} > 0 and exists (${due}) limit ${room}) as ring
      cross join lateral (
        select *, row_number() over () as turn from (${due} limit ${room} for update of ${table} skip locked) as locked
      ) as first
      where turn <= ${left}
      order by place limit ${room}
    )`
}
