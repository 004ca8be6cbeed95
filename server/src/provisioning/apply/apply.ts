/**
 * Writes a plan: one statement, with a part for each table that changes, whatever the number of rows. Foreign keys are
 * checked when it ends, so the parts may lean on one another.
 */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Actor } from '../intents/call.ts'
import type { Delivery, Event, Message, Operation, Plan } from '../plan.ts'
import type { Enrollment, Grant, Membership, User } from '../rows/person.ts'
import { domainParts, statementsAfter } from './domain.ts'
import { mergeStatements } from './merge.ts'
import { inserting, isThere, join, part, type TableChange } from './write-parts.ts'

/** Writes the plan in the transaction of `client`, and commits it. */
export async function apply(client: ClientBase, plan: Plan): Promise<void> {
  const { now } = plan
  const parts = [
    part(plan.newUsers, insertUsers),
    part(plan.changedUsers, updateUsers(now)),
    part(plan.newMemberships, insertMemberships(plan.newUsers)),
    part(plan.newEnrollments, insertEnrollments),
    part(plan.changedEnrollments, updateEnrollments(now)),
    part(plan.newGrants, insertGrants),
    part(plan.changedGrants, updateGrants),
    ...domainParts(plan),
    part(plan.operations, insertOperations(now)),
    part(plan.messages, insertMessages),
    part(plan.events, insertEvents(now)),
    part(plan.deliveries, insertDeliveries(now)),
  ]
  // What the same set gave and took again is written as it was given; then what became of it.
  const amends = [
    part(plan.newEnrollments.filter(isChanged), updateEnrollments(now)),
    part(plan.newGrants.filter(isChanged), updateGrants),
  ]
  await runTogether(client, [
    join('apply', parts),
    ...(amends.some(isThere) ? [join('amend', amends)] : []),
    ...endPasswords(plan.endedPasswords),
    ...statementsAfter(plan),
    ...mergeStatements(plan),
    { name: 'commit', text: 'commit' },
  ])
}

function isChanged(row: { readonly revokedAt: Date | null; readonly suspendedAt?: Date | null }): boolean {
  return Boolean(row.revokedAt || row.suspendedAt)
}

/** In statements of their own, the password first: see identity/start-session.ts. */
function endPasswords(users: readonly User[]): Statement[] {
  if (users.length === 0) return []
  const values = [arrayLiteral(users.map(user => user.id))]
  const ofThem = 'user_id = any($1::bigint[])'
  return [
    { name: 'end passwords', text: `delete from accounts where provider_id = 'credential' and ${ofThem}`, values },
    { name: 'end sessions', text: `delete from sessions where ${ofThem}`, values },
  ]
}

const insertUsers: TableChange<User> = {
  text: `
    insert into users (id, email, first_name, last_name, password_link_id, password_link_expires_at, operation_id)
    select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::bigint[])
      as new (id, email)
    order by email`,
  columns: [
    user => user.id,
    user => user.email,
    user => user.firstName,
    user => user.lastName,
    user => user.passwordLinkId,
    user => user.passwordLinkExpiresAt,
    user => user.operationId,
  ],
}

const updateUsers = (now: Date): TableChange<User> => ({
  text: `
    update users set first_name = new.first_name, last_name = new.last_name, password_set_at = new.password_set_at,
      password_link_id = new.link_id, password_link_expires_at = new.link_expires_at, updated_at = new.at
    from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::timestamptz[],
      $7::timestamptz[]) as new (id, first_name, last_name, password_set_at, link_id, link_expires_at, at)
    where users.id = new.id`,
  columns: [
    user => user.id,
    user => user.firstName,
    user => user.lastName,
    user => user.passwordSetAt,
    user => user.passwordLinkId,
    user => user.passwordLinkExpiresAt,
    () => now,
  ],
})

/** The names of new accounts are said: where both are made at once, the database cannot look them up. */
function insertMemberships(newUsers: readonly User[]): TableChange<Membership> {
  const users = new Map(newUsers.map(user => [user.id, user]))
  return {
    text: `
    insert into memberships (user_id, organization_id, role, operation_id, invited_at, email, first_name, last_name)
    select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[],
      $8::text[])`,
    columns: [
      row => row.userId,
      row => row.organizationId,
      row => row.role,
      row => row.operationId,
      row => row.invitedAt,
      row => users.get(row.userId)?.email ?? null,
      row => users.get(row.userId)?.firstName ?? null,
      row => users.get(row.userId)?.lastName ?? null,
    ],
  }
}

const insertEnrollments: TableChange<Enrollment> = {
  text: `
    insert into enrollments (id, user_id, course_id, starts_at, ends_at)
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[])`,
  columns: [row => row.id, row => row.userId, row => row.courseId, row => row.startsAt, row => row.endsAt],
}

