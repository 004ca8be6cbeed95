/** Reads all that hangs on two accounts, which are locked by now, in one packet. */
import type { ClientBase } from 'pg'
import type { Intent } from '../intents/intent.ts'
import type { MergeIntent, UndoMergeIntent } from '../intents/merge.ts'
import type { MergeRows, StoredRow } from '../rows/merge.ts'
import { enrollments, grants } from '../rows/person.ts'
import { type Known, knownQueries } from './known.ts'
import { ask, query, select } from './query.ts'

/** It goes alone. */
export function findMerging([intent]: readonly Intent[]): MergeIntent | UndoMergeIntent | undefined {
  return intent?.kind === 'merge_users' || intent?.kind === 'undo_merge' ? intent : undefined
}

interface LoadedMerge {
  readonly rows: MergeRows
  readonly known: Known
}

export async function loadMerge(
  client: ClientBase,
  { keptId, awayId }: MergeIntent | UndoMergeIntent,
): Promise<LoadedMerge> {
  const read = await ask(client, queries, { userIds: [keptId, awayId] })
  const { standing, enrollments, grants, memberships, teamMembers, groupMembers, waiters, ...rows } = read
  const unwrap = <Row>(list: readonly { readonly row: Row }[]) => list.map(({ row }) => row)
  return {
    known: { memberships: standing, enrollments, grants },
    rows: {
      ...rows,
      memberships: unwrap(memberships),
      teamMembers: unwrap(teamMembers),
      groupMembers: unwrap(groupMembers),
      waiters: unwrap(waiters),
    },
  }
}

const theirs = 'user_id = any(:userIds::bigint[])'

/** As they are stored, to be put there again. */
function stored<Row extends StoredRow>(table: string) {
  const text = `select to_jsonb(${table}) as row from ${table} where ${theirs} order by created_at`
  return query<{ readonly row: Row }>(`load merged ${table}`, text)
}

type Read<List extends keyof MergeRows> = MergeRows[List][number]

const queries = {
  standing: knownQueries.memberships,
  enrollments: select('load merged enrollments', enrollments, `from enrollments where ${theirs}`),
  grants: select('load merged grants', grants, `from grants where ${theirs}`),
  memberships: stored<Read<'memberships'>>('memberships'),
  teamMembers: stored<Read<'teamMembers'>>('team_members'),
  groupMembers: stored<Read<'groupMembers'>>('group_members'),
  waiters: stored<Read<'waiters'>>('seat_waiters'),
  claims: query<Read<'claims'>>(
    'load merged claims',
    `select c.id, c.seat_id as "seatId", c.user_id as "userId", c.released_at as "releasedAt",
        c.released_operation_id as "releasedOperationId", s.used < s.quantity as "isFree"
      from claims c join seats s on s.id = c.seat_id where c.${theirs} order by c.id`,
  ),
  invitations: query<Read<'invitations'>>(
    'load merged invitations',
    `select id, user_id as "userId", organization_id as "organizationId", team_id as "teamId",
        accepted_at is null and withdrawn_at is null and lapsed_at is null as "isOpen"
      from invitations where ${theirs} order by id`,
  ),
  openedItems: query<Read<'openedItems'>>(
    'load merged items',
    `select enrollment_id as "enrollmentId", item_id as "itemId", operation_id as "operationId", to_jsonb(at) #>> '{}' as at
      from opened_items where enrollment_id = any(array(select id from enrollments where ${theirs}))`,
  ),
  owned: query<Read<'owned'>>(
    'load what merged accounts own',
    `select 'link_join' as kind, id, user_id as "userId" from link_joins where ${theirs}
      union all select 'order', id, user_id from orders where ${theirs}
      union all select 'order_line', id, user_id from order_lines where ${theirs}`,
  ),
  aliases: query<Read<'aliases'>>(
    'load merged aliases',
    'select id, alias_of as of from users where alias_of = any(:userIds::bigint[])',
  ),
}
