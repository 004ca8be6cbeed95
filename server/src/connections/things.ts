/** The register of what is there: by their id, and which of ours it is. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { NamedTarget, Person, TheirPerson } from './platform.ts'
import { theirCourses } from './wanted.ts'

/** As they were told, or as it is from now on taken to be there. */
export async function keepPerson(
  reader: Reader,
  connectionId: number,
  { id, theirs, email, firstName, lastName }: Person & { readonly theirs: string },
): Promise<void> {
  const data = JSON.stringify({ email, firstName, lastName })
  await sql`
    with other as (
      -- Of two accounts there that were one person's here, the one that was told last.
      update external_things set ours = null
      where connection_id = ${connectionId} and kind = 'user' and ours = ${id} and theirs <> ${theirs}
    )
    insert into external_things (connection_id, kind, theirs, ours, name, data, read_at)
    select ${connectionId}, 'user', ${theirs}, id, ${email}, ${data}, now() from users
    -- Who was erased meanwhile is not brought back.
    where id = ${id} and strpos(users.email, '@') > 0
    on conflict (connection_id, kind, theirs) do update
      set ours = excluded.ours, name = excluded.name, data = excluded.data, read_at = excluded.read_at`.execute(reader)
}

/** Who of these is known to be whom here, by their ids. */
export async function findKnown(
  reader: Reader,
  connectionId: number,
  theirs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ theirs: string; ours: number }>`
    select theirs, ours from external_things
    where connection_id = ${connectionId} and kind = 'user' and theirs = any(${theirs}::text[]) and ours is not null`.execute(
    reader,
  )
  return new Map(rows.map(row => [row.theirs, row.ours]))
}

/**
 * Who of these has a course here that is mapped is that person from now on, by the address; they keep the names that they have
 * there. Whom it knows, and who has none, it leaves.
 */
export async function knowByEmail(reader: Reader, connectionId: number, people: readonly TheirPerson[]): Promise<void> {
  const theirs = people.map(({ id }) => id)
  const emails = people.map(({ email }) => email.trim().toLowerCase())
  await sql`
    insert into external_things (connection_id, kind, theirs, ours, name, data, read_at)
    select ${connectionId}, 'user', there.id, person.id, person.email,
      jsonb_build_object('email', person.email, 'firstName', person.first_name, 'lastName', person.last_name), now()
    from unnest(${theirs}::text[], ${emails}::text[]) as there (id, email)
    join users person on person.email = there.email and person.alias_of is null
    where exists (select from enrollments e join external_things thing on thing.ours = e.course_id
        where e.user_id = person.id and thing.connection_id = ${connectionId} and thing.kind in ('course', 'bundle'))
      and not exists (select from external_things known
        where known.connection_id = ${connectionId} and known.kind = 'user' and known.ours = person.id)
    on conflict (connection_id, kind, theirs) do nothing`.execute(reader)
}

/** Of all that is mapped, their courses. */
export async function mappedCourses(reader: Reader, connectionId: number): Promise<string[]> {
  const { rows } = await sql<{ course: string }>`
    select distinct course from external_things thing cross join lateral ${theirCourses(sql`thing`)} as of_theirs (course)
    where connection_id = ${connectionId} and kind in ('course', 'bundle') and ours is not null order by 1`.execute(
    reader,
  )
  return rows.map(({ course }) => course)
}

/** What is mapped is called as it is there, and a bundle gives what it gives there. */
export async function renewTargets(
  reader: Reader,
  connectionId: number,
  targets: readonly NamedTarget[],
): Promise<void> {
  const { rows } = await sql<{ id: number; kind: string; theirs: string; name: string; data: { courses?: string[] } }>`
    select id, kind, theirs, name, data from external_things
    where connection_id = ${connectionId} and kind in ('course', 'bundle')`.execute(reader)
  for (const { id, kind, theirs, name, data } of rows) {
    const target = targets.find(one => one.kind === kind && one.id === theirs)
    if (!target || (target.name === name && isDeepStrictEqual(data.courses, target.courses))) continue
    const courses = JSON.stringify({ courses: target.courses })
    await sql`update external_things set name = ${target.name}, data = ${courses} where id = ${id}`.execute(reader)
  }
}
