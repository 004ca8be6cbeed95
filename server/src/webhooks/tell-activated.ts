import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { listensTo } from '../provisioning/load/listens-to.ts'

/** Somebody who had no password has one: told where the person belongs, in the transaction that sets it. */
export async function tellActivated(transaction: Transaction, userId: number, now: Date): Promise<void> {
  await sql`
    with listening as (
      select o.id as organization_id, w.id as webhook_id
      from memberships m join organizations o on o.id = m.organization_id
        join webhooks w on ${sql.raw(listensTo('w', 'o'))}
      where m.user_id = ${userId} and m.invited_at is null and 'user.activated' = any(w.events)
    ), told as (
      insert into events (organization_id, user_id, type, data, created_at)
      select place.organization_id, u.id, 'user.activated', jsonb_build_object('user', jsonb_build_object(
        'id', u.id, 'email', u.email, 'first_name', u.first_name, 'last_name', u.last_name)), ${now}::timestamptz
      from users u cross join (select distinct organization_id from listening) as place where u.id = ${userId}
      returning id, organization_id
    )
    insert into deliveries (webhook_id, event_id, due_at, created_at)
    select webhook_id, told.id, ${now}, ${now} from told join listening using (organization_id)`.execute(transaction)
}
