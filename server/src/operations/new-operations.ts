/**
 * The log as it grows, for callers who look again and again. Operations become visible a little out of order: a set that was
 * decided earlier may be committed later. So a place in the log is no moment but a snapshot of the database, as PostgreSQL
 * tells it: what is new is what that one could not see and the next one can. Each comes once, and none is left out.
 */

import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Reach } from '../reach/find-organization.ts'
import { type OperationSearch, selectMatching, show } from './find-operations.ts'

export interface NewOperations {
  /** In the order in which they were asked. */
  readonly data: ReturnType<typeof show>[]
  /** For the next look. */
  readonly after: string
  /** Whether there were more, of which the latest are given. */
  readonly skipped: boolean
}

interface Mark {
  readonly snapshot: string
  /** What such a snapshot could not see was asked after this moment. */
  readonly since: Date
}

const most = 200

/** Without `after` none: a place to begin at. Throws `invalid` for one that is none. */
export async function listNewOperations(
  reader: Reader,
  principal: Reach,
  { after, ...search }: OperationSearch & { readonly after?: string },
): Promise<NewOperations> {
  const seen = after === undefined ? null : readMark(after)
  const mark = await takeMark(reader)
  if (!seen) return { data: [], after: writeMark(mark), skipped: false }
  const rows = await selectMatching(reader, principal, { ...search, since: later(seen.since, search.since) })
    .where('operation.organization_id', '=', sql<number>`any(${[...search.organizationIds]}::bigint[])`)
    .where(sql<boolean>`not ${isVisibleIn(seen)} and ${isVisibleIn(mark)}`)
    .orderBy('operation.at', 'desc')
    .orderBy('operation.id', 'desc')
    .limit(most + 1)
    .execute()
  const data = rows.slice(0, most).reverse().map(show)
  return { data, after: writeMark(mark), skipped: rows.length > most }
}

/** A clock may be off by some seconds; what is written by now was begun after the oldest that writes. */
async function takeMark(reader: Reader): Promise<Mark> {
  const { rows } = await sql<Mark>`select pg_current_snapshot()::text as snapshot, least(now(), (
      select min(xact_start) from pg_stat_activity where datname = current_database() and backend_xid is not null
    )) - interval '10 seconds' as since`.execute(reader)
  return rows[0] as Mark
}

/** A row tells the lower half of its transaction's number; the upper half is that of the snapshot, or the one beside it. */
function isVisibleIn({ snapshot }: Mark) {
  const end = Number(snapshot.split(':')[1])
  const lap = 2 ** 32
  const number = sql`${end - (end % lap)}::bigint + operation.xmin::text::bigint`
  const nearest = sql`case when ${number} > ${end + lap / 2} then ${number} - ${lap}
    when ${number} < ${end - lap / 2} then ${number} + ${lap} else ${number} end`
  return sql<boolean>`pg_visible_in_snapshot((${nearest})::text::xid8, ${snapshot}::pg_snapshot)`
}

function later(one: Date, other: Date = one): Date {
  return one > other ? one : other
}

function writeMark({ snapshot, since }: Mark): string {
  return Buffer.from(`${since.getTime()} ${snapshot}`).toString('base64url')
}

function readMark(text: string): Mark {
  const [, since, snapshot] =
    /^(\d{1,15}) (\d{1,15}:\d{1,15}:[\d,]*)$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const isOrdered = snapshot !== undefined && isSnapshot(snapshot)
  if (isOrdered) return { since: new Date(Number(since)), snapshot }
  const message = 'must be the `after` of the answer before'
  throw new Refusal('invalid', `after ${message}`, [{ field: 'after', message }])
}

/** What PostgreSQL itself would read: numbers in their order, the listed ones between the first two. */
function isSnapshot(text: string): boolean {
  const [from = 0, to = 0] = text.split(':', 2).map(Number)
  const between = text.slice(text.lastIndexOf(':') + 1)
  const listed = between === '' ? [] : between.split(',').map(Number)
  const inOrder = listed.every((number, index) => number >= from && number < to && number > (listed[index - 1] ?? 0))
  return from > 0 && from <= to && inOrder
}
