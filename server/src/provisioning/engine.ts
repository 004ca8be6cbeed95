/** The one way to change who has what: sets of intents through load, decide and apply, each set one transaction. */
import type { Pool, PoolClient } from 'pg'
import { isUnavailable, isWorthRepeating } from '../db/failures.ts'
import { byHalves } from '../lib/by-halves.ts'
import { inSteps } from '../lib/in-steps.ts'
import { apply } from './apply/apply.ts'
import { createBatch, TooBusy } from './batch.ts'
import { decide } from './decide/decide.ts'
import { createIds } from './ids.ts'
import type { Intent } from './intents/intent.ts'
import { withOneReading } from './intents/one-reading.ts'
import type { Outcome, OutcomeOf } from './intents/outcome.ts'
import { LostRace, load } from './load/load.ts'
import type { Plan } from './plan.ts'

export interface Engine {
  /** One intent among those that come in at the same time. Answered once it is durable. Throws `Unavailable`. */
  submit<Asked extends Intent>(intent: Asked): Promise<OutcomeOf<Asked>>
  /** A set as it stands, as one transaction: all of it or, when it or `check` throws, none. */
  run<Asked extends Intent>(intents: readonly Asked[], check?: Check): Promise<readonly OutcomeOf<Asked>[]>
  /** A list in its order, as what its plan says: in sets of bounded work; what fails for an unforeseen reason fails alone. */
  runList<Asked extends Intent>(intents: readonly Asked[]): Promise<readonly (OutcomeOf<Asked> | Error)[]>
  /** What `run` would do now. Nothing is changed. */
  plan(intents: readonly Intent[]): Promise<Plan>
  /** Resolves when everything submitted has been answered. */
  settled(): Promise<void>
}

/** What throws takes back what was planned. */
type Check = (plan: Plan) => void | Promise<void>

export interface EngineOptions {
  readonly pool: Pool
  readonly passwordLinkDays: number
  readonly now: () => Date
  /** Called after each set that queued mails. */
  readonly onMail: () => void
}

/** The database cannot be reached, or more is waiting than can be taken on. Trying again is safe. */
export class Unavailable extends Error {}

// Three sets under way keep two cores busy: one is being decided or answered here while others are in PostgreSQL.
const batchLimits = { maxSet: 256, maxWeight: 1000, maxUnderWay: 3, worthAnother: 16, maxWaiting: 10_000 }
// What is a set as it stands goes beside those, one at a time: of several organizations, theirs take turns.
const turnLimits = { maxSet: 1, maxUnderWay: 1, worthAnother: 1, maxWaiting: 1000 }
const maxRepeats = 5

export function createEngine(options: EngineOptions): Engine {
  const { pool } = options
  const ids = createIds()

  /** Decides on locked rows; the transaction is still open while `finish` has the plan. */
  async function transact(asked: readonly Intent[], finish: (client: PoolClient, plan: Plan) => Promise<void>) {
    const intents = asked.map(withOneReading)
    const client = await pool.connect()
    try {
      const snapshot = await load(client, intents)
      const plan = await ids.with(client, newId =>
        inSteps(decide(intents, snapshot, { now: options.now(), newId, passwordLinkDays: options.passwordLinkDays })),
      )
      await finish(client, plan)
      client.release()
      return plan
    } catch (error) {
      await rollBack(client).then(
        () => client.release(),
        broken => client.release(broken),
      )
      throw error
    }
  }

  async function run<Asked extends Intent>(
    intents: readonly Asked[],
    check?: Check,
  ): Promise<readonly OutcomeOf<Asked>[]> {
    const plan = await repeatedly(() =>
      transact(intents, async (client, plan) => {
        await check?.(plan)
        await apply(client, plan)
      }),
    )
    if (plan.rows.messages.added.length > 0) options.onMail()
    return plan.outcomes as readonly OutcomeOf<Asked>[] // `decide` answers each kind with its own
  }

  const turns = createBatch<Turn, unknown>({
    ...turnLimits,
    run: turn => Promise.all(turn.map(({ work }) => work())),
    keyOf: () => null,
    ownerOf: ({ owner }) => owner,
    goesAlone: () => true,
    splittable: () => false,
  })

  /** Does at once what one call asks for; what many ask for when it is the turn of their organization. */
  function inTurn<T>(intents: readonly Intent[], work: () => Promise<T>): Promise<T> {
    if (intents.length < 2) return work()
    return turns.submit({ owner: ownerOf(intents[0] as Intent), work }).catch(asUnavailable) as Promise<T>
  }

  const batch = createBatch<Intent, Outcome>({
    ...batchLimits,
    run: set => run(set),
    keyOf: intent => ('email' in intent ? intent.email : null),
    ownerOf,
    weightOf,
    // The state that a caller saw is that of the rows, not what others of the set make of them; and what an undoing or a merge
    // does is looked at as a whole.
    goesAlone: intent =>
      ['undo', 'merge_users', 'undo_merge'].includes(intent.kind) ||
      ('ifMatch' in intent && intent.ifMatch !== undefined),
    splittable: isSplittable,
  })

  return {
    run: (intents, check) => inTurn(intents, () => run(intents, check)),
    async runList<Asked extends Intent>(intents: readonly Asked[]) {
      const outcomes: (OutcomeOf<Asked> | Error)[] = []
      const runPiece = async (piece: readonly Asked[]) => {
        outcomes.push(...(await inTurn(piece, () => run(piece))))
      }
      const giveUp = (_: readonly Asked[], error: unknown) => {
        if (!isSplittable(error)) throw error
        outcomes.push(error as Error)
      }
      for (const piece of cutByWeight(intents)) await byHalves(piece, runPiece, { isSplittable, giveUp })
      return outcomes
    },
    submit: <Asked extends Intent>(intent: Asked) =>
      batch.submit(intent).catch(asUnavailable) as Promise<OutcomeOf<Asked>>,
    plan: intents => inTurn(intents, () => repeatedly(() => transact(intents, rollBack))),
    async settled() {
      await turns.settled()
      await batch.settled()
    },
  }
}

/** Whether a set that failed is worth trying by halves. */
function isSplittable(error: unknown): boolean {
  return !(error instanceof Unavailable)
}

interface Turn {
  readonly owner: number | null
  readonly work: () => Promise<unknown>
}

function ownerOf({ call }: Intent): number | null {
  return call.organizationId
}

/** What an intent names, each thing a row or a few. */
function weightOf(intent: Intent): number {
  return Object.values(intent).reduce((all, value) => all + (Array.isArray(value) ? value.length : 0), 1)
}

/** Pieces in their order that are as much as a set may be. */
function cutByWeight<Asked extends Intent>(intents: readonly Asked[]): Asked[][] {
  const pieces: Asked[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const intent of intents) {
    weight += weightOf(intent)
    if (weight > batchLimits.maxWeight) {
      pieces.push([])
      weight = weightOf(intent)
    }
    pieces.at(-1)?.push(intent)
  }
  return pieces
}

/** Tries again what lost a race against another process: what that one wrote is there to be loaded now. */
async function repeatedly<T>(attempt: () => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await attempt()
    } catch (error) {
      if (isUnavailable(error)) throw new Unavailable('the database cannot be reached', { cause: error })
      if (repeats === maxRepeats || !(isWorthRepeating(error) || error instanceof LostRace)) throw error
    }
  }
}

function asUnavailable(error: unknown): never {
  throw error instanceof TooBusy ? new Unavailable(error.message, { cause: error }) : error
}

async function rollBack(client: PoolClient): Promise<void> {
  await client.query('rollback')
}
