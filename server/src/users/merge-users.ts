/** Two accounts of one person: the second goes into the first, and comes back by undoing it. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { mergeRecord } from '../provisioning/decide/people/merge.ts'
import type { MergeIntent, UndoMergeIntent } from '../provisioning/intents/merge.ts'
import type { Merge } from '../provisioning/rows/merge.ts'
import { isInReach } from '../reach/find-organization.ts'

type Accounts = Omit<MergeIntent, 'kind' | 'call' | 'homeId'>

/** Throws `not_found` where there is no such account. */
export async function getAccounts(reader: Reader, keptId: number, awayId: number): Promise<Accounts> {
  const users = await reader
    .selectFrom('users')
    .select(['id', 'email'])
    .where('id', 'in', [keptId, awayId])
    .where('alias_of', 'is', null)
    .execute()
  const emailOf = (id: number) => {
    const user = users.find(user => user.id === id)
    if (!user) throw new Refusal('not_found', `There is no user ${id} here.`)
    return user.email
  }
  return { email: emailOf(keptId), emails: [emailOf(awayId)], keptId, awayId }
}

/** What undoing a merge is asked with; null: the operation is none, or is out of reach. */
export async function findMerge(reader: Reader, home: { readonly id: number } | null, operationId: number) {
  const { rows } = await sql<{ organization_id: number; kept_email: string; away_email: string; merge: Merge }>`
    select operation.organization_id, kept.email as kept_email, away.email as away_email, change.after as merge
    from operations as operation
    join organizations as organization on organization.id = operation.organization_id
    join changes as change on change.operation_id = operation.id and change.kind = ${mergeRecord}
    join users as kept on kept.id = (change.after ->> 'kept')::bigint
    join users as away on away.id = (change.after ->> 'away')::bigint
    where operation.id = ${operationId} and operation.kind = 'merge_users'
      and ${home ? isInReach(home, 'organization') : sql`true`}`.execute(reader)
  const found = rows[0]
  if (!found) return null
  const { organization_id: organizationId, kept_email: email, away_email, merge } = found
  const asked: Omit<UndoMergeIntent, 'call' | 'homeId'> = {
    ...{ kind: 'undo_merge', target: { id: operationId }, merge, email, emails: [away_email] },
    ...{ keptId: merge.kept, awayId: merge.away },
  }
  return { organizationId, asked }
}
