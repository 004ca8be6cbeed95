/**
 * All that is there compared with what is to be so: page by page, a course at a time. It writes nothing where nothing differs, and
 * where something does, that somebody is to be looked at: a page that was read a while ago is no ground to change anything by.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { readMemories } from './memory.ts'
import type { Platform } from './platform.ts'
import { nothingKnown, type Period, reconcile } from './reconcile.ts'
import { findKnown, knowByEmail, mappedCourses, renewTargets } from './things.ts'
import { readWanted, readWantedAfter } from './wanted.ts'

/** What is not there as it is to be. */
export interface Difference {
  readonly user_id: number
  /** Theirs. */
  readonly course: string
  readonly there: Period | null
  /** As it is to be there. */
  readonly wanted: Period
}

export interface Comparing {
  readonly database: Reader
  readonly platform: Platform
  readonly connectionId: number
  readonly now: () => Date
  /** Whether who differs is due; else it is only told. */
  readonly marks: boolean
}

const pageOfOurs = 1000
const day = 24 * 60 * 60 * 1000

export async function* compare(comparing: Comparing): AsyncGenerator<Difference> {
  const { database, platform, connectionId } = comparing
  await renewTargets(database, connectionId, await platform.listTargets())
  for (let page: number | null = 1; page !== null; ) {
    const { rows, next } = await platform.readPeople(page)
    await knowByEmail(database, connectionId, rows)
    page = next
  }
  for (const course of await mappedCourses(database, connectionId)) yield* compareCourse(comparing, course)
  if (comparing.marks)
    await sql`update connections set compared_at = ${comparing.now()}, compare_at = ${new Date(comparing.now().getTime() + day)} where id = ${connectionId}`.execute(
      database,
    )
}

async function* compareCourse(comparing: Comparing, course: string): AsyncGenerator<Difference> {
  const { database, platform, connectionId } = comparing
  const seen = new Set<number>()
  for (let page: number | null = 1; page !== null; ) {
    const { rows, next } = await platform.readEnrollments(page, course)
    const known = await findKnown(database, connectionId, [...new Set(rows.map(({ personId }) => personId))])
    const ofOurs = rows.flatMap(row => {
      const userId = known.get(row.personId)
      return userId === undefined || seen.has(userId) ? [] : { ...row, userId }
    })
    for (const { userId } of ofOurs) seen.add(userId)
    yield* differing(comparing, course, ofOurs)
    page = next
  }
  for (let after = 0; ; ) {
    const wanted = await readWantedAfter(database, { connectionId, course }, after, pageOfOurs)
    const last = wanted.at(-1)
    if (!last) return
    after = last.userId
    yield* differing(
      comparing,
      course,
      wanted.flatMap(({ userId }) => (seen.has(userId) ? [] : { userId })),
    )
  }
}

type Found = { readonly userId: number; readonly period?: Period }

async function* differing(
  { database, connectionId, now, marks }: Comparing,
  course: string,
  found: readonly Found[],
): AsyncGenerator<Difference> {
  const userIds = found.map(({ userId }) => userId)
  if (userIds.length === 0) return
  const which = { connectionId, course }
  const wanted = new Map((await readWanted(database, which, userIds)).map(row => [row.userId, row.period]))
  const memories = await readMemories(database, which, userIds)
  const due: { userId: number; look: boolean }[] = []
  for (const { userId, period: there = null } of found) {
    const memory = memories.get(userId)
    const { write } = reconcile(wanted.get(userId) ?? null, there, memory ?? nothingKnown, now())
    if (write === null) continue
    due.push({ userId, look: memory !== undefined })
    yield { user_id: userId, course, there, wanted: write }
  }
  if (marks && due.length > 0) await markDue(database, connectionId, due)
}

/** Behind all others. */
async function markDue(
  reader: Reader,
  connectionId: number,
  due: readonly { readonly userId: number; readonly look: boolean }[],
): Promise<void> {
  await sql`
    insert into due_people (connection_id, user_id, urgency, due_at, look)
    select ${connectionId}, user_id, 2, now(), look
    from unnest(${due.map(({ userId }) => userId)}::bigint[], ${due.map(({ look }) => look)}::boolean[]) as differing (user_id, look)
    order by user_id
    on conflict (connection_id, user_id) do update set marks = due_people.marks + 1, look = due_people.look or excluded.look,
      due_at = least(due_people.due_at, excluded.due_at)`.execute(reader)
}
