import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { listensTo } from '../provisioning/load/listens-to.ts'

/** Somebody who had no password has one: told where the person belongs, in the transaction that sets it. */
export async function tellActivated(transaction: Transaction, userId: number, now: Date): Promise<void> {
  await sql`
    insert into deliveries (webhook_id, organization_id, user_id, event, data, due_at, created_at)
    select w.id, o.id, u.id, 'user.activated', jsonb_build_object('user', jsonb_build_object(
      'id', u.id, 'email', u.email, 'first_name', u.first_name, 'last_name', u.last_name)), ${now}, ${now}
    from users u join memberships m on m.user_id = u.id join organizations o on o.id = m.organization_id
      join webhooks w on ${sql.raw(listensTo('w', 'o'))}
    where u.id = ${userId} and m.invited_at is null and 'user.activated' = any(w.events)`.execute(transaction)
}
