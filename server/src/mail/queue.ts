/**
 * The messages table as a queue. A row is claimed by marking it `sending` before anything goes out, so it is sent by one
 * process; whatever happens after is written only by the holder of that claim, known by its moment. One still `sending` when a
 * claim is long over is claimed again, but only to be ended.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { takeTurns } from '../workers/turns.ts'
import type { Claimed, Round } from '../workers/worker.ts'
import type { Settlement } from './settlement.ts'

/** A send is cut off long before this: whoever held an older claim is gone. */
const claimLifetime = 5 * 60_000

export interface Claim extends Claimed {
  readonly id: number
  readonly attempts: number
  readonly queuedAt: Date
  readonly claimedAt: Date
  /** By a process that is gone. */
  readonly wasBeingSent: boolean
}

/** Takes messages that are due, of the organizations in turn. */
export async function claimMessages(reader: Reader, round: Round): Promise<Claim[]> {
  const { now } = round
  const isWaiting = sql`state in ('queued', 'sending')`
  const owner = sql`coalesce(organization_id, 0)`
  const due = sql`
    select id, state = 'sending' as was_being_sent from messages
    where ${isWaiting} and ${owner} = ring.owner and due_at <= ${now}
      and (state = 'queued' or claimed_at < ${new Date(now.getTime() - claimLifetime)})
    order by due_at`
  const queue = { table: sql`messages`, waiting: sql`messages where ${isWaiting}`, owner, due }
  const { rows } = await sql<Omit<Claim, 'claimedAt'> & { readonly place: number }>`
    with recursive ${takeTurns(queue, round)}
    update messages set state = 'sending', claimed_at = ${now} from due where messages.id = due.id
    returning messages.id, attempts, created_at as "queuedAt", was_being_sent as "wasBeingSent", owner, place`.execute(
    reader,
  )
  return rows.sort((one, other) => one.place - other.place).map(row => ({ ...row, claimedAt: now }))
}

/** Writes what became of a message, unless somebody has asked for it again meanwhile. */
export async function settleMessage(
  reader: Reader,
  claim: Pick<Claim, 'id' | 'claimedAt'>,
  settlement: Settlement,
): Promise<void> {
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
      await sql`update messages set state = 'failed', attempts = attempts + ${settlement.tried ? 1 : 0}::int,
        error = ${settlement.error} where ${held}`.execute(reader)
  }
}
