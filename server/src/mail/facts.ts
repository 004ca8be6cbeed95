/** What stands about the people of some messages, read in two statements whatever their number. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type EnrollmentMoments, isOpen, statusOf } from '../lib/enrollment-status.ts'
import type { LetterCourse, MessageKind } from './letter.ts'

export interface Addressee {
  readonly message_id: number
  readonly kind: MessageKind
  readonly requested: boolean
  readonly user_id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
  readonly has_password: boolean
  readonly password_link_id: number | null
  readonly password_link_expires_at: Date | null
  readonly organization: string | null
  readonly time_zone: string
}

/** One row for each message; none for a message whose person is gone. */
export async function readAddressees(reader: Reader, messageIds: readonly number[]): Promise<Addressee[]> {
  const { rows } = await sql<Addressee>`
    select m.id as message_id, m.kind, m.operation_id is null as requested,
      u.id as user_id, u.email, u.first_name, u.last_name, u.password_set_at is not null as has_password, u.password_link_id, u.password_link_expires_at,
      o.name as organization, coalesce(o.time_zone, 'UTC') as time_zone
    from messages m
    join users u on u.id = m.user_id
    left join organizations o on o.id = m.organization_id
    where m.id = any(${messageIds}::bigint[])`.execute(reader)
  return rows
}

/** The courses that each message's operation asked for and that its person has, open at `now` or later, in the order asked. */
export async function readCourses(
  reader: Reader,
  messageIds: readonly number[],
  now: Date,
): Promise<Map<number, LetterCourse[]>> {
  const { rows } = await sql<EnrollmentMoments & { message_id: number; name: string; renewed: boolean }>`
    select m.id as message_id, c.display_name as name,
      e.starts_at, e.ends_at, e.revoked_at, e.suspended_at, e.completed_at,
      exists (
        select from grants g join operations earlier on earlier.id = g.operation_id
        where g.user_id = e.user_id and g.course_id = e.course_id and earlier.at < o.at
      ) as renewed
    from messages m
    join operations o on o.id = m.operation_id
    join courses c on c.organization_id = o.organization_id and c.name = any(o.courses)
    join enrollments e on e.course_id = c.id and e.user_id = m.user_id
    where m.id = any(${messageIds}::bigint[])
    order by array_position(o.courses, c.name)`.execute(reader)
  const had = rows.filter(row => isOpen(row, now) || statusOf(row, now) === 'upcoming')
  return Map.groupBy(
    had.map(({ message_id, name, renewed, starts_at, ends_at }) => ({
      message_id,
      name,
      renewed,
      startsAt: starts_at > now ? starts_at : null,
      endsAt: ends_at,
    })),
    course => course.message_id,
  )
}
