/** The answers to POSTs with an `Idempotency-Key`, kept for a year to be given again. */
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { listMentions } from '../lib/mentions.ts'
import { seal, unseal } from '../lib/seal.ts'

/** A request that is to be done once. */
export interface Once {
  readonly callerId: number
  /** What the answer is sealed with: it may hold what is shown once, and is not readable here. */
  readonly secret: string
  readonly idempotencyKey: string
  /** What it asks for, as text: the same again is the same request. */
  readonly asked: string
  /** What it will be in the log; null: that is not known beforehand. */
  readonly operationId: number | null
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Claim =
  /** Nobody else does it: go on. */
  | { readonly state: 'claimed' }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'other_request' }
  | { readonly state: 'under_way' }
  /** It was done, but the process ended before the answer was kept. */
  | { readonly state: 'answer_lost'; readonly operationId: number }
  /** It was done, and spoke of somebody who was erased since. */
  | { readonly state: 'answer_erased' }

/**
 * Takes a request on, or tells what became of it. One that has no answer after a minute ended halfway: unless its operation
 * is there, it has changed nothing and may be done again.
 */
export async function claim(reader: Reader, once: Once): Promise<Claim> {
  const { callerId, idempotencyKey, operationId } = once
  const hash = hashOf(once)
  const { rows: claimed } = await sql`
    insert into idempotent_answers as kept (caller_id, idempotency_key, request_hash, operation_id)
    values (${callerId}, ${idempotencyKey}, ${hash}, ${operationId})
    on conflict (caller_id, idempotency_key) do update set operation_id = excluded.operation_id, created_at = now()
      where kept.status is null and kept.request_hash = excluded.request_hash
        and kept.created_at < now() - interval '1 minute'
        and not exists (select from operations where id = kept.operation_id and result <> 'refused')
    returning 1`.execute(reader)
  if (claimed.length > 0) return { state: 'claimed' }
  const kept = await reader
    .selectFrom('idempotent_answers')
    .leftJoin('operations as operation', join =>
      join.onRef('operation.id', '=', 'idempotent_answers.operation_id').on('operation.result', '<>', 'refused'),
    )
    .select(['request_hash', 'status', 'answer', 'operation.id as done'])
    .select(sql<boolean>`idempotent_answers.created_at < now() - interval '1 minute'`.as('is_old'))
    .where(isOf(once))
    .executeTakeFirst()
  if (!kept) return { state: 'under_way' } // taken back just now: whoever asks again may have it
  if (!kept.request_hash.equals(hash)) return { state: 'other_request' }
  if (kept.status !== null && kept.answer !== null)
    return { state: 'answered', answer: { status: kept.status, ...JSON.parse(unseal(kept.answer, once.secret)) } }
  if (kept.status !== null) return { state: 'answer_erased' }
  return kept.done !== null && kept.is_old ? { state: 'answer_lost', operationId: kept.done } : { state: 'under_way' }
}

/** Keeps the answer. The first one stays. */
export async function keepAnswer(reader: Reader, once: Once, { status, headers, body }: Answer): Promise<void> {
  await reader
    .updateTable('idempotent_answers')
    .set({ status, answer: seal(JSON.stringify({ headers, body }), once.secret), mentions: listMentions(body) })
    .where(isOf(once))
    .where('status', 'is', null)
    .execute()
}

/** As if it had never been asked; but what was done although nobody could tell, a commit without an answer, stays taken. */
export async function takeBackClaim(reader: Reader, once: Once): Promise<void> {
  await reader
    .deleteFrom('idempotent_answers')
    .where(isOf(once))
    .where('status', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('operations').select('id').where('id', '=', once.operationId).where('result', '<>', 'refused'),
        ),
      ),
    )
    .execute()
}

export async function deleteOldAnswers(reader: Reader, now: Date): Promise<void> {
  const aYearAgo = new Date(now)
  aYearAgo.setUTCFullYear(now.getUTCFullYear() - 1)
  await reader.deleteFrom('idempotent_answers').where('created_at', '<', aYearAgo).execute()
}

function isOf({ callerId, idempotencyKey }: Once) {
  return sql<boolean>`(caller_id, idempotency_key) = (${callerId}, ${idempotencyKey})`
}

/** Nobody without the caller's key can find out what was asked by trying. */
function hashOf({ asked, secret }: Once): Buffer {
  return createHmac('sha256', secret).update(asked).digest()
}
