/** How a route asks the engine for something: what is refused is thrown, and `?mode=plan` only shows what would be done. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inSteps } from '../lib/in-steps.ts'
import { readReference, referenceByKey } from '../lib/reference.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import type { AskedAction } from '../provisioning/actions/to-intent.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { AnswerTo, DoneTo, Item } from '../provisioning/item.ts'
import { describePlan } from './describe-plan.ts'
import { unquoteKey } from './idempotency.ts'
import { requirePlanned } from './kept-plans.ts'
import { limitedTo } from './limit-to-teams.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'
import { refusalOf, type Say } from './problem-words.ts'

/**
 * Puts one thing to the engine and answers with what `present` makes of its outcome; in plan mode with the plan. Throws a
 * Refusal for what the engine refuses.
 */
export async function ask<Each extends Item, Answer>(
  engine: Engine,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Each,
  present: (outcome: DoneTo<Each>) => Answer,
  say?: Say,
) {
  if (isPlan(request)) {
    const plan = await engine.plan([intent])
    for (const outcome of plan.outcomes) requireDone(outcome, say)
    return reply.code(200).send(await inSteps(describePlan(plan, principalOf(request).organization)))
  }
  const outcome = requireDone(await submit(engine, request, noted(intent, request)), say)
  reply.header('usher-operation', outcome.operationId)
  return present(outcome)
}

/** `ask`, for an action of who makes the request: who may, and what is in reach, is looked at there. */
export async function act<Wanted extends Action, Answer>(
  engine: Engine,
  request: FastifyRequest,
  reply: FastifyReply,
  action: Wanted,
  present: (outcome: DoneTo<AskedAction<Wanted>>) => Answer,
  say?: Say,
) {
  const caller = principalOf(request)
  request.principal = limitedTo(caller, permissionOf(action.action).permission)
  return ask(engine, request, reply, { caller, action }, present, say)
}

/** As the operation that was foreseen for the request. */
function noted<Each extends Item>(item: Each, request: FastifyRequest): Each {
  if ('action' in item) return item
  const { operationId } = principalOf(request).by
  return { ...item, call: { ...item.call, operationId } }
}

/** Among others; alone where it must be exactly what was planned. */
async function submit<Each extends Item>(engine: Engine, request: FastifyRequest, intent: Each) {
  if (!request.plannedFingerprint) return engine.submit(intent)
  const [outcome] = await runAsPlanned(engine, request, [intent])
  return outcome as AnswerTo<Each>
}

/** All of them and exactly so, or none. What is refused is told as ever: then the world has moved, and this is how. */
export function runAsPlanned<Each extends Item>(engine: Engine, request: FastifyRequest, intents: readonly Each[]) {
  return engine.run(intents, async plan => {
    const isRefused = plan.outcomes.some(outcome => outcome.result === 'refused')
    if (isRefused && intents.length === 1) return
    const { changes } = await inSteps(describePlan(plan, principalOf(request).organization))
    await requirePlanned(request, changes)
  })
}

/** What guards what is added against being added twice: the caller's reference, else the key of the request, which is theirs. */
export function referenceOf(request: FastifyRequest, sent: string | number | undefined): string | null {
  const { 'idempotency-key': key } = request.headers
  if (sent !== undefined || typeof key !== 'string') return readReference(sent) ?? null
  return referenceByKey(principalOf(request).callerId, unquoteKey(key))
}

/** The circumstances of what a caller asks in an organization. */
export function callIn(request: FastifyRequest, organizationId: number, source: string | null = null): Call {
  const { by, permissions, teams } = principalOf(request)
  const { actor, ip, receivedAt, actsFrom } = by
  const mayRename = !teams && permissions.has('users.edit')
  return { actor, ip, receivedAt, organizationId, source, actsFrom, mayRename }
}

/** Throws the refusal of what was refused. */
export function requireDone<Each extends Item>(outcome: AnswerTo<Each>, say?: Say): DoneTo<Each> {
  if ('problems' in outcome) throw refusalOf(outcome.problems, outcome.operationId, say)
  return outcome as DoneTo<Each>
}
