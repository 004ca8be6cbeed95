/**
 * Who is due, a queue for each connection. A server claims a connection, not a person: it alone works on it, with several people at
 * the same time, so that one who takes long holds up no other, and a platform that is away holds up no other connection.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { takeTurns } from '../workers/turns.ts'
import type { Claimed, Round } from '../workers/worker.ts'
import type { Problem } from './agree.ts'
import type { ConnectionKind } from './kinds.ts'

const leaseMs = 60_000

export interface ClaimedConnection extends Claimed {
  readonly id: number
  readonly kind: ConnectionKind
  readonly settings: unknown
  readonly secretsSealed: Buffer
  readonly failingSince: Date | null
  readonly failures: number
  readonly compareAt: Date | null
  readonly claimedAt: Date
}

export async function claimConnections(reader: Reader, round: Round): Promise<ClaimedConnection[]> {
  const { now } = round
  const due = sql`
    select id from connections where organization_id = ring.owner and archived_at is null
      and paused_at is null and refused_at is null and direction <> 'in'
      and not exists (select from organizations where id = connections.organization_id and archived_at is not null)
      and coalesce(retry_at <= ${now}, true) and coalesce(waits_until <= ${now}, true)
      and coalesce(claimed_until < ${now}, true)
      and (compare_at <= ${now} or exists (select from due_people where connection_id = connections.id and due_at <= ${now}))`
  const waiting = sql`connections where archived_at is null`
  const queue = { table: sql`connections`, waiting, owner: sql`organization_id`, due }
  const { rows } = await sql<ClaimedConnection & { readonly place: number }>`
    with recursive ${takeTurns(queue, round)}
    update connections set claimed_at = ${now}, claimed_until = ${new Date(now.getTime() + leaseMs)}
    from due where connections.id = due.id
    returning connections.id, kind, settings, secrets_sealed as "secretsSealed", failing_since as "failingSince", failures,
      compare_at as "compareAt",
      claimed_at as "claimedAt", owner, place`.execute(reader)
  return rows.sort((one, other) => one.place - other.place)
}

export async function renewClaims(reader: Reader, claims: readonly ClaimedConnection[], now: Date): Promise<void> {
  await sql`update connections set claimed_until = ${new Date(now.getTime() + leaseMs)}
    from unnest(${claims.map(({ id }) => id)}::bigint[], ${claims.map(({ claimedAt }) => claimedAt)}::timestamptz[])
      as held (id, claimed_at)
    where connections.id = held.id and connections.claimed_at = held.claimed_at`.execute(reader)
}

/**
 * Throws where the claim is over, or will be before a call that begins now must have ended: what arrives late there would look like
 * somebody else's doing.
 */
export async function requireHeld(reader: Reader, { id, claimedAt }: ClaimedConnection, now: Date): Promise<void> {
  const { rows } = await sql`select from connections
    where id = ${id} and claimed_at = ${claimedAt} and claimed_until > ${new Date(now.getTime() + leaseMs / 2)}`.execute(
    reader,
  )
  if (rows.length === 0) throw new Error(`The claim of the connection ${id} is over.`)
}

/** What came of it, and gives it back, unless somebody else has it by now. */
export interface Ended {
  readonly waitsUntil: Date | null
  readonly refusal: string | null
  /** Null: it works. Undefined: nothing is known. */
  readonly failure: { readonly words: string; readonly retryAt: Date } | null | undefined
}

export async function release(
  reader: Reader,
  { id, claimedAt }: ClaimedConnection,
  { waitsUntil, refusal, failure }: Ended,
  now: Date,
): Promise<void> {
  const isKnown = failure !== undefined
  await sql`
    update connections set claimed_at = null, claimed_until = null, waits_until = ${waitsUntil},
      refused_at = case when ${refusal}::text is not null then ${now}::timestamptz end, refusal = ${refusal},
      failing_since = case when ${!isKnown} then failing_since when ${failure?.words ?? null}::text is not null
        then coalesce(failing_since, ${now}) end,
      failures = case when ${!isKnown} then failures when ${failure?.words ?? null}::text is not null then failures + 1 else 0 end,
      failure = case when ${!isKnown} then failure else ${failure?.words ?? null} end,
      retry_at = ${failure?.retryAt ?? null}
    where id = ${id} and claimed_at = ${claimedAt}`.execute(reader)
}

export interface Due {
  readonly userId: number
  readonly marks: number
  readonly attempts: number
  readonly look: boolean
}

/** Whose turn it is on this connection, besides those who are being worked on. */
export async function findDue(
  reader: Reader,
  connectionId: number,
  busy: readonly number[],
  now: Date,
): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select user_id as "userId", marks, attempts, look from due_people
    where connection_id = ${connectionId} and due_at <= ${now} and user_id <> all(${busy}::bigint[])
    order by urgency, due_at limit 1`.execute(reader)
  return rows[0]
}

/**
 * What came of one person. Without a problem nothing is due any more, unless it was said again meanwhile; what they would not do
 * waits for somebody to look, and what failed for its time.
 */
export async function settle(
  reader: Reader,
  connectionId: number,
  { userId, marks }: Due,
  { problems, retryAt }: { readonly problems: readonly Problem[]; readonly retryAt: Date | null },
): Promise<void> {
  const which = sql`connection_id = ${connectionId} and user_id = ${userId}`
  if (problems.length === 0) {
    await sql`delete from due_people where ${which} and marks = ${marks}`.execute(reader)
    return
  }
  await sql`
    update due_people set problem = ${JSON.stringify(problems)}, attempts = attempts + 1,
      due_at = case when marks = ${marks} then coalesce(${retryAt}, 'infinity'::timestamptz) else due_at end
    where ${which}`.execute(reader)
}
