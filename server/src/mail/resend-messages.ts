import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'

export interface Resent {
  readonly id: number
  /** Of the message that repeats it: mail programs would take a second one of the same id for the first. */
  readonly newId: number
}

/**
 * Queues messages again that were sent or failed; all of them or, by a Refusal (`not_found`, `conflict`), none. The words
 * are those that are right now, with a link that works.
 */
export async function resendMessages(transaction: Transaction, ids: readonly number[], now: Date): Promise<Resent[]> {
  const wanted = [...new Set(ids)]
  const { rows } = await sql<Resent>`
    with again as (
      select id, nextval('ids') as "newId", kind, user_id, organization_id, operation_id, enrollment_id, ends_at, address
      from messages where id = any(${wanted}::bigint[]) and state in ('sent', 'failed')
    ), queued as (
      insert into messages (id, kind, user_id, organization_id, operation_id, enrollment_id, ends_at, address, repeats, due_at,
        created_at)
      select "newId", kind, user_id, organization_id, operation_id, enrollment_id, ends_at, address, id, ${now}::timestamptz,
        ${now}::timestamptz
      from again
    )
    select id, "newId" from again order by id`.execute(transaction)
  const left = wanted.filter(id => !rows.some(row => row.id === id))
  if (left.length === 0) return rows
  const waiting = await transaction.selectFrom('messages').select('id').where('id', 'in', left).execute()
  const unknown = left.filter(id => !waiting.some(row => row.id === id))
  throw unknown.length > 0
    ? new Refusal('not_found', `There is no message ${unknown.join(' or ')}: \`usher mail\` lists them.`)
    : new Refusal('conflict', `Only mails that were sent or failed are sent again; not so: ${left.join(', ')}.`)
}
