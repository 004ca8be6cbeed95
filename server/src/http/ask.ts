/** How a route asks the engine for something: what is refused is thrown, and `?mode=plan` only shows what would be done. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inSteps } from '../lib/in-steps.ts'
import { requirePlanned } from '../plans/hooks.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { Intent } from '../provisioning/intents/intent.ts'
import type { DoneOf, OutcomeOf } from '../provisioning/intents/outcome.ts'
import { describePlan } from './describe-plan.ts'
import { unquoteKey } from './idempotency.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'
import { refusalOf } from './problem-words.ts'

/**
 * Puts one intent to the engine and answers with what `present` makes of its outcome; in plan mode with the plan. Throws a
 * Refusal for what the engine refuses.
 */
export async function ask<Asked extends Intent, Answer>(
  engine: Engine,
  request: FastifyRequest,
  reply: FastifyReply,
  intent: Asked,
  present: (outcome: DoneOf<Asked>) => Answer,
) {
  if (isPlan(request)) {
    const plan = await engine.plan([intent])
    for (const outcome of plan.outcomes) requireDone(outcome)
    return reply.code(200).send(await inSteps(describePlan(plan, principalOf(request).organization)))
  }
  const outcome = requireDone(await submit(engine, request, intent))
  reply.header('usher-operation', outcome.operationId)
  return present(outcome)
}

/** Among others; alone where it must be exactly what was planned. */
async function submit<Asked extends Intent>(engine: Engine, request: FastifyRequest, intent: Asked) {
  if (!request.plannedFingerprint) return engine.submit(intent)
  const [outcome] = await runAsPlanned(engine, request, [intent])
  return outcome as OutcomeOf<Asked>
}

/** All of them and exactly so, or none. What is refused is told as ever: then the world has moved, and this is how. */
export function runAsPlanned<Asked extends Intent>(engine: Engine, request: FastifyRequest, intents: readonly Asked[]) {
  return engine.run(intents, async plan => {
    const isRefused = plan.outcomes.some(outcome => outcome.result === 'refused')
    if (isRefused && intents.length === 1) return
    const { changes } = await inSteps(describePlan(plan, principalOf(request).organization))
    await requirePlanned(request, changes)
  })
}

/** What guards what is added against being added twice: the caller's reference, else the key of the request, which is theirs. */
export function referenceOf(request: FastifyRequest, reference: string | undefined): string | null {
  const { 'idempotency-key': key } = request.headers
  return (
    reference ??
    (typeof key === 'string' ? `idempotency-key ${principalOf(request).callerId} ${unquoteKey(key)}` : null)
  )
}

/** The circumstances of what a caller asks in an organization. */
export function callIn(request: FastifyRequest, organizationId: number, source: string | null = null): Call {
  const { by, permissions, teams } = principalOf(request)
  const { actor, ip, receivedAt, actsFrom } = by
  const mayRename = !teams && permissions.has('users.edit')
  return { actor, ip, receivedAt, organizationId, source, actsFrom, mayRename }
}

/** Throws the refusal of what was refused. */
export function requireDone<Asked extends Intent>(outcome: OutcomeOf<Asked>): DoneOf<Asked> {
  if ('problems' in outcome) throw refusalOf(outcome.problems, outcome.operationId)
  return outcome as DoneOf<Asked>
}
