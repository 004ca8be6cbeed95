/**
 * Sends what is queued. It claims no more than it can send at once, so that a process that dies leaves few mails of unknown
 * fate; a mail server that is down pauses it as a whole, and a mail that is not taken waits by itself.
 */
import type { Logger } from 'pino'
import { isUnavailable } from '../db/failures.ts'
import { byHalves } from '../lib/by-halves.ts'
import { createWorker, type Worker } from '../workers/worker.ts'
import type { Delivery } from './delivery.ts'
import { gatherFacts, type MailDeps, type MailFacts } from './letters/gather-facts.ts'
import { type LetterFacts, writeLetter } from './letters/letter.ts'
import { renderMail } from './letters/render.ts'
import { type Claim, claimMessages, settleMessage } from './queue.ts'
import { createServerPause } from './server-pause.ts'
import { end, endOf, giveBack, type Settlement, settlementOf } from './settlement.ts'
import type { MailTransport } from './transport.ts'

export interface MailWorkerDeps extends MailDeps {
  readonly transport: MailTransport
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly now?: () => Date
  /** From 0 to 1. */
  readonly chance?: () => number
}

/** A claimed message, and what its letter says; or why that is not known. */
type Mail = Claim & { readonly facts?: MailFacts | undefined; readonly unread?: unknown }

export function createMailWorker(deps: MailWorkerDeps): Worker {
  const { database, transport, log, now = () => new Date(), chance = Math.random } = deps
  const { kysely } = database
  const pause = createServerPause()
  const soon = () => new Date(now().getTime() + 1000)
  const settle = (mail: Mail, delivery: Delivery) => settlementOf(delivery, mail, now(), chance())

  return createWorker<Mail>(
    {
      name: 'the mail queue',
      width: at => (pause.lasts(at) ? 0 : pause.isDoubtful() ? 1 : transport.width),
      claim: async round => gather(await claimMessages(kysely, round)),
      async work(mail, breakOff) {
        const settlement = await send(mail, breakOff)
        return () => settleMessage(kysely, mail, settlement)
      },
    },
    { log, now },
  )

  /** A mail whose facts cannot be read holds up none of the others. */
  async function gather(claims: readonly Claim[]): Promise<Mail[]> {
    const mails: Mail[] = []
    const gatherThese = async (set: readonly Claim[]) => {
      const ids = set.filter(claim => endOf(claim, now()) === null).map(({ id }) => id)
      const facts = await gatherFacts(deps, ids, { now: now(), renewLinks: true })
      mails.push(...set.map(claim => ({ ...claim, facts: facts.get(claim.id) })))
    }
    const giveUp = (set: readonly Claim[], unread: unknown) => {
      mails.push(...set.map(claim => ({ ...claim, unread })))
    }
    await byHalves(claims, gatherThese, { isSplittable: error => !isUnavailable(error), giveUp })
    return mails
  }

  async function send(mail: Mail, breakOff: AbortSignal): Promise<Settlement> {
    const { id, facts, unread } = mail
    const ended = endOf(mail, now())
    if (ended !== null) {
      log.warn({ message: id }, 'a mail that nobody may send any more')
      return ended
    }
    if (unread !== undefined) return isUnavailable(unread) ? giveBack(soon()) : settle(mail, notWritten(id, unread))
    if (!facts) return end('There is no account any more that it is for.')
    if (facts.outdated !== null) return end(facts.outdated)
    if (breakOff.aborted) return giveBack(now())
    if (facts.link.url === null) return giveBack(soon())
    const delivery = await deliver(id, facts, breakOff)
    log.info({ message: id, result: delivery.kind }, 'mail')
    const paused = pause.learn(delivery, now(), chance())
    if (paused !== null) log.warn({ ...delivery, milliseconds: paused }, 'the mail server cannot be reached')
    return settle(mail, delivery)
  }

  async function deliver(id: number, facts: LetterFacts, breakOff: AbortSignal): Promise<Delivery> {
    try {
      const letter = writeLetter(facts)
      const { to, from: fromName, branding } = letter
      const replyTo = branding?.replyTo ?? null
      const mail = await renderMail(letter)
      return await transport.send({ id, to, fromName, replyTo, ...mail }, breakOff)
    } catch (error) {
      return notWritten(id, error)
    }
  }

  function notWritten(message: number, error: unknown): Delivery {
    log.error({ err: error, message }, 'a mail could not be written')
    return { kind: 'deferred', words: `It could not be written: ${(error as Error).message}` }
  }
}