const updateEnrollments = (now: Date): TableChange<Enrollment> => ({
  text: `
    update enrollments set starts_at = new.starts_at, ends_at = new.ends_at, revoked_at = new.revoked_at,
      suspended_at = new.suspended_at, completed_at = new.completed_at, end_noted_at = new.end_noted_at,
      updated_at = new.at
    from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
        $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
      as new (id, starts_at, ends_at, revoked_at, suspended_at, completed_at, end_noted_at, at)
    where enrollments.id = new.id`,
  columns: [
    row => row.id,
    row => row.startsAt,
    row => row.endsAt,
    row => row.revokedAt,
    row => row.suspendedAt,
    row => row.completedAt,
    row => row.endNotedAt,
    () => now,
  ],
})

const insertGrants: TableChange<Grant> = {
  text: `
    insert into grants (id, user_id, course_id, organization_id, operation_id, source, reference, starts_at, months, days,
      until, time_zone, renewal, origin_id)
    select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
      $8::timestamptz[], $9::int[], $10::int[], $11::timestamptz[], $12::text[], $13::text[], $14::bigint[])`,
  columns: [
    grant => grant.id,
    grant => grant.userId,
    grant => grant.courseId,
    grant => grant.organizationId,
    grant => grant.operationId,
    grant => grant.source,
    grant => grant.reference,
    grant => grant.startsAt,
    grant => grant.months,
    grant => grant.days,
    grant => grant.until,
    grant => grant.timeZone,
    grant => grant.renewal,
    grant => grant.originId,
  ],
}

const updateGrants: TableChange<Grant> = {
  text: `
    update grants set revoked_at = new.revoked_at, revoked_reason = new.reason, revoked_operation_id = new.operation_id
    from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::bigint[]) as new (id, revoked_at, reason, operation_id)
    where grants.id = new.id`,
  columns: [row => row.id, row => row.revokedAt, row => row.revokedReason, row => row.revokedOperationId],
}

const insertOperations = (now: Date): TableChange<Operation> => ({
  text: `
    insert into operations (id, organization_id, kind, actor_kind, actor_id, key_prefix, ip, source, reference, email,
      user_id, courses, result, problems, at, duration_ms, impersonator_id, acts_from)
    select id, organization_id, kind, actor_kind, actor_id, key_prefix, ip, source, reference, email, user_id,
      string_to_array(courses, E'\\x1f'), result, problems, at, duration_ms, impersonator_id, acts_from
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::inet[], $8::text[],
      $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::jsonb[], $15::timestamptz[], $16::real[],
      $17::bigint[], $18::bigint[])
      as new (id, organization_id, kind, actor_kind, actor_id, key_prefix, ip, source, reference, email, user_id, courses,
      result, problems, at, duration_ms, impersonator_id, acts_from)`,
  columns: [
    operation => operation.id,
    ({ call }) => call.organizationId,
    operation => operation.kind,
    ({ call }) => call.actor.kind,
    ({ call }) => actorId(call.actor),
    ({ call }) => keyPrefix(call.actor),
    ({ call }) => call.ip,
    ({ call }) => call.source,
    operation => operation.reference,
    operation => operation.email,
    operation => operation.userId,
    operation => operation.courses.join('\x1f'), // an array of arrays cannot be unnested by rows
    operation => operation.result,
    ({ problems }) => (problems.length > 0 ? JSON.stringify(problems) : null),
    () => now,
    ({ call }) => now.getTime() - call.receivedAt.getTime(),
    ({ call }) => impersonatorId(call.actor),
    ({ call: { actsFrom = null, organizationId } }) => (actsFrom === organizationId ? null : actsFrom),
  ],
})

const insertMessages: TableChange<Message> = {
  text: `
    insert into messages (id, kind, user_id, organization_id, operation_id, state)
    select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])`,
  columns: [
    row => row.id,
    row => row.kind,
    row => row.userId,
    row => row.organizationId,
    row => row.operationId,
    row => row.state,
  ],
}

const insertEvents = (now: Date) =>
  inserting<Event>('events', {
    id: ['bigint', row => row.id],
    organization_id: ['bigint', row => row.organizationId],
    operation_id: ['bigint', row => row.operationId],
    user_id: ['bigint', row => row.userId],
    type: ['text', row => row.type],
    data: ['jsonb', row => JSON.stringify(row.data)],
    created_at: ['timestamptz', () => now],
  })

const insertDeliveries = (now: Date) =>
  inserting<Delivery>('deliveries', {
    id: ['bigint', row => row.id],
    webhook_id: ['bigint', row => row.webhookId],
    event_id: ['bigint', row => row.eventId],
    due_at: ['timestamptz', () => now],
    created_at: ['timestamptz', () => now],
  })

function actorId(actor: Actor): number | null {
  return 'id' in actor ? actor.id : null
}

function impersonatorId(actor: Actor): number | null {
  return (actor.kind === 'user' && actor.impersonatorId) || null
}

function keyPrefix(actor: Actor): string | null {
  return 'prefix' in actor ? actor.prefix : null
}
