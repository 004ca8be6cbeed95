import type { Transaction } from '../db/database.ts'
import type { Principal } from '../http/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import type { By } from '../operations/record-operation.ts'
import { updateTeam } from './update-team.ts'

/**
 * Takes a team out of use; its name is free again. The engine locks the teams that it touches too: what it gave of their seats
 * is counted by then, and it gives none afterwards. Throws `not_found`, `precondition_failed`, or `conflict`: seats are in use.
 */
export async function archiveTeam(
  transaction: Transaction,
  principal: Principal,
  which: { id: number; ifMatch?: string },
  by: By,
): Promise<void> {
  await updateTeam(transaction, principal, which, { archived_at: by.receivedAt }, by)
  const inUse = await transaction
    .selectFrom('seats')
    .select('id')
    .where('team_id', '=', which.id)
    .where('used', '>', 0)
    .limit(1)
    .executeTakeFirst()
  if (inUse) throw new Refusal('conflict', 'Learners hold seats of this team: release them first.')
}
