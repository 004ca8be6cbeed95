/** Asks the engine for many things at once, as a few sets: each is one transaction, all of it or nothing. */
import type { FastifyReply } from 'fastify'
import { requireDone } from '../../http/ask.ts'
import type { Engine } from '../../provisioning/engine.ts'
import type { Outcome } from '../../provisioning/intents/outcome.ts'
import type { DoneTo, Item } from '../../provisioning/item.ts'

/** A set's rows stay in memory, and its people locked, until it is written. */
const setSize = 2000

/** The outcomes in their order. Throws the Refusal of the first that is refused: then the set that it is in changes nothing. */
export async function askAll<Each extends Item>(
  engine: Engine,
  reply: FastifyReply,
  intents: readonly Each[],
): Promise<DoneTo<Each>[]> {
  const done: DoneTo<Each>[] = []
  for (let from = 0; from < intents.length; from += setSize) {
    const set = intents.slice(from, from + setSize)
    const outcomes = set.length === 1 ? [await engine.submit(set[0] as Each)] : await engine.run(set, requireAll)
    done.push(...outcomes.map(outcome => requireDone<Each>(outcome)))
  }
  // Each has an operation of its own in the log: of many, none is named.
  reply.removeHeader('usher-operation')
  const [first] = done
  if (first && done.length === 1) reply.header('usher-operation', first.operationId)
  return done
}

function requireAll({ outcomes }: { readonly outcomes: readonly Outcome[] }): void {
  for (const outcome of outcomes) requireDone(outcome)
}
