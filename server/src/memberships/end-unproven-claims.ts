import type { Transaction } from '../db/database.ts'

/**
 * When a learner comes to be more, what a key may have got hold of ends: a link that it was shown into the account, and a
 * password that was chosen by such a link (the mailbox is then unproven), with its sessions. The person gets in again by
 * mail, by asking for it. (provisioning/decide/person.ts does the same where an account comes to be shared.)
 */
export async function endUnprovenClaims(transaction: Transaction, userId: number): Promise<void> {
  await transaction
    .updateTable('users')
    .set({ password_link_id: null, password_link_expires_at: null })
    .where('id', '=', userId)
    .where('password_set_at', 'is', null)
    .execute()
  const ended = await transaction
    .updateTable('users')
    .set({ password_set_at: null })
    .where('id', '=', userId)
    .where('password_set_at', 'is not', null)
    .where('email_verified', '=', false)
    .returning('id')
    .executeTakeFirst()
  if (!ended) return
  // The password first: see identity/start-session.ts.
  await transaction
    .deleteFrom('accounts')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .execute()
  await transaction.deleteFrom('sessions').where('user_id', '=', userId).execute()
}
