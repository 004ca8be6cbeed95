/**
 * The shell of all that is done beside the calls: it takes what is due out of a queue, as much as there is room for, does it,
 * and notes what became of it. A queue is a table of ours; what it holds, how it is taken and what a failure means is the
 * task's. Any number of servers may work on one.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createBell } from '../lib/bell.ts'
import { createAttempt } from './attempt.ts'

/** Something that was taken out of a queue: nobody else takes it, until its lease is over. */
export interface Claimed {
  /** Whose it is: the organization, or 0. */
  readonly owner: number
}

/** What may be taken now. */
export interface Round {
  readonly room: number
  readonly now: Date
  /** Whose turn it was last. */
  readonly after: number
  /** Whose is what is under way, one an element. */
  readonly busy: readonly number[]
}

export interface Task<Claim extends Claimed> {
  /** How the log speaks of its queue, such as `the mail queue`. */
  readonly name: string
  /** How many may be under way at the same time, for now. */
  width(now: Date): number
  /**
   * Takes up to `room`, `for update skip locked`, and gives them in the order of the turns. Also what was taken before and whose
   * lease is over: the process that had it is gone.
   */
  claim(round: Round): Promise<readonly Claim[]>
  /**
   * Does one and gives how that is noted, which is tried until it is written. One that throws is taken again after its lease; one
   * that is broken off gives it back.
   */
  work(claim: Claim, breakOff: AbortSignal): Promise<() => Promise<unknown>>
  /** Makes leases longer, for what may take longer than one. Asked in each round. */
  renew?(claims: readonly Claim[], now: Date): Promise<unknown>
}

export interface Worker {
  start(): void
  /** Looks at the queue now: something was put into it. */
  wake(): void
  /**
   * Claims nothing more, waits up to `grace` milliseconds for what is under way, then breaks it off and waits for its end; but
   * not longer than `patience`: what does not heed that is left to its lease.
   */
  stop(options?: { grace?: number; patience?: number }): Promise<void>
}

export interface WorkerDeps {
  readonly log: Pick<Logger, 'info' | 'error'>
  readonly now: () => Date
  /** Milliseconds until it looks again where nobody wakes it: for what another process queued, or what is due later. */
  readonly poll?: number
}

export function createWorker<Claim extends Claimed>(task: Task<Claim>, { log, now, poll = 1000 }: WorkerDeps): Worker {
  const underWay = new Map<Claim, Promise<unknown>>()
  const breakOff = new AbortController()
  const bell = createBell()
  const attempt = createAttempt(log, {
    fails: `${task.name} cannot be read or written`,
    works: `${task.name} can be read and written again`,
  })
  let running: Promise<void> | undefined
  let stopping = false
  let after = 0

  async function run() {
    while (!stopping) {
      const claimed = await attempt(round)
      if (!claimed && !stopping) await bell.wait(poll)
    }
  }

  async function round(): Promise<number> {
    const at = now()
    const held = [...underWay.keys()]
    if (held.length > 0) await task.renew?.(held, at)
    const room = task.width(at) - held.length
    if (room <= 0) return 0
    const claims = await task.claim({ room, now: at, after, busy: held.map(({ owner }) => owner) })
    after = claims.at(-1)?.owner ?? after
    // What was claimed while it stops is broken off before it begins.
    const signal = stopping ? AbortSignal.abort() : breakOff.signal
    for (const claim of claims)
      underWay.set(
        claim,
        attempt(() => perform(claim, signal)).then(() => end(claim)),
      )
    return claims.length
  }

  /** What became of it must not be lost to a database that is away for a moment. */
  async function perform(claim: Claim, signal: AbortSignal) {
    const note = await task.work(claim, signal)
    for (;;) {
      const isNoted = await attempt(() => note().then(() => true))
      if (isNoted || breakOff.signal.aborted) return
      await wait(poll, undefined, { signal: breakOff.signal }).catch(() => {})
    }
  }

  function end(claim: Claim) {
    underWay.delete(claim)
    bell.ring()
  }

  return {
    start() {
      running ??= run()
    },
    wake: bell.ring,
    async stop({ grace = 10_000, patience = 5000 } = {}) {
      stopping = true
      bell.ring()
      await running
      const idle = Promise.all(underWay.values())
      const done = new AbortController()
      const timer = (milliseconds: number) => wait(milliseconds, undefined, { signal: done.signal }).catch(() => {})
      await Promise.race([idle, timer(grace)])
      breakOff.abort()
      await Promise.race([idle, timer(patience)])
      done.abort()
    },
  }
}

/** Several as one. */
export function together(workers: readonly Worker[]): Worker {
  return {
    start() {
      for (const worker of workers) worker.start()
    },
    wake() {
      for (const worker of workers) worker.wake()
    },
    async stop(options) {
      await Promise.all(workers.map(worker => worker.stop(options)))
    },
  }
}
