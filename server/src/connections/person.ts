/** What is to be so for one person on one platform, as it is now. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type KeptMemory, readMemory } from './memory.ts'
import type { Person, TheirPerson } from './platform.ts'
import { type Memory, nothingKnown, type Period } from './reconcile.ts'
import { readWanted, theirCourses } from './wanted.ts'

export interface DuePerson {
  readonly person: Person
  /** As the platform was last told; null: not known there yet. */
  readonly known: TheirPerson | null
  readonly courses: readonly DueCourse[]
  /** Whether all that is there was compared not long ago: what we know nothing of is not there. */
  readonly isCompared: boolean
}

export interface DueCourse {
  /** Theirs. */
  readonly course: string
  /** Null: nothing, or not any more. */
  readonly wanted: Period | null
  readonly memory: Memory
}

interface Kept extends KeptMemory {
  readonly course: string
}

/** Null: there is nobody any more. What is mapped no more is left as it is there. */
export async function readDuePerson(
  reader: Reader,
  { connectionId, userId }: { readonly connectionId: number; readonly userId: number },
): Promise<DuePerson | null> {
  const { rows } = await sql<
    Person & { readonly known: TheirPerson | null; readonly kept: readonly Kept[] | null; readonly isCompared: boolean }
  >`
    select person.id, email, first_name as "firstName", last_name as "lastName",
      case when known.id is not null then known.data || jsonb_build_object('id', known.theirs) end as known,
      (select jsonb_agg(jsonb_build_object('course', course, 'seen', seen, 'sending', sending, 'own', own))
        from external_enrollments where connection_id = ${connectionId} and user_id = person.id and course in (
          select of_theirs.theirs from external_things thing cross join lateral ${theirCourses(sql`thing`)} as of_theirs (theirs)
          where thing.connection_id = ${connectionId} and thing.kind in ('course', 'bundle') and thing.ours is not null)
      ) as kept,
      exists (select from connections
        where id = ${connectionId} and compared_at > now() - interval '2 days') as "isCompared"
    from users person left join external_things known
      on known.connection_id = ${connectionId} and known.kind = 'user' and known.ours = person.id
    where person.id = ${userId}`.execute(reader)
  const [first] = rows
  if (!first) return null
  const { known, kept, isCompared, ...person } = first
  const memories = new Map((kept ?? []).map(({ course, ...memory }) => [course, readMemory(memory)]))
  const wanted = new Map((await readWanted(reader, { connectionId }, [userId])).map(row => [row.course, row.period]))
  const courses = [...new Set([...memories.keys(), ...wanted.keys()])].map(course => ({
    ...{ course, wanted: wanted.get(course) ?? null },
    memory: memories.get(course) ?? nothingKnown,
  }))
  return { person, known, courses, isCompared }
}
