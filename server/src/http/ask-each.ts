/** A body that is an array: asked as one list in its order, and an element that is refused harms no other. */
import type { FastifyError, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Refusal } from '../lib/refusal.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Intent } from '../provisioning/intents/intent.ts'
import type { Outcome } from '../provisioning/intents/outcome.ts'
import { type Done, requireDone, runAsPlanned } from './ask.ts'
import { describePlan } from './describe-plan.ts'
import { toProblem } from './errors.ts'
import { toFieldErrors } from './field-errors.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'
import { refusalOf } from './problem-words.ts'
import { unreadableElements } from './readable.ts'

/** What is valid, and in place of what is not its Refusal. */
export function readElements<Shape extends TSchema>(
  request: FastifyRequest,
  shape: Shape,
  elements: readonly unknown[],
): (Static<Shape> | Refusal)[] {
  const validate = request.compileValidationSchema(shape, 'body')
  const unreadable = unreadableElements(request)
  return elements.map((element, index) =>
    validate(element)
      ? (element as Static<Shape>)
      : (unreadable.get(index) ??
        new Refusal('invalid', 'The element is not valid', toFieldErrors(validate.errors ?? []))),
  )
}

/**
 * What `present` makes of each outcome, or the problem that it met, in their order. In plan mode the plan of them all, and a
 * problem or null for each.
 */
export async function askEach<Answer>(
  engine: Engine,
  request: FastifyRequest,
  asked: readonly (Intent | Refusal)[],
  present: (outcome: Done, index: number) => Answer,
) {
  if (isPlan(request)) {
    const plan = await engine.plan(asked.filter(isIntent))
    const outcomes = plan.outcomes.values()
    const results = asked.map(one => {
      const refusal = one instanceof Refusal ? one : refusalIn(outcomes.next().value as Outcome)
      return refusal && toProblem(refusal as FastifyError, request)
    })
    return { ...describePlan(plan, principalOf(request).organization), results }
  }
  const intents = asked.filter(isIntent)
  const run = request.plannedFingerprint ? runAsPlanned(engine, request, intents) : engine.runList(intents)
  const outcomes = (await run).values()
  const results = asked.map((one, index) => {
    try {
      const outcome = one instanceof Refusal ? one : (outcomes.next().value as Outcome | Error)
      if (outcome instanceof Error) throw outcome
      return present(requireDone(outcome), index)
    } catch (error) {
      return toProblem(error as FastifyError, request)
    }
  })
  return { results }
}

function isIntent(one: Intent | Refusal): one is Intent {
  return !(one instanceof Refusal)
}

function refusalIn(outcome: Outcome): Refusal | null {
  return outcome.result === 'refused' ? refusalOf(outcome.problems) : null
}
