/**
 * A `fetch` for addresses that somebody else chose: where the guard lets it go, without redirects, and with an end to how long it
 * takes and how much is read.
 */
import http from 'node:http'
import https from 'node:https'
import { createGuard, type Guard, type LookUp, type Reach, RefusedAddress } from './guard.ts'

export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /**
   * A kept connection that ends without an answer is not tried again on a new one: what was sent may have been done, and whoever
   * counts calls counts this as one.
   */
  readonly once?: boolean
}

export interface GuardedFetch {
  /** A redirect is an answer like another. Throws FetchFault. */
  fetch(url: string, asking?: Asking): Promise<Response>
  /** Why it would not be called; null: it would. */
  problemOf(url: URL): Promise<FetchFault | null>
  close(): void
}

export type FetchFaultCode = 'address_refused' | 'unreachable' | 'too_slow' | 'too_large'

export class FetchFault extends Error {
  readonly code: FetchFaultCode

  constructor(code: FetchFaultCode, message: string) {
    super(message)
    this.code = code
  }
}

/** https alone, save for what is not of the internet, where that may be called. */
export function createGuardedFetch(
  reach: Reach,
  { timeout = 10_000, mostBytes = 256 * 1024, lookUp }: Limits = {},
): GuardedFetch {
  const guard = createGuard(reach, { lookUp, plain: 'within' })
  return {
    async fetch(url, { signal, ...asking } = {}) {
      const tooLong = AbortSignal.timeout(timeout)
      const ends = signal ? AbortSignal.any([tooLong, signal]) : tooLong
      try {
        return await call(guard, new URL(url), { ...asking, signal: ends }, mostBytes)
      } catch (error) {
        throw tooLong.aborted
          ? new FetchFault('too_slow', `no answer within ${timeout / 1000} seconds`)
          : asFault(error)
      }
    },
    problemOf: url =>
      guard.problemOf(url).then(
        refused => refused && asFault(refused),
        error => asFault(error),
      ),
    close: guard.close,
  }
}

interface Limits {
  /** Milliseconds, for all of it. */
  readonly timeout?: number
  readonly mostBytes?: number
  readonly lookUp?: LookUp
}

async function call(
  guard: Guard,
  url: URL,
  { method = 'GET', headers, body, signal, once = false }: Asking,
  mostBytes: number,
) {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RefusedAddress('only https is called')
  const sent = body === undefined || body === null ? '' : String(body)
  const via = url.protocol === 'https:' ? https : http
  const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(sent) }
  const options = {
    method,
    ...guard.optionsFor(url),
    signal: signal as AbortSignal,
    headers: { 'user-agent': 'Usher', ...headers, ...length },
  }
  const answer = await send(via, url, options, sent, once)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    size += chunk.length
    if (size > mostBytes) throw new FetchFault('too_large', `the answer has more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  const status = answer.statusCode ?? 0
  const mayHaveBody = status >= 200 && status !== 204 && status !== 205 && status !== 304
  return new Response(mayHaveBody ? Buffer.concat(chunks) : null, {
    status,
    headers: Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
  })
}

function send(
  via: typeof http | typeof https,
  url: URL,
  options: https.RequestOptions,
  sent: string,
  once: boolean,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = via.request(url, options, resolve)
    asking.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that was kept may have been closed at the other end meanwhile: a new one is tried.
      if (!once && asking.reusedSocket && error.code === 'ECONNRESET') resolve(send(via, url, options, sent, once))
      else reject(error)
    })
    asking.end(sent)
  })
}

function asFault(error: unknown): FetchFault {
  if (error instanceof FetchFault) return error
  if (error instanceof RefusedAddress) return new FetchFault('address_refused', error.message)
  const { code = '', message } = error as NodeJS.ErrnoException
  return new FetchFault('unreachable', code || message)
}
