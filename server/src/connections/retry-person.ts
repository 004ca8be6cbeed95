import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockConnection } from './write-connection.ts'

/** Before all others. Throws `not_found`, also where nothing is due. */
export async function retryPerson(
  transaction: Transaction,
  principal: Pick<Principal, 'organization'>,
  { connectionId, userId }: { readonly connectionId: number; readonly userId: number },
  by: AskedBy,
): Promise<void> {
  const { organizationId } = await lockConnection(transaction, principal, { id: connectionId })
  const { rows } = await sql`update due_people set due_at = now(), urgency = 0, marks = marks + 1
    where connection_id = ${connectionId} and user_id = ${userId} returning user_id`.execute(transaction)
  if (rows.length === 0) throw new Refusal('not_found', `Nothing is due of the person ${userId}.`)
  await recordOperation(transaction, { kind: 'retry_person', organizationId, userId, result: 'changed' }, by)
}
