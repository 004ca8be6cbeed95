/** Everything that is kept about a person, for the person: what they read elsewhere, and what they do not. No secret. */
import { type RawBuilder, sql } from 'kysely'
import { emailsOfUser } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'

/** One statement, with a part for each kind of thing. */
export async function readMyData(reader: Reader, userId: number, now: Date) {
  const parts = Object.entries(partsOf(userId)).map(
    ([name, rows]) =>
      sql`(select coalesce(jsonb_agg(to_jsonb(part)), '[]') from (${rows}) as part) as ${sql.ref(name)}`,
  )
  const { rows } = await sql<Record<string, unknown>>`select
    (select jsonb_build_object('id', id, 'email', email, 'first_name', first_name, 'last_name', last_name,
      'locale', locale, 'email_verified', email_verified, 'password_set_at', password_set_at,
      'activated_at', activated_at, 'created_at', created_at, 'updated_at', updated_at) from users where id = ${userId}) as account,
    ${sql.join(parts)}`.execute(reader)
  return { exported_at: now.toISOString(), ...rows[0] }
}

function partsOf(userId: number): Record<string, RawBuilder<unknown>> {
  return {
    earlier_emails: sql`select email from users where alias_of = ${userId} order by id`,
    memberships: sql`select o.slug as organization, o.name as organization_name, m.role, m.external_id, m.tags,
        m.custom_fields, m.locale, m.invited_at, m.suspended_at, m.created_at, m.updated_at
      from memberships m join organizations o on o.id = m.organization_id where m.user_id = ${userId}`,
    teams: sql`select t.name as team, o.slug as organization, m.role, m.created_at
      from team_members m join teams t on t.id = m.team_id join organizations o on o.id = t.organization_id
      where m.user_id = ${userId}`,
    groups: sql`select g.name as group, o.slug as organization, m.created_at
      from group_members m join groups g on g.id = m.group_id join organizations o on o.id = g.organization_id
      where m.user_id = ${userId}`,
    enrollments: sql`select c.name as course, c.display_name, o.slug as organization, e.starts_at, e.ends_at,
        e.suspended_at, e.revoked_at, e.completed_at, e.updated_at, array(select i.title from opened_items opened
          join items i on i.id = opened.item_id where opened.enrollment_id = e.id order by i.position) as opened_items
      from enrollments e join courses c on c.id = e.course_id join organizations o on o.id = c.organization_id
      where e.user_id = ${userId} order by e.starts_at`,
    grants: sql`select c.name as course, o.slug as organization, g.source, g.reference, g.starts_at, g.months, g.days,
        g.until, g.revoked_at, g.revoked_reason
      from grants g join courses c on c.id = g.course_id join organizations o on o.id = g.organization_id
      where g.user_id = ${userId} order by g.starts_at, g.id`,
    seats: sql`select t.name as team, p.name as product, c.taken_at, c.released_at, c.created_at
      from claims c join seats s on s.id = c.seat_id join teams t on t.id = s.team_id join products p on p.id = s.product_id
      where c.user_id = ${userId} order by c.id`,
    orders: sql`select o.slug as organization, ${selectGiven('r.reference')} as reference, r.payment, r.credits, r.created_at, r.completed_at,
        r.cancelled_at, r.failed_at, r.refunded_at
      from orders r join organizations o on o.id = r.organization_id where r.user_id = ${userId} order by r.id`,
    invitations: sql`select o.slug as organization, i.role, i.courses, i.products, i.sent_at, i.expires_at, i.accepted_at,
        i.withdrawn_at
      from invitations i join organizations o on o.id = i.organization_id where i.user_id = ${userId} order by i.id`,
    mails: sql`select m.kind, o.slug as organization, m.state, m.created_at, m.sent_at
      from messages m left join organizations o on o.id = m.organization_id where m.user_id = ${userId} order by m.id`,
    sessions: sql`select created_at, updated_at, expires_at, ip_address, user_agent
      from sessions where user_id = ${userId} order by id`,
    passkeys: sql`select name, created_at, last_used_at from passkeys where user_id = ${userId} order by id`,
    log: sql`select p.kind, o.slug as organization, p.source, ${selectGiven('p.reference')} as reference, p.first_name, p.last_name, p.courses, p.result, p.at
      from operations p left join organizations o on o.id = p.organization_id
      where p.email = any(${emailsOfUser(userId)}) order by p.at, p.id`,
  }
}
