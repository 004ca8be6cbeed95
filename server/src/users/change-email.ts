import { idOfEmail } from '../accounts/aliases.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { correctEmail } from './correct-email.ts'
import { lockAddresses, tellEmailChange } from './write-email.ts'

/** The operator's way: whoever's account it is. Throws `not_found` or `conflict`. */
export function changeEmail(
  kysely: Database['kysely'],
  { email, to }: { email: string; to: string },
  { days, by }: { days: number; by: AskedBy },
): Promise<{ user_id: number; from: string; to: string }> {
  return kysely.transaction().execute(async transaction => {
    const found = await transaction
      .selectFrom('users')
      .select('id')
      .where('id', '=', idOfEmail(email))
      .executeTakeFirst()
    if (!found) throw new Refusal('not_found', `Nobody has an account with the email ${email}.`)
    const { id } = found
    const from = await lockAddresses(transaction, id)
    if (from !== to) {
      const places = await correctEmail(transaction, { id, from, to, days }, by.receivedAt)
      const object = { kind: 'user', id, before: { email: from }, after: { email: to } }
      const change = { kind: 'change_email', organizationId: null, userId: id, email: to, result: 'changed' } as const
      const operationId = await recordOperation(transaction, { ...change, object }, by)
      await tellEmailChange(transaction, { id, places, operationId }, by.receivedAt)
    }
    return { user_id: id, from, to }
  })
}
