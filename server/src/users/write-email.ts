/** Gives an account another address. The one before stays as an alias, and whatever was mailed there opens nothing any more. */
import { sql } from 'kysely'
import { deletePassword } from '../accounts/delete-password.ts'
import type { Transaction } from '../db/database.ts'
import type { ToldOrganization } from '../provisioning/apply/account-events.ts'
import { tellOfAccount } from '../webhooks/tell-of-account.ts'

export interface EmailChange {
  readonly id: number
  /** Of now, as `lockAddresses` gives it. */
  readonly from: string
  /** Normalized, and another one. */
  readonly to: string
}

/**
 * The account's address. Nobody else changes the account, its addresses or its sessions until the transaction ends; locked as the
 * engine does, in the order of the emails.
 */
export async function lockAddresses(transaction: Transaction, id: number): Promise<string> {
  const { rows } = await sql<{ id: number; email: string }>`
    select id, email from users where id = ${id} or alias_of = ${id} order by email for update`.execute(transaction)
  return rows.find(row => row.id === id)?.email ?? ''
}

/**
 * The caller holds the account by `lockAddresses`. Where the address is another's, now or before, the constraint says so
 * (`conflict`), also when that one comes at this moment. The person hears of it at the old address; open invitations are mailed
 * again, to the new one. Answers what each organization knew, for `tellEmailChange` once all of the change is written.
 */
export async function writeEmail(
  transaction: Transaction,
  { id, from, to }: EmailChange,
  at: Date,
): Promise<readonly ToldOrganization[]> {
  const { rows: places } = await sql<ToldOrganization>`
    select organization_id as organization, jsonb_build_object('earlier_email', email) as more
    from memberships where user_id = ${id}`.execute(transaction)
  // Back to an address of before: its row takes the other one. No address is ever free in between.
  const { rows } =
    await sql`update users set email = '#' || id where email = ${to} and alias_of = ${id} returning id`.execute(
      transaction,
    )
  await sql`
    update users set email = ${to}, updated_at = ${at}, password_link_id = null, password_link_expires_at = null,
      wanted_email = null, wanted_email_link_id = null, wanted_email_until = null
    where id = ${id}`.execute(transaction)
  if (rows.length > 0)
    await sql`update users set email = ${from} where email like '#%' and alias_of = ${id}`.execute(transaction)
  else await sql`insert into users (email, first_name, alias_of) values (${from}, '', ${id})`.execute(transaction)
  await sql`
    insert into messages (kind, user_id, address, due_at) values ('email_changed', ${id}, ${from}, ${at})`.execute(
    transaction,
  )
  await sql`
    with again as (
      update invitations set sent_operation_id = nextval('ids'), updated_at = ${at}
      where user_id = ${id} and accepted_at is null and withdrawn_at is null
      returning organization_id, sent_operation_id, expires_at
    )
    insert into messages (kind, user_id, organization_id, operation_id, due_at)
    select 'invitation', ${id}, organization_id, sent_operation_id, ${at} from again where expires_at > ${at}`.execute(
    transaction,
  )
  return places
}

/** Webhooks hear of it wherever the address that is known of the person is another one now. */
export function tellEmailChange(
  transaction: Transaction,
  { id: userId, places, operationId }: { id: number; places: readonly ToldOrganization[]; operationId: number },
  at: Date,
): Promise<void> {
  return tellOfAccount(transaction, { type: 'user.email_changed', userId, operationId, organizations: places }, at)
}

/** Whoever had the old mailbox may have chosen the password: it ends, and so do all sessions. */
export async function endPassword(transaction: Transaction, id: number): Promise<void> {
  await deletePassword(transaction, id)
  await sql`update users set password_set_at = null, activated_at = null, email_verified = false where id = ${id}`.execute(
    transaction,
  )
}
