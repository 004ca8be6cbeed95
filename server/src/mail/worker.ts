/**
 * Sends what is queued, beside everything else the process does. It claims no more than it can send at once, so that a
 * process that dies leaves few mails of unknown fate; a mail server that is down pauses it as a whole, and a mail that is
 * not taken waits by itself.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createAttempt } from '../db/attempt.ts'
import { isUnavailable } from '../db/failures.ts'
import { createBell } from '../lib/bell.ts'
import { byHalves } from '../lib/by-halves.ts'
import type { Delivery } from './delivery.ts'
import { gatherFacts, type MailDeps, type MailFacts } from './gather-facts.ts'
import { type LetterFacts, writeLetter } from './letter.ts'
import { type Claim, claimMessages, settleMessage, sweepMessages } from './queue.ts'
import { renderMail } from './render.ts'
import { createServerPause } from './server-pause.ts'
import { giveBack, type Settlement, settlementOf } from './settlement.ts'
import type { MailTransport } from './transport.ts'

export interface MailWorker {
  start(): void
  /** Looks at the queue now: something was put into it. */
  wake(): void
  /** Claims nothing more, waits up to `grace` milliseconds for what is under way, then breaks it off and gives it back. */
  stop(options?: { grace?: number }): Promise<void>
}

export interface MailWorkerDeps extends MailDeps {
  readonly transport: MailTransport
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly now?: () => Date
  /** From 0 to 1. */
  readonly chance?: () => number
}

const pollInterval = 1000
const sweepInterval = 30_000

export function createMailWorker(deps: MailWorkerDeps): MailWorker {
  const { database, transport, log, now = () => new Date(), chance = Math.random } = deps
  const { kysely } = database
  const underWay = new Set<Promise<void>>()
  const breakOff = new AbortController()
  const bell = createBell()
  const attempt = createAttempt(log, {
    fails: 'the mail queue cannot be read or written',
    works: 'the mail queue can be read again',
  })
  const attemptSweep = createAttempt(log, {
    fails: 'mails that nobody may send any more cannot be ended',
    works: 'mails that nobody may send any more can be ended again',
  })
  const pause = createServerPause()
  let running: Promise<void> | undefined
  let stopping = false
  let sweptAt = Number.NEGATIVE_INFINITY

  async function run() {
    while (!stopping) {
      const claimed = await attempt(round)
      if (!claimed && !stopping) await bell.wait(pollInterval)
    }
  }

  /** Claims and starts what there is room for; returns how many. */
  async function round(): Promise<number> {
    const at = now()
    if (at.getTime() - sweptAt >= sweepInterval) await attemptSweep(() => sweep(at))
    const room = (pause.isDoubtful() ? 1 : transport.width) - underWay.size
    if (room <= 0 || pause.lasts(at)) return 0
    const claims = await claimMessages(kysely, room, at)
    if (claims.length > 0) await startSending(claims)
    return claims.length
  }

  /** A mail whose facts cannot be read holds up none of the others; a database that is away, all. */
  async function startSending(claims: Claim[]) {
    const gatherAndSend = async (set: readonly Claim[]) => {
      const ids = set.map(claim => claim.id)
      const facts = await gatherFacts(deps, ids, { now: now(), renewLinks: true })
      for (const claim of set) track(send(claim, facts.get(claim.id)))
    }
    let away: unknown
    const giveUp = (set: readonly Claim[], error: unknown) => {
      if (isUnavailable(error)) away = error
      for (const claim of set) track(settle(claim, isUnavailable(error) ? giveBack(soon()) : defer(claim, error)))
    }
    await byHalves(claims, gatherAndSend, { isSplittable: error => !isUnavailable(error), giveUp })
    if (away) throw away
  }

  async function send(claim: Claim, facts: MailFacts | undefined) {
    if (!facts) return settle(claim, { state: 'failed', error: 'There is no account any more that it is for.' })
    if (facts.outdated !== null) return settle(claim, { state: 'failed', error: facts.outdated })
    if (stopping) return settle(claim, giveBack(now()))
    if (facts.link.url === null) return settle(claim, giveBack(soon()))
    const delivery = await deliver(claim, facts)
    log.info({ message: claim.id, result: delivery.kind }, 'mail')
    const paused = pause.learn(delivery, now(), chance())
    if (paused !== null) log.warn({ ...delivery, milliseconds: paused }, 'the mail server cannot be reached')
    await settle(claim, settlementOf(delivery, claim, now(), chance()))
  }

  const soon = () => new Date(now().getTime() + pollInterval)

  async function deliver({ id }: Claim, facts: LetterFacts): Promise<Delivery> {
    try {
      const letter = writeLetter(facts)
      const { to, from: fromName, branding } = letter
      const replyTo = branding?.replyTo ?? null
      const mail = await renderMail(letter)
      return await transport.send({ id, to, fromName, replyTo, ...mail }, breakOff.signal)
    } catch (error) {
      return notWritten(id, error)
    }
  }

  function defer(claim: Claim, error: unknown): Settlement {
    return settlementOf(notWritten(claim.id, error), claim, now(), chance())
  }

  function notWritten(message: number, error: unknown): Delivery {
    log.error({ err: error, message }, 'a mail could not be written')
    return { kind: 'deferred', words: `It could not be written: ${(error as Error).message}` }
  }

  /** Tried until it is written: what became of a mail must not be lost to a database that is away for a moment. */
  async function settle(claim: Claim, settlement: Settlement) {
    for (;;) {
      const written = await attempt(() => settleMessage(kysely, claim, settlement).then(() => true))
      if (written || breakOff.signal.aborted) return
      await wait(pollInterval, undefined, { signal: breakOff.signal }).catch(() => {})
    }
  }

  async function sweep(at: Date) {
    sweptAt = at.getTime()
    const { abandoned, tooOld } = await sweepMessages(kysely, at)
    if (abandoned.length > 0) log.warn({ messages: abandoned }, 'mails that were being sent by a process that is gone')
    if (tooOld > 0) log.warn({ count: tooOld }, 'mails too old to be sent')
  }

  function track(work: Promise<void>) {
    underWay.add(work)
    work.finally(() => {
      underWay.delete(work)
      bell.ring()
    })
  }

  return {
    start() {
      running ??= run()
    },
    wake: bell.ring,
    async stop({ grace = 10_000 } = {}) {
      stopping = true
      bell.ring()
      await running
      const timer = setTimeout(() => breakOff.abort(), grace)
      await Promise.all(underWay)
      clearTimeout(timer)
    },
  }
}
