/** What stands about the people of some messages, read in a fixed number of statements. */
import { sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { membershipSuspendedAt } from '../../enrollments/held-back.ts'
import { type EnrollmentMoments, isOpen, statusOf } from '../../lib/states/enrollment-status.ts'
import type { LetterCourse, MessageKind } from './letter.ts'
import { offeredNames } from './offered-names.ts'

export interface Addressee {
  readonly message_id: number
  readonly kind: MessageKind
  readonly requested: boolean
  readonly user_id: number
  readonly email: string
  /** Where it goes, if not to the account's address. */
  readonly to: string | null
  readonly first_name: string
  readonly last_name: string
  readonly has_password: boolean
  readonly password_link_id: number | null
  readonly password_link_expires_at: Date | null
  readonly organization_id: number | null
  readonly time_zone: string
  /** What the person chose, then what the organization says of them. */
  readonly locales: readonly string[]
  /** Why it need not be sent any more, if so. */
  readonly outdated: string | null
  readonly invitation_id: number | null
  /** Of the invitation as it was sent last: its link is made from it. */
  readonly sent_operation_id: number | null
  readonly invitation_expires_at: Date | null
  readonly wanted_email_link_id: number | null
  readonly wanted_email_until: Date | null
  /** Who came in past single sign-on, of a mail that tells of it. */
  readonly about: string | null
  readonly team: string | null
  /** What the invitation gives. */
  readonly offered: string[]
}

/** One row for each message; none for a message whose person is gone. */
export async function readAddressees(reader: Reader, messageIds: readonly number[], now: Date): Promise<Addressee[]> {
  const { rows } = await sql<Addressee>`
    select m.id as message_id, m.kind, m.operation_id is null as requested,
      u.id as user_id, u.email, m.address as "to", u.wanted_email_link_id, u.wanted_email_until, u.first_name, u.last_name, u.password_set_at is not null as has_password, u.password_link_id, u.password_link_expires_at,
      o.id as organization_id, coalesce(o.time_zone, 'UTC') as time_zone,
      array_remove(array[u.locale, member.locale], null) as locales,
      case when m.enrollment_id is not null and (e.ends_at is distinct from m.ends_at or e.ends_at <= ${now}
          or e.revoked_at is not null or e.suspended_at is not null) then 'The access that it reminds of has changed.'
        when m.kind not in ('invitation', 'password_link') and member.suspended_at is not null
          then 'The membership is suspended.'
        when m.kind = 'invitation' and (i.accepted_at is null and i.withdrawn_at is null and i.expires_at > ${now})
          is not true then 'The invitation was answered, withdrawn or sent again, or has expired.'
        when m.kind = 'email_change' and (u.wanted_email = m.address and u.wanted_email_until > ${now}) is not true
          then 'The address was confirmed, or another one was asked for since.'
      end as outdated,
      (select done.email from operations done where m.kind = 'break_glass_used' and done.id = m.operation_id) as about,
      i.id as invitation_id, i.sent_operation_id, i.expires_at as invitation_expires_at, t.name as team,
      ${offeredNames('i')} as offered
    from messages m
    join users u on u.id = m.user_id
    left join organizations o on o.id = m.organization_id
    left join enrollments e on e.id = m.enrollment_id
    left join invitations i on m.kind = 'invitation' and i.sent_operation_id = m.operation_id
    left join teams t on t.id = i.team_id
    left join memberships member on member.user_id = m.user_id and member.organization_id = m.organization_id
    where m.id = any(${messageIds}::bigint[])`.execute(reader)
  return rows
}

/**
 * The courses that each message's operation asked for, in the order asked, and those that it gave otherwise, as far as its
 * person has them, open at `now` or later; of a reminder, the course that it is about.
 */
export async function readCourses(
  reader: Reader,
  messageIds: readonly number[],
  now: Date,
): Promise<Map<number, LetterCourse[]>> {
  const { rows } = await sql<
    EnrollmentMoments & { message_id: number; name: string; renewed: boolean; reminder: boolean }
  >`
    select m.id as message_id, c.display_name as name,
      e.starts_at, e.ends_at, e.revoked_at, e.suspended_at, e.completed_at,
      ${membershipSuspendedAt('e', 'c')} as membership_suspended_at,
      exists (
        select from grants g join operations earlier on earlier.id = g.operation_id
        where g.user_id = e.user_id and g.course_id = e.course_id and earlier.at < o.at
      ) as renewed, false as reminder, array_position(o.courses, c.name) as place
    from messages m
    join operations o on o.id = m.operation_id
    cross join lateral (
      select id from courses where organization_id = o.organization_id and name = any(o.courses)
      union
      select course_id from grants where user_id = m.user_id and operation_id = o.id and revoked_at is null
    ) as given
    join courses c on c.id = given.id
    join enrollments e on e.course_id = c.id and e.user_id = m.user_id
    where m.id = any(${messageIds}::bigint[])
    union all
    select m.id, c.display_name, e.starts_at, m.ends_at, null, null, null, null, false, true, 1
    from messages m
    join enrollments e on e.id = m.enrollment_id
    join courses c on c.id = e.course_id
    where m.id = any(${messageIds}::bigint[])
    order by place, name`.execute(reader)
  const had = rows.filter(row => row.reminder || isOpen(row, now) || statusOf(row, now) === 'upcoming')
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
