/**
 * Putting right what the ledger checks find, in sets, each its own transaction under the engine's locks: what is still wrong
 * then is set, and nothing else. What was set, from what to what, is one operation; what the engine does itself are its own.
 */
import { isWorthRepeating } from '../db/failures.ts'
import { nextOperationId, recordOperation } from '../log/record-operation.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Examined, Fault, LedgerCheck, RepairTools } from './check.ts'
import { ledgerChecks } from './examine.ts'

export interface Repair {
  /** Null: nothing was set. */
  readonly operationId: number | null
  /** How many things were set. */
  readonly set: number
  /** How many things the engine did. */
  readonly asked: number
  /** What it would not do. */
  readonly refused: number
}

const atOnce = 200
const maxRepeats = 5

export async function repair(examined: Examined, engine: Engine, by: AskedBy): Promise<Repair> {
  const { kysely } = examined.database
  const operationId = await nextOperationId(kysely)
  let set = 0
  let asked = 0
  let refused = 0

  const tools: RepairTools = {
    now: examined.now,
    async change(work) {
      set += await repeatedly(() =>
        kysely.transaction().execute(async transaction => {
          const object = await work(transaction)
          const change = { kind: 'repair', organizationId: null, result: 'changed', object } as const
          if (object.length > 0) await recordOperation(transaction, change, { ...by, operationId })
          return object.length
        }),
      )
    },
    async ask(intents) {
      const call = (organizationId: number) => ({ ...by, organizationId })
      const outcomes = await Promise.allSettled(intents.map(intentOf => engine.submit(intentOf(call))))
      const done = outcomes.filter(outcome => outcome.status === 'fulfilled' && outcome.value.result !== 'refused')
      asked += done.length
      refused += outcomes.length - done.length
    },
  }
  for (const check of ledgerChecks) await repairAll(check, examined, tools)
  return { operationId: set > 0 ? operationId : null, set, asked, refused }
}

async function repairAll(check: LedgerCheck, examined: Examined, tools: RepairTools): Promise<void> {
  let chunk: Fault[] = []
  for await (const fault of check.find(examined)) {
    chunk.push(fault)
    if (chunk.length < atOnce) continue
    await check.repair(chunk, tools)
    chunk = []
  }
  if (chunk.length > 0) await check.repair(chunk, tools)
}

/** A transaction that the database ended, because two waited for one another, is done again. */
async function repeatedly<T>(attempt: () => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await attempt()
    } catch (error) {
      if (repeats === maxRepeats || !isWorthRepeating(error)) throw error
    }
  }
}
