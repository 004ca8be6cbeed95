/** A body that is an array: asked as one list in its order, and an element that is refused harms no other. */
import type { FastifyError, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { toProblem } from '../http/errors/errors.ts'
import { refuseFaults } from '../http/errors/fault-codes.ts'
import { sayNothingWasDone } from '../http/errors/nothing-was-done.ts'
import { sentElement, unreadableFaults } from '../http/validation/readable.ts'
import { createJudge, type Judge } from '../http/validation/validation.ts'
import { inSteps } from '../lib/in-steps.ts'
import { mostFaults, mostFaultsOfOne, Refusal } from '../lib/refusal.ts'
import { type Action, type ActionName, permissionOf } from '../provisioning/actions/actions.ts'
import type { AskedAction } from '../provisioning/actions/to-intent.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Outcome } from '../provisioning/intents/outcome.ts'
import type { AnswerTo, DoneTo, Item } from '../provisioning/item.ts'
import type { Plan } from '../provisioning/plan.ts'
import { nativeTeller, readAbout } from './about.ts'
import { requireDone, runAsPlanned } from './ask.ts'
import { boundResults } from './bound-results.ts'
import { countChanges, describePlan } from './describe-plan.ts'
import { limitedTo } from './limit-to-teams.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'
import { refusalOf, type Say } from './problem-words.ts'
import { recordRefusedElement } from './record-refused.ts'

/**
 * What is valid, and in place of what is not its Refusal. Once as many faults are told as anybody reads, it is only said of
 * what follows that it has some.
 */
export function readElements<Shape extends TSchema>(
  request: FastifyRequest,
  shape: Shape,
  elements: readonly unknown[],
): (Static<Shape> | Refusal)[] {
  const judge = getElementJudge(shape)
  let left = mostFaults
  const few = <Fault>(faults: readonly Fault[]): readonly Fault[] => {
    const told = faults.slice(0, left)
    left -= told.length
    return told
  }
  return elements.map((element, index) => {
    const faults = unreadableFaults(request, index)
    if (left === 0) return !faults && judge.isValid(element) ? (element as Static<Shape>) : notToldOf()
    if (faults) return new Refusal('invalid', notValid, few(faults))
    return judge(element) ? (element as Static<Shape>) : refuseFaults(notValid, few(judge.errors ?? []))
  })
}

/** Of a plan of many: nobody reads more, and to write it takes long. */
const mostPlanned = 20_000

const notValid = 'The element is not valid'
const notToldOf = () => new Refusal('invalid', `${notValid}: ${mostFaults} faults of others are told.`)

const elementJudges = new WeakMap<TSchema, Judge>()

function getElementJudge(shape: TSchema): Judge {
  const judge = elementJudges.get(shape) ?? createJudge(shape, mostFaultsOfOne)
  elementJudges.set(shape, judge)
  return judge
}

/**
 * What `present` makes of each outcome, or the problem that it met, in their order. In plan mode the plan of them all, and a
 * problem or null for each.
 */
async function askEach<Each extends Item, Answer>(
  engine: Engine,
  request: FastifyRequest,
  asked: readonly (Each | Refusal)[],
  present: (outcome: DoneTo<Each>, index: number) => Answer,
  say?: Say,
) {
  if (isPlan(request)) {
    const plan = await engine.plan(asked.filter(isIntent))
    const outcomes = plan.outcomes.values()
    const results = asked.map(one => {
      const refusal = one instanceof Refusal ? one : refusalIn(outcomes.next().value as Outcome, say)
      return refusal && toProblem(refusal as FastifyError, request)
    })
    requireShowable(plan)
    return { ...(await inSteps(describePlan(plan, principalOf(request).organization))), ...boundResults(results) }
  }
  await recordRefused(engine, request, asked)
  const intents = asked.filter(isIntent)
  const run = request.plannedFingerprint ? runAsPlanned(engine, request, intents) : engine.runList(intents)
  const outcomes = (await run).values()
  let done = 0
  const results = asked.map((one, index) => {
    try {
      const outcome = one instanceof Refusal ? one : (outcomes.next().value as AnswerTo<Each> | Error)
      if (outcome instanceof Error) throw outcome
      const answer = present(requireDone<Each>(outcome, say), index)
      done++
      return answer
    } catch (error) {
      return toProblem(error as FastifyError, request)
    }
  })
  if (done === 0) sayNothingWasDone(request)
  return boundResults(results)
}

async function recordRefused(engine: Engine, request: FastifyRequest, asked: readonly unknown[]): Promise<void> {
  const record = (refusal: Refusal, index: number) =>
    recordRefusedElement(engine, nativeTeller, request, refusal, readAbout(sentElement(request, index)))
  await Promise.all(asked.map((one, index) => one instanceof Refusal && record(one, index)))
}

/** `askEach`, for actions of who makes the request, all of one kind. Each is an operation of its own. */
export async function actEach<Named extends ActionName, Answer>(
  engine: Engine,
  request: FastifyRequest,
  action: Named,
  asked: readonly (Action<Named> | Refusal)[],
  present: (outcome: DoneTo<AskedAction<Action<Named>>>, index: number) => Answer,
  say?: Say,
) {
  const principal = principalOf(request)
  const caller = { ...principal, by: { ...principal.by, operationId: null } }
  request.principal = limitedTo(principal, permissionOf(action).permission)
  const each = asked.map(one => (one instanceof Refusal ? one : { caller, action: one }))
  return askEach<AskedAction<Action<Named>>, Answer>(engine, request, each, present, say)
}

/** Who sent many can send fewer. */
function requireShowable(plan: Plan): void {
  const count = countChanges(plan)
  if (count <= mostPlanned) return
  const words = `The plan of these elements is of ${count} changes, and ${mostPlanned} are shown at most: plan fewer at once.`
  throw new Refusal('too_large', words)
}

function isIntent<Each extends Item>(one: Each | Refusal): one is Each {
  return !(one instanceof Refusal)
}

function refusalIn(outcome: Outcome, say?: Say): Refusal | null {
  return outcome.result === 'refused' ? refusalOf(outcome.problems, null, say) : null
}
