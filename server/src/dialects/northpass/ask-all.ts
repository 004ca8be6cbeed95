/** Asks the engine for many things at once, as a few sets: each is one transaction, all of it or nothing. */
import type { FastifyReply } from 'fastify'
import { requireDone } from '../../api/ask.ts'
import { type Engine, weightOf } from '../../provisioning/engine.ts'
import type { Outcome } from '../../provisioning/intents/outcome.ts'
import type { DoneTo, Item } from '../../provisioning/item.ts'

/** A set's rows stay in memory, and its people locked, until it is written: of people, and of what is named for all of them. */
const [mostPeople, mostNamed] = [2000, 10_000]

/** The outcomes in their order. Throws the Refusal of the first that is refused: then the set that it is in changes nothing. */
export async function askAll<Each extends Item>(
  engine: Engine,
  reply: FastifyReply,
  intents: readonly Each[],
): Promise<DoneTo<Each>[]> {
  const done: DoneTo<Each>[] = []
  for (const set of cut(intents)) {
    const outcomes = set.length === 1 ? [await engine.submit(set[0] as Each)] : await engine.run(set, requireAll)
    done.push(...outcomes.map(outcome => requireDone<Each>(outcome)))
  }
  // Each has an operation of its own in the log: of many, none is named.
  reply.removeHeader('usher-operation')
  const [first] = done
  if (first && done.length === 1) reply.header('usher-operation', first.operationId)
  return done
}

function cut<Each extends Item>(intents: readonly Each[]): Each[][] {
  const sets: Each[][] = []
  let named = Number.POSITIVE_INFINITY
  for (const intent of intents) {
    const weight = weightOf(intent)
    if (named + weight > mostNamed || sets.at(-1)?.length === mostPeople) {
      sets.push([])
      named = 0
    }
    sets.at(-1)?.push(intent)
    named += weight
  }
  return sets
}

function requireAll({ outcomes }: { readonly outcomes: readonly Outcome[] }): void {
  for (const outcome of outcomes) requireDone(outcome)
}
