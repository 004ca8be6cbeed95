/** The one way to change who has what: sets of intents through load, decide and apply, each set one transaction. */
import type { Pool, PoolClient } from 'pg'
import { isUnavailable, isWorthRepeating } from '../db/failures.ts'
import { byHalves } from '../lib/by-halves.ts'
import { inSteps } from '../lib/in-steps.ts'
import type { Action } from './actions/actions.ts'
import { apply } from './apply/apply.ts'
import { createBatch, TooBusy } from './batch.ts'
import { decide } from './decide/decide.ts'
import { createIds } from './ids.ts'
import type { Intent } from './intents/intent.ts'
import type { Outcome } from './intents/outcome.ts'
import type { AnswerTo, Item } from './item.ts'
import { LostRace, load } from './load/load.ts'
import { resolve } from './load/resolve.ts'
import type { Plan } from './plan.ts'

export interface Engine {
  /** One thing among those that come in at the same time. Answered once it is durable. Throws `Unavailable`. */
  submit<Each extends Item>(item: Each): Promise<AnswerTo<Each>>
  /** A set as it stands, as one transaction: all of it or, when it or `check` throws, none. */
  run<Each extends Item>(items: readonly Each[], check?: Check): Promise<readonly AnswerTo<Each>[]>
  /** A list in its order, as what its plan says: in sets of bounded work; what fails for an unforeseen reason fails alone. */
  runList<Each extends Item>(items: readonly Each[]): Promise<readonly (AnswerTo<Each> | Error)[]>
  /** What `run` would do now. Nothing is changed. */
  plan(items: readonly Item[]): Promise<Plan>
  /** An id for the operation of what is about to be asked. */
  newOperationId(): Promise<number>
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
  async function transact(items: readonly Item[], finish: (client: PoolClient, plan: Plan) => Promise<void>) {
    const client = await pool.connect()
    try {
      const { intents, isBegun } = await resolve(client, items)
      const snapshot = await load(client, intents, isBegun)
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

  async function run<Each extends Item>(items: readonly Each[], check?: Check): Promise<readonly AnswerTo<Each>[]> {
    const plan = await repeatedly(() =>
      transact(items, async (client, plan) => {
        await check?.(plan)
        await apply(client, plan)
      }),
    )
    if (plan.rows.messages.added.length > 0) options.onMail()
    return plan.outcomes as readonly AnswerTo<Each>[] // `decide` answers each kind with its own
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
  function inTurn<T>(items: readonly Item[], work: () => Promise<T>): Promise<T> {
    if (items.length < 2) return work()
    return turns.submit({ owner: ownerOf(items[0] as Item), work }).catch(asUnavailable) as Promise<T>
  }

  const batch = createBatch<Item, Outcome>({
    ...batchLimits,
    run: set => run(set),
    keyOf: item => {
      const wanted = wantedIn(item)
      return 'email' in wanted ? wanted.email : null
    },
    ownerOf,
    weightOf,
    // The state that a caller saw is that of the rows, not what others of the set make of them; and what an undoing or a merge
    // does is looked at as a whole.
    goesAlone: item => {
      const wanted = wantedIn(item)
      const isWhole = ['undo', 'merge_users', 'undo_merge'].includes('kind' in wanted ? wanted.kind : wanted.action)
      return isWhole || ('ifMatch' in wanted && wanted.ifMatch !== undefined)
    },
    splittable: isSplittable,
  })

  return {
    run: (items, check) => inTurn(items, () => run(items, check)),
    async runList<Each extends Item>(items: readonly Each[]) {
      const outcomes: (AnswerTo<Each> | Error)[] = []
      const runPiece = async (piece: readonly Each[]) => {
        outcomes.push(...(await inTurn(piece, () => run(piece))))
      }
      const giveUp = (_: readonly Each[], error: unknown) => {
        if (!isSplittable(error)) throw error
        outcomes.push(error as Error)
      }
      for (const piece of cutByWeight(items)) await byHalves(piece, runPiece, { isSplittable, giveUp })
      return outcomes
    },
    submit: <Each extends Item>(item: Each) => batch.submit(item).catch(asUnavailable) as Promise<AnswerTo<Each>>,
    plan: items => inTurn(items, () => repeatedly(() => transact(items, rollBack))),
    async newOperationId() {
      const atHand = ids.take()
      if (atHand !== null) return atHand
      const client = await pool.connect()
      return ids.with(client, newId => newId()).finally(() => client.release())
    },
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

function ownerOf(item: Item): number | null {
  return 'action' in item ? item.caller.organization.id : item.call.organizationId
}

function wantedIn(item: Item): Intent | Action {
  return 'action' in item ? item.action : item
}

/** What it names, each thing a row or a few. */
export function weightOf(item: Item): number {
  return Object.values(wantedIn(item)).reduce<number>(
    (all, value) => all + (Array.isArray(value) ? value.length : 0),
    1,
  )
}

/** Pieces in their order that are as much as a set may be. */
function cutByWeight<Each extends Item>(items: readonly Each[]): Each[][] {
  const pieces: Each[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const item of items) {
    weight += weightOf(item)
    if (weight > batchLimits.maxWeight) {
      pieces.push([])
      weight = weightOf(item)
    }
    pieces.at(-1)?.push(item)
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
