/** Writes a merge, or its undoing: a fixed number of statements, however much hangs on the accounts. */
import type { Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Plan } from '../plan.ts'
import type { MergeStep, StoredRow } from '../rows/merge.ts'
import { tellingOf } from './account-events.ts'
import { endPasswords, noWayIn } from './end-passwords.ts'

export function mergeStatements({ merges, now }: Plan): Statement[] {
  return merges.flatMap(step => [
    ...[...(step.does === 'merge' ? merging(step, now) : parting(step, now)), ...access(step, now)].map(
      ([text, ...values], index) => ({ name: `${step.does} accounts ${index}`, text, values: values.map(String) }),
    ),
    { name: 'tell of an account', ...telling(step, now) },
  ])
}

type Written = readonly [text: string, ...values: (string | number)[]]

const ids = (list: readonly number[]) => arrayLiteral([...list])
const json = (value: unknown) => JSON.stringify(value)
const at = (now: Date) => now.toISOString()

function telling({ does, merge: { kept, away }, told: organizations, operationId }: MergeStep, now: Date) {
  const event =
    does === 'merge'
      ? ({ type: 'user.merged', userId: kept } as const)
      : ({ type: 'user.merge_undone', userId: away } as const)
  return tellingOf({ ...event, operationId, organizations }, now)
}

/** Places first: what is removed makes room for nothing, and what moves finds room. */
function merging({ merge, operationId }: MergeStep, now: Date): Written[] {
  const { kept, away, memberships, teams, groups, waiters, claims, invitations } = merge
  return [
    ...endAccount(away),
    ['update users set alias_of = $1::bigint where id = any($2::bigint[])', kept, ids(merge.aliases)],
    [
      `update users set alias_of = $1, ${noWayIn},
        wanted_email = null, wanted_email_link_id = null, wanted_email_until = null, updated_at = $3 where id = $2`,
      kept,
      away,
      at(now),
    ],
    ...remove('memberships', 'organization_id', away, memberships.removed),
    profiles(
      memberships.profiles.map(({ organization, after }) => ({ organization, ...after })),
      kept,
      at(now),
    ),
    moveMemberships(away, kept, memberships.moved, at(now)),
    ...remove('team_members', 'team_id', away, teams.removed),
    move('team_members', 'team_id', { from: away, to: kept }, teams.moved),
    roles(
      kept,
      teams.roles.map(({ team, after }) => [team, after]),
    ),
    ...remove('group_members', 'group_id', away, groups.removed),
    move('group_members', 'group_id', { from: away, to: kept }, groups.moved),
    ...remove('seat_waiters', 'seat_id', away, waiters.removed),
    move('seat_waiters', 'seat_id', { from: away, to: kept }, waiters.moved),
    [
      'update claims set released_at = $1, released_operation_id = $2 where id = any($3::bigint[])',
      at(now),
      operationId,
      ids(claims.released),
    ],
    ...owned(merge, { from: away, to: kept }),
    [
      'update invitations set withdrawn_at = $1, updated_at = $1 where id = any($2::bigint[])',
      at(now),
      ids(invitations.withdrawn),
    ],
    mailInvitations(kept, at(now)),
    [`update messages set user_id = $2 where user_id = $1 and state = 'queued'`, away, kept],
  ]
}

function parting({ merge, restoredClaims }: MergeStep, now: Date): Written[] {
  const { kept, away, memberships, teams, groups, waiters, invitations } = merge
  return [
    ['update users set alias_of = null, updated_at = $2 where id = $1', away, at(now)],
    ['update users set alias_of = $1::bigint where id = any($2::bigint[])', away, ids(merge.aliases)],
    profiles(
      memberships.profiles.map(({ organization, before }) => ({ organization, ...before })),
      kept,
      at(now),
    ),
    moveMemberships(kept, away, memberships.moved, at(now)),
    putBack('memberships', memberships.removed),
    move('team_members', 'team_id', { from: kept, to: away }, teams.moved),
    roles(
      kept,
      teams.roles.map(({ team, before }) => [team, before]),
    ),
    putBack('team_members', teams.removed),
    move('group_members', 'group_id', { from: kept, to: away }, groups.moved),
    putBack('group_members', groups.removed),
    move('seat_waiters', 'seat_id', { from: kept, to: away }, waiters.moved),
    putBack('seat_waiters', waiters.removed),
    [
      'update claims set released_at = null, released_operation_id = null where id = any($1::bigint[])',
      ids(restoredClaims),
    ],
    ...owned(merge, { from: kept, to: away }),
    [
      'update invitations set withdrawn_at = null, updated_at = $1 where id = any($2::bigint[])',
      at(now),
      ids(invitations.withdrawn),
    ],
    mailInvitations(away, at(now)),
  ]
}

