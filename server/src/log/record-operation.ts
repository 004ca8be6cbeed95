import { sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'

export interface LoggedChange {
  readonly kind: OperationKind
  /** Null: of no organization in particular. */
  readonly organizationId: number | null
  /** Of the person it was done for. */
  readonly userId?: number
  readonly email?: string
  readonly courses?: readonly string[]
  /** Of the key that was made or revoked by somebody who has none. */
  readonly keyPrefix?: string
  readonly result: 'created' | 'changed' | 'unchanged'
  /** What it made of which thing, or things. */
  readonly object?: ChangedObject | readonly ChangedObject[]
}

/** `before` null: it was made, `after` null: it is gone. */
export interface ChangedObject {
  readonly kind: string
  readonly id: number
  readonly before: unknown
  readonly after: unknown
}

/** It is archived itself, and what the server does by itself is noted. */
const isDoneToArchived = ({ kind }: LoggedChange, { actor, source }: AskedBy) =>
  kind === 'archive_organization' || (actor.kind === 'system' && source === null)
const isArchived = sql<Date | null>`(select archived_at from organizations where id = operations.organization_id)`

/**
 * Keeps what was asked with the change it made, in the same transaction. The engine keeps its own operations. Throws `conflict`
 * for what is changed in an archived organization: every change comes by here. Answers the id of the operation.
 */
export async function recordOperation(transaction: Transaction, change: LoggedChange, by: AskedBy): Promise<number> {
  const at = new Date()
  const { id, archived_at } = await transaction
    .insertInto('operations')
    .values({
      ...(by.operationId != null && { id: by.operationId }),
      kind: change.kind,
      organization_id: change.organizationId,
      actor_kind: by.actor.kind,
      actor_id: 'id' in by.actor ? by.actor.id : null,
      acts_from: by.actsFrom === change.organizationId ? null : by.actsFrom,
      impersonator_id: 'impersonatorId' in by.actor ? by.actor.impersonatorId : null,
      key_prefix: 'prefix' in by.actor ? by.actor.prefix : (change.keyPrefix ?? null),
      ip: by.ip,
      source: by.source,
      email: change.email,
      user_id: change.userId,
      courses: [...(change.courses ?? [])],
      result: change.result,
      at,
      duration_ms: at.getTime() - by.receivedAt.getTime(),
    })
    // One request may change several things: it is one operation all the same.
    .onConflict(conflict => conflict.column('id').doUpdateSet({ at }))
    .returning(['id', isArchived.as('archived_at')])
    .executeTakeFirstOrThrow()
  if (archived_at && !isDoneToArchived(change, by))
    throw new Refusal('conflict', 'The organization is archived: nothing of it changes any more.')
  await recordChanges(transaction, id, [change.object ?? []].flat())
  return id
}

async function recordChanges(
  transaction: Transaction,
  operationId: number,
  objects: readonly ChangedObject[],
): Promise<void> {
  if (objects.length === 0) return
  const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value))
  const rows = objects.map(({ kind, id, before, after }) => ({
    operation_id: operationId,
    kind,
    object_id: id,
    before: toJson(before),
    after: toJson(after),
  }))
  await transaction.insertInto('changes').values(rows).execute()
}

/** An id for what is about to be asked. */
export async function nextOperationId(reader: Reader): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('ids') as id`.execute(reader)
  return (rows[0] as { id: number }).id
}
