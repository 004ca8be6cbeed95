import type { Transaction } from '../db/database.ts'
import { requireFewAgain } from '../identity/require-few-again.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Reach } from '../reach/find-organization.ts'
import { getMail } from './find-mails.ts'
import { resendMessages } from './resend-messages.ts'

/** Queues a mail again that was sent or failed, and gives the new one. Throws `not_found`, `conflict`, or `rate_limited`. */
export async function sendAgain(transaction: Transaction, principal: Reach, id: number, by: AskedBy) {
  const { to, user } = await getMail(transaction, principal, id)
  const [again] = await resendMessages(transaction, [id], by.receivedAt)
  await requireFewAgain(transaction, to, by.receivedAt)
  const after = await getMail(transaction, principal, again?.newId as number)
  const object = { kind: 'message', id: after.id, before: null, after }
  const place = await transaction
    .selectFrom('messages')
    .select('organization_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const about = { organizationId: place.organization_id, userId: user, email: to } as const
  await recordOperation(transaction, { kind: 'resend_mail', ...about, result: 'created', object }, by)
  return after
}
