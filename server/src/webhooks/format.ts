/** What a format of webhooks is: whose words an event is told in, how it is signed, and how long it is tried. */
import { createHmac } from 'node:crypto'
import { type EventType, eventTypeNames } from '../lib/event-types.ts'
import { hour, retryDelay } from './retry.ts'

/** One thing that happened, to be told to one webhook. */
export interface ToldEvent {
  /** By which whoever is told twice knows it. */
  readonly id: number
  readonly type: EventType
  readonly at: Date
  /** Where it happened. */
  readonly organizationId: number
  readonly organization: string
  readonly operationId: number | null
  /** Whom it is about. */
  readonly userId: number | null
  // biome-ignore lint/suspicious/noExplicitAny: what decide/events.ts wrote, an object a type
  readonly data: any
}

export interface Signing {
  /** Of the message: the same each time that it is sent. */
  readonly id: string
  readonly at: Date
  readonly body: string
  /** The newest first. */
  readonly secrets: readonly string[]
}

export interface WebhookFormat {
  /** What it is, in words. */
  readonly about: string
  /** Those that it has words for. */
  readonly events: readonly EventType[]
  makeSecret(random: Buffer): string
  /** What is wrong with a secret that somebody brings, as the end of a sentence; null: nothing. */
  secretProblem(secret: string): string | null
  write(event: ToldEvent): string | Promise<string>
  /** The body of a request that only tries whether somebody answers. */
  writeTest(now: Date): string
  sign(message: Signing): Readonly<Record<string, string>>
  /** See `retryDelay`. */
  retryDelay(attempts: number, chance: number): number | null
  /** For how many milliseconds nothing must have got through before it is switched off. */
  readonly patience: number
  /** Whether one must answer a test before it is kept; and whether a single event that is given up switches all of its organization off. */
  readonly isStrict: boolean
  /** How many an organization may have. */
  readonly most: number
}

/** By name. */
export type WebhookFormats = Readonly<Record<string, WebhookFormat>>

export function formatNamed(formats: WebhookFormats, name: string): WebhookFormat {
  const format = formats[name]
  if (!format) throw new Error(`no webhook format is called ${name}`)
  return format
}

const prefix = 'whsec_'

/** Our own words, signed as Standard Webhooks says. */
export const usherFormat: WebhookFormat = {
  about: 'our words, signed as Standard Webhooks says',
  events: eventTypeNames,
  makeSecret: random => prefix + random.toString('base64'),
  secretProblem(secret) {
    const bytes = Buffer.from(secret.slice(prefix.length), 'base64')
    const isWhole = secret === prefix + bytes.toString('base64') && bytes.length >= 24 && bytes.length <= 64
    return isWhole ? null : 'must be whsec_ and then 24 to 64 bytes in base64'
  },
  write: ({ type, at, organization, operationId, data }) =>
    JSON.stringify({ type, timestamp: at, organization, operation_id: operationId, data }),
  writeTest: now => JSON.stringify({ type: 'webhook.test', timestamp: now, data: {} }),
  sign({ id, at, body, secrets }) {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const signatures = secrets.map(secret => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
  },
  retryDelay,
  patience: 71 * hour, // as long as a delivery is tried
  isStrict: false,
  most: 20,
}
