/** Keeps other platforms in step: who is due is looked at, and what is not so there is made so. Several servers may do it together. */
import type { Logger } from 'pino'
import { backOff } from '../workers/back-off.ts'
import { createWorker, type Worker } from '../workers/worker.ts'
import { agree } from './agree.ts'
import { compare } from './compare.ts'
import { openPlatform, type PlatformDeps } from './open-platform.ts'
import { realClock } from './permits.ts'
import { type Platform, PlatformFault } from './platform.ts'
import {
  type ClaimedConnection,
  claimConnections,
  type Due,
  type Ended,
  findDue,
  release,
  renewClaims,
  requireHeld,
  settle,
} from './queue.ts'

export interface ConnectionWorkerDeps extends PlatformDeps {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly chance?: () => number
}

/** Connections at the same time; people at the same time on one, which is what platforms take. */
const width = 8
const mostAtOnce = 8
/** In whose place all of it is compared. */
const nobody = 0
/** Then it is somebody else's turn. */
const turnMs = 20_000
/** So many in a row: it is not the people. */
const mostFailures = 3

const second = 1000
const minute = 60 * second
const wait = backOff([5 * second, 15 * second, minute, 5 * minute], { from: 0.8, to: 1.2 })
const longest = 15 * minute

export function createConnectionWorker(deps: ConnectionWorkerDeps): Worker {
  const { database, log, clock = realClock, chance = Math.random } = deps
  const { now } = clock
  const { kysely } = database
  const soon = (attempts: number) => new Date(now().getTime() + (wait(attempts, chance()) ?? longest))

  return createWorker<ClaimedConnection>(
    {
      name: 'the connections',
      width: () => width,
      claim: round => claimConnections(kysely, round),
      renew: (claims, at) => renewClaims(kysely, claims, at),
      async work(connection, breakOff) {
        const ended = await takeTurn(connection, breakOff)
        if (ended.refusal ?? ended.failure)
          log.warn({ connection: connection.id, ...ended }, 'a connection does not work')
        return () => release(kysely, connection, ended, now())
      },
    },
    { log, now },
  )

  async function takeTurn(connection: ClaimedConnection, breakOff: AbortSignal): Promise<Ended> {
    const { id } = connection
    const turn = openTurn(connection, now)
    const platform = openPlatform(deps, connection, { signal: breakOff, onCall: turn.calls })
    const busy = new Map<number, Promise<void>>()
    let comparing = connection.compareAt !== null && connection.compareAt <= now()
    if (comparing)
      busy.set(
        nobody,
        compareAll(platform, id, turn).finally(() => {
          comparing = false
          busy.delete(nobody)
        }),
      )
    while ((comparing || turn.hasTime()) && turn.goesOn() && !breakOff.aborted) {
      const room = turn.isTried() ? mostAtOnce : 1
      const due = busy.size < room ? await findDue(kysely, id, [...busy.keys()], now()) : undefined
      if (due)
        busy.set(
          due.userId,
          workOn(platform, connection, due, turn).finally(() => busy.delete(due.userId)),
        )
      else if (busy.size > 0) await Promise.race(busy.values())
      else break
    }
    await Promise.all(busy.values())
    return turn.ended(soon, breakOff.aborted)
  }

  async function compareAll(platform: Platform, connectionId: number, turn: Turn): Promise<void> {
    try {
      const comparing = compare({ database: kysely, platform, connectionId, now, marks: true })
      for await (const _ of comparing) if (!turn.goesOn()) return
      turn.works()
    } catch (error) {
      if (error instanceof PlatformFault) turn.fails(error)
      else turn.breaks(error)
    }
  }

  async function workOn(platform: Platform, connection: ClaimedConnection, due: Due, turn: Turn): Promise<void> {
    const { id: connectionId } = connection
    const isMine = () => requireHeld(kysely, connection, now())
    try {
      const problems = await agree({ database: kysely, platform, connectionId, now, requireHeld: isMine }, due)
      turn.works()
      await settle(kysely, connectionId, due, { problems, retryAt: null })
    } catch (error) {
      if (!(error instanceof PlatformFault)) {
        turn.breaks(error)
        return
      }
      turn.fails(error)
      if (error.kind !== 'unavailable') return
      const problems = [{ course: null, status: error.status, words: error.message }]
      await settle(kysely, connectionId, due, { problems, retryAt: soon(due.attempts + 1) })
    }
  }
}

type Turn = ReturnType<typeof openTurn>

/** One connection's: how long, and what is learnt of it. */
function openTurn({ failingSince, failures }: ClaimedConnection, now: () => Date) {
  const until = now().getTime() + turnMs
  let inARow = 0
  let isTried = failingSince === null
  let isCalled = false
  let hasWorked = false
  let broken: { readonly by: unknown } | null = null
  let waitsUntil: Date | null = null
  let refusal: string | null = null
  let failure: string | null = null
  return {
    calls() {
      isCalled = true
    },
    works() {
      if (isCalled) [inARow, isTried, hasWorked] = [0, true, true]
    },
    /** By what is not theirs: the turn is over, and comes again after its lease. */
    breaks(error: unknown) {
      broken ??= { by: error }
    },
    fails({ kind, message, until: after }: PlatformFault) {
      if (kind === 'limited') waitsUntil = after
      else if (kind === 'refused') refusal = message
      else if (++inARow >= mostFailures || !isTried) failure = message
    },
    /** Whether more than one may be tried: one that failed has worked again. */
    isTried: () => isTried,
    hasTime: () => now().getTime() < until,
    goesOn: () => ![waitsUntil, refusal, failure, broken].some(Boolean),
    ended(soon: (attempts: number) => Date, isBrokenOff: boolean): Ended {
      if (broken !== null && !isBrokenOff) throw broken.by
      const became = failure !== null ? { words: failure, retryAt: soon(failures + 1) } : hasWorked ? null : undefined
      return { waitsUntil, refusal, failure: became }
    },
  }
}
