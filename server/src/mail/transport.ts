/**
 * One conversation with the mail server for each mail, over a few kept connections. What matters is how far it got: as
 * long as the mail was not handed over whole, the server cannot have taken it, and it may be tried again.
 */
import { hostname } from 'node:os'
import type { Readable } from 'node:stream'
import { domainToASCII } from 'node:url'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { type Delivery, judgeFailure } from './delivery.ts'
import { type Names, ownName } from './own-name.ts'

interface OutgoingMail {
  /** The message's id: its Message-ID is made from it and stays the same at each try. */
  readonly id: number
  readonly to: { readonly name: string; readonly address: string }
  /** Whose name it comes in; null: the one of MAIL_FROM. */
  readonly fromName: string | null
  /** Where answers go; null: to the address of MAIL_FROM. */
  readonly replyTo: string | null
  readonly subject: string
  readonly html: string
  readonly text: string
}

export interface MailTransport {
  /** Never throws. Gives up when `stop` is aborted: a mail already handed over is then of unknown fate. */
  send(mail: OutgoingMail, stop: AbortSignal): Promise<Delivery>
  /** How many mails can be under way at once. */
  readonly width: number
  close(): void
}

/** Milliseconds. */
export interface TransportLimits {
  /** For the connection with its greeting. */
  readonly connect: number
  /** For each answer of the server. */
  readonly answer: number
  /** For one mail from beginning to end. */
  readonly whole: number
}

const width = 5
const usualLimits: TransportLimits = { connect: 10_000, answer: 60_000, whole: 90_000 }

export function createMailTransport(
  { smtpUrl, ...names }: Names & { readonly smtpUrl: string },
  { limits = usualLimits, hostName = hostname() }: { limits?: TransportLimits; hostName?: string } = {},
): MailTransport {
  const sender = parseSender(names.mailFrom)
  const transporter = createTransport({
    pool: true,
    url: smtpUrl,
    name: ownName(hostName, names), // unless the address says another
    maxConnections: width,
    maxRequeues: 2, // only of mails of which nothing was handed over, when a kept connection proves to be gone
    connectionTimeout: limits.connect,
    greetingTimeout: limits.connect,
    dnsTimeout: limits.connect,
    socketTimeout: limits.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transporter.use('stream', (mail, done) => {
    const { progress } = mail.data as TrackedMail
    mail.message.processFunc(content => {
      progress.content = content
      return content
    })
    done()
  })
  return {
    width,
    async send({ id, to, fromName, replyTo, subject, html, text }, stop) {
      const progress: Progress = { content: null }
      const tracked: TrackedMail = {
        messageId: `<usher.${id}@${domainOf(sender.address)}>`,
        from: { name: fromName ?? sender.name, address: sender.address },
        to,
        envelope: { from: sender.address, to: [to.address] },
        subject,
        html,
        text,
        attachDataUrls: true, // mail programs show no picture that stands in the page
        ...(replyTo && { replyTo }),
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.any([stop, AbortSignal.timeout(limits.whole)]),
        progress,
      }
      try {
        const { response } = await transporter.sendMail(tracked)
        return { kind: 'accepted', words: response }
      } catch (error) {
        return judgeFailure(error as Error, stageOf(progress), stop.aborted)
      }
    },
    close: () => transporter.close(),
  }
}

interface Progress {
  /** The mail as it is read to be sent; null as long as no connection is ready for it. */
  content: Readable | null
}

type TrackedMail = SendMailOptions & { progress: Progress }

function stageOf({ content }: Progress) {
  if (content === null) return 'connecting'
  return content.readableEnded ? 'handed_over' : 'talking'
}

/** `Acme Prep <hello@example.com>` or the address alone. */
function parseSender(mailFrom: string): { name: string; address: string } {
  const [, name = '', address = mailFrom] = /^(.*)<([^<>]+)>$/.exec(mailFrom) ?? []
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address: address.trim() }
}

function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost'
}
