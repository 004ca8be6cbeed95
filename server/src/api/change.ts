/** How a route changes something: one transaction, one operation; with `?mode=plan` it is shown and taken back. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database, Transaction } from '../db/database.ts'
import { isVersioned, tagged } from '../http/etag.ts'
import { type ChangeRow, listRecordedChanges } from '../log/changes.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { requirePlanned } from './kept-plans.ts'
import { isPlan } from './plan-mode.ts'
import { type Principal, principalOf } from './principal.ts'

export interface PlanAnswer {
  readonly mode: 'plan'
  readonly changes: readonly ChangeRow[]
}

/**
 * What `work` gives, answered with `status`; in plan mode, with 200, what it would have changed. Nothing given: it is gone.
 */
export async function change<Result>(
  { kysely }: Pick<Database, 'kysely'>,
  request: FastifyRequest,
  reply: FastifyReply,
  status: 200 | 201 | 204,
  work: (transaction: Transaction, by: AskedBy, principal: Principal) => Promise<Result>,
  /** What follows the commit, before it is answered. */
  after?: () => Promise<void>,
) {
  const principal = principalOf(request)
  const run = async (transaction: Transaction) => {
    const result = await work(transaction, principal.by, principal)
    if (request.plannedFingerprint)
      await requirePlanned(request, await listRecordedChanges(transaction, principal.by.operationId ?? 0))
    return result
  }
  if (isPlan(request)) return reply.code(200).send(await showAndTakeBack(kysely, principal.by, run))
  const result = await kysely.transaction().execute(run)
  await after?.()
  return reply.code(status).send(isVersioned(result) ? tagged(reply, result) : result)
}

async function showAndTakeBack(
  kysely: Database['kysely'],
  { operationId }: AskedBy,
  run: (transaction: Transaction) => Promise<unknown>,
): Promise<PlanAnswer> {
  const transaction = await kysely.startTransaction().execute()
  try {
    await run(transaction)
    return { mode: 'plan', changes: await listRecordedChanges(transaction, operationId ?? 0) }
  } finally {
    await transaction.rollback().execute()
  }
}