/** Enrollments before the grants that lean on them; both have left by the end of the statement. */
function access({ does, merge, enrollments, newEnrollments, grants }: MergeStep, now: Date): Written[] {
  const opened = json(merge.opened_items)
  const item = '(from_id bigint, to_id bigint, item bigint, operation bigint, at timestamptz, both_had boolean)'
  const items = json(
    merge.opened_items.map(({ from, to, both, ...row }) => ({ from_id: from, to_id: to, both_had: both, ...row })),
  )
  const rows = (list: MergeStep['enrollments']) => json(list)
  const columns = `(id bigint, "userId" bigint, "courseId" bigint, "startsAt" timestamptz, "endsAt" timestamptz,
    "revokedAt" timestamptz, "suspendedAt" timestamptz, "completedAt" timestamptz, "endNotedAt" timestamptz)`
  const ofItems: Written =
    does === 'merge'
      ? [
          `with gone as (
            delete from opened_items using jsonb_to_recordset($1::jsonb) as old ${item}
            where enrollment_id = old.from_id and item_id = old.item)
          insert into opened_items (enrollment_id, item_id, operation_id, at)
          select to_id, item, operation, at from jsonb_to_recordset($1::jsonb) as old ${item} where not both_had`,
          items,
        ]
      : [
          `with gone as (
            delete from opened_items using jsonb_to_recordset($1::jsonb) as old ${item}
            where enrollment_id = old.to_id and item_id = old.item and not both_had)
          insert into opened_items (enrollment_id, item_id, operation_id, at)
          select from_id, item, operation, at from jsonb_to_recordset($1::jsonb) as old ${item}
          where exists (select from items where id = old.item)`,
          items,
        ]
  return [
    [
      `insert into enrollments (id, user_id, course_id, starts_at, ends_at, revoked_at, suspended_at, completed_at, end_noted_at)
      select * from jsonb_to_recordset($1::jsonb) as new ${columns}`,
      rows(newEnrollments),
    ],
    [
      `with written as (
        update enrollments set user_id = new."userId", starts_at = new."startsAt", ends_at = new."endsAt",
          revoked_at = new."revokedAt", suspended_at = new."suspendedAt", completed_at = new."completedAt", updated_at = $3
        from jsonb_to_recordset($1::jsonb) as new ${columns} where enrollments.id = new.id)
      update grants set user_id = new."userId", revoked_at = new."revokedAt", revoked_reason = new."revokedReason",
        revoked_operation_id = new."revokedOperationId"
      from jsonb_to_recordset($2::jsonb) as new (id bigint, "userId" bigint, "revokedAt" timestamptz, "revokedReason" text,
        "revokedOperationId" bigint)
      where grants.id = new.id`,
      rows(enrollments),
      json(grants),
      at(now),
    ],
    [
      `select mark_due(array_agg("userId"), array_agg("courseId")) from jsonb_to_recordset($1::jsonb) as changed
        ("userId" bigint, "courseId" bigint)`,
      rows([...newEnrollments, ...enrollments]),
    ],
    ...(opened === '[]' ? [] : [ofItems]),
  ]
}

function endAccount(userId: number): Written[] {
  return [
    ...endPasswords([userId]).map(({ text }) => [text, ids([userId])] as const),
    ['update sessions set impersonates_id = null, impersonation_ends_at = null where impersonates_id = $1', userId],
  ]
}

function move(
  table: string,
  key: string,
  { from, to }: { from: number; to: number },
  list: readonly number[],
): Written {
  return [
    `update ${table} set user_id = $2 where user_id = $1 and ${key} = any($3::bigint[])
      and not exists (select from ${table} as there where there.user_id = $2 and there.${key} = ${table}.${key})`,
    from,
    to,
    ids(list),
  ]
}

function remove(table: string, key: string, userId: number, rows: readonly StoredRow[]): Written[] {
  const keys = rows.map(row => row[key] as number)
  return [[`delete from ${table} where user_id = $1 and ${key} = any($2::bigint[])`, userId, ids(keys)]]
}

function putBack(table: string, rows: readonly StoredRow[]): Written {
  return [
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb) on conflict do nothing`,
    json(rows),
  ]
}

/** The email and the names are the account's, as ever. */
function moveMemberships(from: number, to: number, organizations: readonly number[], now: string): Written {
  return [
    `update memberships set user_id = $2, updated_at = $4, email = users.email,
        first_name = case when invited_at is null then users.first_name else memberships.first_name end,
        last_name = case when invited_at is null then users.last_name else memberships.last_name end
      from users where users.id = $2 and user_id = $1 and organization_id = any($3::bigint[])
        and not exists (select from memberships there
          where there.user_id = $2 and there.organization_id = memberships.organization_id)`,
    from,
    to,
    ids(organizations),
    now,
  ]
}

/** Of the kept account. */
function profiles(list: readonly object[], userId: number, now: string): Written {
  return [
    `update memberships set external_id = new.external_id, tags = new.tags, custom_fields = new.custom_fields,
        locale = new.locale, invited_at = new.invited_at, suspended_at = new.suspended_at, updated_at = $3
      from jsonb_to_recordset($1::jsonb) as new (organization bigint, external_id text, tags text[], custom_fields jsonb,
        locale text, invited_at timestamptz, suspended_at timestamptz)
      where user_id = $2 and organization_id = new.organization`,
    json(list),
    userId,
    now,
  ]
}

function roles(userId: number, list: readonly (readonly [number, string])[]): Written {
  return [
    `update team_members set role = new.role
      from unnest($2::bigint[], $3::text[]) as new (team, role) where user_id = $1 and team_id = new.team`,
    userId,
    ids(list.map(([team]) => team)),
    arrayLiteral(list.map(([, role]) => role)),
  ]
}

function owned(
  { claims, invitations, link_joins, orders, order_lines }: MergeStep['merge'],
  { from, to }: { from: number; to: number },
): Written[] {
  const lists = { claims: claims.moved, invitations: invitations.moved, link_joins, orders, order_lines }
  return Object.entries(lists).map(([table, list]): Written => {
    return [`update ${table} set user_id = $2 where user_id = $1 and id = any($3::bigint[])`, from, to, ids(list)]
  })
}

/** The link in the mail signs in, and it went to another mailbox: it ends, and another one is mailed. */
function mailInvitations(userId: number, now: string): Written {
  return [
    `with again as (
      update invitations set sent_operation_id = nextval('ids')
      where user_id = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2
      returning organization_id, sent_operation_id)
    insert into messages (kind, user_id, organization_id, operation_id, due_at)
    select 'invitation', $1, organization_id, sent_operation_id, $2 from again`,
    userId,
    now,
  ]
}
