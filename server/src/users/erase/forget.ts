/**
 * Takes a person out of every table. What counts stays: grants, orders, seats and the log go on adding up, by ids that say
 * nothing of anybody. A fixed number of statements.
 */
import { sql } from 'kysely'
import { deletePassword } from '../../accounts/delete-password.ts'
import type { Transaction } from '../../db/database.ts'
import { mentionOf } from '../../lib/mentions.ts'
import { noWayIn } from '../../provisioning/apply/end-passwords.ts'
import { scrub, scrubText, type Traces } from './scrub.ts'

export interface Person {
  readonly id: number
  /** Also those of before. */
  readonly emails: readonly string[]
  /** First and last name; empty: there is none. */
  readonly name: string
  /** Of the account and of its addresses of before. */
  readonly ids: readonly number[]
}

/** An address that nobody can write or be found by: no normalized one is without an `@`. */
export const erasedEmail = (id: number) => `erased-${id}`

/** The caller holds the account. */
export async function forgetPerson(transaction: Transaction, person: Person, at: Date): Promise<void> {
  const { id, emails, name } = person
  const texts = [...emails, ...(name.includes(' ') ? [name] : [])].map(text => text.toLowerCase())
  const traces: Traces = { ids: new Set(person.ids), texts }
  await forgetLog(transaction, person, traces)
  await forgetEvents(transaction, person, traces)
  await forgetReasons(transaction, id, traces)
  const isIn = (column: string) =>
    sql`exists (select from unnest(${[...emails]}::text[]) as email where strpos(lower(${sql.ref(column)}), email) > 0)`
  await deletePassword(transaction, id)
  const statements = [
    sql`delete from identities where user_id = any(${[...person.ids]}::bigint[])`,
    sql`delete from break_glass_owners where user_id = ${id}`,
    sql`delete from sign_ons where user_id = any(${[...person.ids]}::bigint[]) or lower(email) = any(${[...emails]}::text[])`,
    sql`delete from attempts where ${isIn('key')}`,
    // Of one that is on its way nothing comes back: what the mail server says may hold the address.
    sql`delete from messages where user_id = ${id} and state in ('queued', 'held', 'sending')`,
    sql`update messages set error = null, address = null where user_id = ${id}`,
    sql`update invitations set first_name = '', last_name = '' where user_id = ${id}`,
    sql`update link_joins set email = ${erasedEmail(id)} || '-' || id, first_name = '', last_name = ''
      where user_id = ${id} or email = any(${[...emails]}::text[])`,
    sql`update memberships set external_id = null, tags = '{}', custom_fields = '{}', locale = null, updated_at = ${at}
      where user_id = ${id}`,
    // A team that was made for one person alone may have the person's name.
    sql`update teams set name = 'Team ' || id, updated_at = ${at} where lower(name) = ${name.toLowerCase()} and operation_id in (
      select id from operations where user_id = ${id})`,
    sql`update idempotent_answers set answer = null, mentions = '{}' where mentions && ${emails.map(mentionOf)}::text[]`,
    // What was given on other platforms ends there by their ids alone.
    sql`update external_things set name = null, data = '{}' where kind = 'user' and ours = any(${[...person.ids]}::bigint[])`,
    sql`update due_people set problem = null where user_id = ${id}`,
    sql`delete from due_people where user_id in (select id from users where alias_of = ${id})`,
    sql`delete from external_enrollments where user_id in (select id from users where alias_of = ${id})`,
    sql`delete from users where alias_of = ${id}`,
    sql`update users set email = ${erasedEmail(id)}, first_name = '', last_name = '', locale = null, email_verified = false,
        ${sql.raw(noWayIn)},
        wanted_email = null, wanted_email_link_id = null, wanted_email_until = null, updated_at = ${at}
      where id = ${id}`,
  ]
  for (const statement of statements) await statement.execute(transaction)
}

interface Kept<Value> {
  readonly id: number
  readonly value: Value
}

async function forgetLog(transaction: Transaction, { id, ids, emails }: Person, traces: Traces): Promise<void> {
  const { rows: operations } = await sql<Kept<unknown>>`
    select id, problems as value from operations where user_id = any(${[...ids]}::bigint[]) or email = any(${[...emails]}::text[])`.execute(
    transaction,
  )
  const operationIds = operations.map(row => row.id)
  await sql`
    update operations set email = null, first_name = null, last_name = null, problems = new.problems,
      ip = case when actor_kind = 'user' and actor_id = ${id} then null else ip end
    from unnest(${operationIds}::bigint[], ${operations.map(({ value }) => toJson(scrub(value, traces)))}::jsonb[])
      as new (id, problems)
    where operations.id = new.id`.execute(transaction)
  const { rows: changes } = await sql<Kept<{ before: unknown; after: unknown }> & { kind: string; object_id: number }>`
    select id, kind, object_id, jsonb_build_object('before', before, 'after', after) as value from changes
    where operation_id = any(${operationIds}::bigint[])
      or object_id = any(${[...ids]}::bigint[]) and kind in ('user', 'membership', 'team_member')`.execute(transaction)
  const scrubbed = changes.map(({ kind, object_id, value: { before, after } }) => {
    const isAbout = traces.ids.has(object_id) && (kind === 'user' || kind === 'membership')
    return { before: toJson(scrub(before, traces, isAbout)), after: toJson(scrub(after, traces, isAbout)) }
  })
  await sql`
    update changes set before = new.before, after = new.after
    from unnest(${changes.map(row => row.id)}::bigint[], ${scrubbed.map(({ before }) => before)}::jsonb[],
      ${scrubbed.map(({ after }) => after)}::jsonb[]) as new (id, before, after)
    where changes.id = new.id`.execute(transaction)
}

/** What is still to be told of the person is told without the name; what was sent and answered is forgotten. */
async function forgetEvents(transaction: Transaction, { ids, emails }: Person, traces: Traces): Promise<void> {
  const { rows } = await sql<Kept<unknown>>`
    select id, data as value from events where user_id = any(${[...ids]}::bigint[]) or exists (
      select from unnest(${[...emails]}::text[]) as email where strpos(lower(data::text), email) > 0)`.execute(
    transaction,
  )
  const events = rows.map(row => row.id)
  await sql`
    update events set data = new.data
    from unnest(${events}::bigint[], ${rows.map(({ value }) => toJson(scrub(value, traces)))}::jsonb[]) as new (id, data)
    where events.id = new.id`.execute(transaction)
  await sql`update deliveries set body = null, answer = null, error = null, scrubbed = scrubbed + 1
    where event_id = any(${events}::bigint[])`.execute(transaction)
}

/** Whoever took something back may have said of whom. */
async function forgetReasons(transaction: Transaction, id: number, traces: Traces): Promise<void> {
  for (const [table, column] of [
    ['grants', 'revoked_reason'],
    ['order_lines', 'refunded_reason'],
  ] as const) {
    const { rows } = await sql<Kept<string>>`select id, ${sql.ref(column)} as value from ${sql.table(table)}
      where user_id = ${id} and ${sql.ref(column)} is not null`.execute(transaction)
    await sql`update ${sql.table(table)} as kept set ${sql.ref(column)} = new.reason
      from unnest(${rows.map(row => row.id)}::bigint[], ${rows.map(({ value }) => scrubText(value, traces))}::text[])
        as new (id, reason)
      where kept.id = new.id`.execute(transaction)
  }
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
