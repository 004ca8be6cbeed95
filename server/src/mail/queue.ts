/**
 * The messages table as a queue. A row is claimed by marking it `sending` before anything goes out, so it is sent by one
 * process; whatever happens after is written only by the holder of that claim, known by its moment.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Settlement, unknownFate } from './settlement.ts'

const minute = 60_000
/** A send is cut off long before this: whoever held an older claim is gone. */
const claimLifetime = 5 * minute
const queueLifetime = 7 * 24 * 60 * minute

export interface Claim {
  readonly id: number
  readonly attempts: number
  readonly claimedAt: Date
}

/** Takes up to `limit` messages that are due. Others' claims are passed over, not waited for. */
export async function claimMessages(reader: Reader, limit: number, now: Date): Promise<Claim[]> {
  const { rows } = await sql<{ id: number; attempts: number }>`
    with due as materialized (
      select id from messages
      where state = 'queued' and due_at <= ${now} and created_at > ${before(now, queueLifetime)}
      order by due_at limit ${limit} for update skip locked
    )
    update messages set state = 'sending', claimed_at = ${now} from due where messages.id = due.id
    returning messages.id, attempts`.execute(reader)
  return rows.map(row => ({ ...row, claimedAt: now }))
}

/** Writes what became of a message, unless somebody has asked for it again meanwhile. */
export async function settleMessage(reader: Reader, claim: Claim, settlement: Settlement): Promise<void> {
  const held = sql`id = ${claim.id} and claimed_at = ${claim.claimedAt}`
  switch (settlement.state) {
    case 'sent':
      await sql`update messages set state = 'sent', attempts = attempts + 1, sent_at = ${settlement.at}, error = null
        where ${held}`.execute(reader)
      return
    case 'retry':
      await sql`update messages set state = 'queued', attempts = attempts + ${settlement.tried ? 1 : 0}::int,
        due_at = ${settlement.at}, claimed_at = null, error = coalesce(${settlement.error}, error)
        where ${held}`.execute(reader)
      return
    case 'failed':
      await sql`update messages set state = 'failed', attempts = attempts + 1, error = ${settlement.error}
        where ${held}`.execute(reader)
  }
}

/** Ends what nobody may send any more: what a process left behind half sent, and what has waited for a week. */
export async function sweepMessages(reader: Reader, now: Date): Promise<{ abandoned: number[]; tooOld: number }> {
  const abandoned = await sql<{ id: number }>`
    update messages set state = 'failed',
      error = replace(${unknownFate('Usher stopped while it was being sent', 'ID')}, 'ID', id::text)
    where state = 'sending' and claimed_at < ${before(now, claimLifetime)}
    returning id`.execute(reader)
  const tooOld = await sql`
    update messages set state = 'failed', error = ${'Too old: it waited for more than 7 days and was not sent.'}
    where state = 'queued' and due_at <= ${now} and created_at <= ${before(now, queueLifetime)}`.execute(reader)
  return { abandoned: abandoned.rows.map(row => row.id), tooOld: Number(tooOld.numAffectedRows ?? 0) }
}

function before(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds)
}
