/** What went wrong in a call to Thinkific, by what was answered or that nothing was. */
import type { FetchFault } from '../../lib/network/guarded-fetch.ts'
import { type FaultKind, PlatformFault } from '../platform.ts'

export interface Answered {
  readonly status: number
  readonly headers: Headers
  /** Null: it was empty. */
  readonly said: unknown
  /** It was no JSON: of something between us and them, mostly. */
  readonly isPage: boolean
}

/** A window of theirs; what is answered when they do not say is that it has just begun. */
const windowMs = 60_000
/** Whatever is said, nobody is kept waiting for longer: clocks differ. */
const longestMs = 10 * windowMs

/** Null: nothing did. */
export function faultOf(answered: Answered, now: Date): PlatformFault | null {
  const { status } = answered
  const kind = kindOf(answered)
  if (kind === null) return null
  const until = kind === 'limited' ? { until: mayCallAt(answered.headers, now) } : {}
  return new PlatformFault(kind, messageOf(answered), { status, ...until })
}

/** The same may be had in smaller pieces. */
export class TooLarge extends PlatformFault {}

export function faultOfFetch({ code, message }: FetchFault): PlatformFault {
  return code === 'too_large' ? new TooLarge('unavailable', message) : new PlatformFault('unavailable', message)
}

function kindOf({ status, isPage }: Answered): FaultKind | null {
  if (status === 429) return 'limited'
  if (isPage || status < 200 || status >= 500) return 'unavailable'
  if (status < 300) return null
  if (status === 401 || status === 403) return 'refused'
  if (status === 404 || status === 410) return 'gone'
  return status < 400 || status === 408 ? 'unavailable' : 'rejected'
}

/**
 * `RateLimit-Reset` is described as seconds since 1970, and has been met as milliseconds; what is too small for either are seconds
 * from now.
 */
function mayCallAt(headers: Headers, now: Date): Date {
  const said = Number(headers.get('ratelimit-reset') || headers.get('retry-after') || Number.NaN)
  const inMs = Number.isNaN(said) ? windowMs : said > 1e10 ? said - +now : said > 1e9 ? said * 1000 - +now : said * 1000
  return new Date(+now + Math.min(longestMs, Math.max(1000, inMs)))
}

function messageOf({ status, said, isPage }: Answered): string {
  if (isPage) return `Answer ${status}, which is not of its API`
  return wordsOf(said).replaceAll(/\s+/g, ' ').trim().slice(0, 500).toWellFormed() || `Answer ${status}`
}

/** `error` or `errors`; a text, a list of them, or either by the name of a field. */
function wordsOf(said: unknown): string {
  if (typeof said === 'string') return said
  if (Array.isArray(said)) return said.map(wordsOf).filter(Boolean).join(' ')
  if (typeof said !== 'object' || said === null) return ''
  const { error, errors, ...fields } = said as Readonly<Record<string, unknown>>
  if (error !== undefined || errors !== undefined) return wordsOf([error, errors].filter(one => one !== undefined))
  return Object.entries(fields)
    .map(([field, words]) => [field, wordsOf(words)])
    .filter(([, words]) => words)
    .map(named => named.join(' '))
    .join('; ')
}
