/** Reads all that hangs on two accounts, which are locked by now, in one packet. */
import type { ClientBase } from 'pg'
import { runTogether } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Intent } from '../intents/intent.ts'
import type { MergeIntent, UndoMergeIntent } from '../intents/merge.ts'
import type { MergeRows } from '../rows/merge.ts'
import type { Enrollment, Grant } from '../rows/person.ts'

/** It goes alone. */
export function findMerging([intent]: readonly Intent[]): MergeIntent | UndoMergeIntent | undefined {
  return intent?.kind === 'merge_users' || intent?.kind === 'undo_merge' ? intent : undefined
}

export interface LoadedMerge extends MergeRows {
  readonly enrollments: readonly Enrollment[]
  readonly grants: readonly Grant[]
}

/** `enrollments` and `grants` are the statements that read those of some courses. */
export async function loadMerge(
  client: ClientBase,
  { keptId, awayId }: MergeIntent | UndoMergeIntent,
  { enrollments, grants }: { enrollments: string; grants: string },
): Promise<LoadedMerge> {
  const values = [arrayLiteral([keptId, awayId])]
  const theirs = 'user_id = any($1::bigint[])'
  const ofAnyCourse = (text: string) => text.replace('and course_id = any($2::bigint[])', '')
  const stored = (table: string) => `select to_jsonb(${table}) as row from ${table} where ${theirs} order by created_at`
  const texts = [
    ofAnyCourse(enrollments),
    ofAnyCourse(grants),
    stored('memberships'),
    stored('team_members'),
    stored('group_members'),
    stored('seat_waiters'),
    `select c.id, c.seat_id as "seatId", c.user_id as "userId", c.released_at as "releasedAt",
        c.released_operation_id as "releasedOperationId", s.used < s.quantity as "isFree"
      from claims c join seats s on s.id = c.seat_id where c.${theirs} order by c.id`,
    `select id, user_id as "userId", organization_id as "organizationId", team_id as "teamId",
        accepted_at is null and withdrawn_at is null and lapsed_at is null as "isOpen"
      from invitations where ${theirs} order by id`,
    `select enrollment_id as "enrollmentId", item_id as "itemId", operation_id as "operationId", to_jsonb(at) #>> '{}' as at
      from opened_items where enrollment_id = any(array(select id from enrollments where ${theirs}))`,
    `select 'link_join' as kind, id, user_id as "userId" from link_joins where ${theirs}
      union all select 'order', id, user_id from orders where ${theirs}
      union all select 'order_line', id, user_id from order_lines where ${theirs}`,
    'select id, alias_of as of from users where alias_of = any($1::bigint[])',
  ]
  const rows = (await runTogether(
    client,
    texts.map((text, index) => ({ name: `load merge ${index}`, text, values })),
  )) as unknown as never[][]
  const [e = [], g = [], members = [], teams = [], groups = [], waiters = [], ...others] = rows
  const [claims = [], invitations = [], openedItems = [], owned = [], aliases = []] = others
  const unwrap = (list: readonly { readonly row: Record<string, unknown> }[]) => list.map(({ row }) => row)
  return {
    enrollments: e,
    grants: g,
    memberships: unwrap(members),
    teamMembers: unwrap(teams),
    groupMembers: unwrap(groups),
    waiters: unwrap(waiters),
    ...{ claims, invitations, openedItems, owned, aliases },
  }
}
