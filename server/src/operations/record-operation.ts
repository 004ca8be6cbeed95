import type { Transaction } from '../db/database.ts'
import type { Call } from '../provisioning/intents.ts'

/** Who asked for a change, from where, and when. */
export type By = Omit<Call, 'organizationId'>

export interface Change {
  /** The verb, such as `create_course`. */
  readonly kind: string
  /** Null: of no organization in particular. */
  readonly organizationId: number | null
  /** Of the person it was done for. */
  readonly userId?: number
  readonly email?: string
  readonly courses?: readonly string[]
  /** Of the key that was made or revoked. */
  readonly keyPrefix?: string
  readonly result: 'created' | 'changed' | 'unchanged'
}

/** Keeps what was asked with the change it made, in the same transaction. The engine keeps its own operations. */
export async function recordOperation(transaction: Transaction, change: Change, by: By): Promise<void> {
  const at = new Date()
  await transaction
    .insertInto('operations')
    .values({
      kind: change.kind,
      organization_id: change.organizationId,
      actor_kind: by.actor.kind,
      actor_id: 'id' in by.actor ? by.actor.id : null,
      key_prefix: change.keyPrefix ?? ('prefix' in by.actor ? by.actor.prefix : null),
      ip: by.ip,
      source: by.source,
      email: change.email,
      user_id: change.userId,
      courses: [...(change.courses ?? [])],
      result: change.result,
      at,
      duration_ms: at.getTime() - by.receivedAt.getTime(),
    })
    .execute()
}
