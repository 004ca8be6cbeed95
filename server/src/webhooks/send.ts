/**
 * One request to an address that somebody else chose. It goes nowhere but where the guard lets it, no redirect is followed, and
 * little of the answer is read.
 */
import http from 'node:http'
import https from 'node:https'
import { createGuard, type LookUp, type Reach } from '../lib/network/guard.ts'

export interface Sending {
  readonly url: string
  /** Besides our own. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly answer: string; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly error: string; readonly milliseconds: number }
  /** By us. It may have arrived. */
  | { readonly kind: 'interrupted' }

export interface WebhookSender {
  send(sending: Sending, breakOff?: AbortSignal): Promise<Sent>
  close(): void
}

const shownOfAnswer = 1000
const ownHeaders = { 'content-type': 'application/json', 'user-agent': 'Usher' }

export function createWebhookSender(
  reach: Reach,
  { timeout = 20_000, lookUp }: { readonly timeout?: number; readonly lookUp?: LookUp } = {},
): WebhookSender {
  const guard = createGuard(reach, { lookUp })

  async function send({ url, headers, body }: Sending, breakOff?: AbortSignal): Promise<Sent> {
    const begun = performance.now()
    const took = () => Math.round(performance.now() - begun)
    const tooLong = AbortSignal.timeout(timeout)
    const signal = breakOff ? AbortSignal.any([tooLong, breakOff]) : tooLong
    const address = new URL(url)
    const via = address.protocol === 'https:' ? https : http
    try {
      const options = { method: 'POST', ...guard.optionsFor(address), signal, headers: { ...ownHeaders, ...headers } }
      return { kind: 'answered', ...(await post(via, url, options, body)), milliseconds: took() }
    } catch (error) {
      if (breakOff?.aborted) return { kind: 'interrupted' }
      const words = tooLong.aborted ? `No answer within ${timeout / 1000} seconds` : sayFault(error)
      return { kind: 'failed', error: words, milliseconds: took() }
    }
  }

  return { send, close: guard.close }
}

type Answer = { readonly status: number; readonly answer: string }

/** What is most often wrong, in words; the code stands beside, for whoever looks for it. */
const faults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'There is no such host',
  EAI_AGAIN: 'The host was not found for now',
  ECONNREFUSED: 'The host takes no connections there',
  ECONNRESET: 'The connection broke off',
}

function sayFault(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  const words = faults[code]
  return words ? `${words} (${code})` : message || code
}

function post(via: typeof http | typeof https, url: string, options: https.RequestOptions, body: string) {
  return new Promise<Answer>((resolve, reject) => {
    // Once the status is there, whatever ends the answer, it is one.
    let finish: (() => void) | null = null
    const request = via.request(url, options, response => {
      const chunks: Buffer[] = []
      let size = 0
      const end = () => {
        resolve({ status: response.statusCode as number, answer: readable(Buffer.concat(chunks)) })
        if (!response.complete) response.destroy()
      }
      finish = end
      response.on('data', chunk => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= 4 * shownOfAnswer) end()
      })
      response.on('end', end).on('error', end).on('close', end)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (finish) finish()
      // A connection that was kept may have been closed at the other end meanwhile: a new one is tried.
      else if (request.reusedSocket && error.code === 'ECONNRESET') resolve(post(via, url, options, body))
      else reject(error)
    })
    request.end(body)
  })
}

function readable(answer: Buffer): string {
  return answer.toString('utf8').replaceAll('\u0000', '').slice(0, shownOfAnswer).toWellFormed()
}
