/** What a check is. It reads and tells; only a ledger check can also put right what it found, when it is asked to. */
import type { Config } from '../config.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { ChangedObject } from '../log/record-operation.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { Intent } from '../provisioning/intents/intent.ts'

/** What is looked at. */
export interface Examined {
  readonly config: Config
  readonly database: Pick<Database, 'kysely'>
  readonly now: () => Date
}

export interface Found {
  readonly well: boolean
  /** Sentences, without the last full stop. */
  readonly found: string
}

export interface Check {
  readonly name: string
  /** What must be there for it: nothing, a database that answers, or this version's schema in it. */
  readonly needs: 'nothing' | 'database' | 'schema'
  run(examined: Examined): Promise<Found>
}

/** One thing that is not as it should be. */
export interface Fault {
  readonly kind: 'seats' | 'credit_account' | 'enrollment' | 'claim' | 'grant'
  readonly id: number
  /** For people: whose, and of what. */
  readonly of: string
  /** What is wrong about it. */
  readonly before: Fields
  /** What it would be set to; null: a person has to decide, on this advice. */
  readonly after: Fields | null
  readonly advice?: string
}

export type Fields = Readonly<Record<string, string | number | Date | null>>

/** Of what is kept twice: once as it happened, and once as it adds up. */
export interface LedgerCheck<Wrong extends Fault = Fault> {
  readonly name: string
  /** When nothing is wrong. */
  readonly well: string
  /** When so many are. */
  wrong(count: number): string
  /** One after the other, so that there may be any number. */
  find(examined: Examined): AsyncIterable<Wrong>
  /** Puts right what is still wrong among these and can be put right. */
  repair(faults: readonly Wrong[], tools: RepairTools): Promise<void>
}

export interface RepairTools {
  readonly now: () => Date
  /** A transaction whose changes become part of the repair's operation. */
  change(work: (transaction: Transaction) => Promise<readonly ChangedObject[]>): Promise<void>
  /** Has the engine do what it can do itself, each as an operation of its organization. */
  ask(intents: readonly ((call: (organizationId: number) => Call) => Intent)[]): Promise<void>
}

/** All rows, a page at a time, in the order of their ids. */
export async function* pagesOf<Row extends { readonly id: number }>(
  read: (page: { after: number; limit: number }) => Promise<readonly Row[]>,
  limit = 1000,
): AsyncGenerator<readonly Row[]> {
  for (let after = 0; ; ) {
    const rows = await read({ after, limit })
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}
