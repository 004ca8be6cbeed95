/**
 * One request to an address that somebody else chose. It goes nowhere but to the internet: a name is looked up once, and what
 * it stands for is what is connected to, or refused. No redirect is followed, and little of the answer is read.
 */
import type { LookupAddress } from 'node:dns'
import { lookup as askSystem } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopback, isPrivate } from '../lib/network/private-addresses.ts'
import { createLookUp } from './look-up.ts'

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

export interface Reach {
  readonly loopback: boolean
  readonly private: boolean
}

const shownOfAnswer = 1000
const ownHeaders = { 'content-type': 'application/json', 'user-agent': 'Usher' }

/** Names that are of this machine and its network it alone knows. */
const lookUpHere = (name: string) => askSystem(name, { all: true })

export function createWebhookSender(
  reach: Reach,
  { timeout = 20_000, lookUp = reach.loopback || reach.private ? lookUpHere : createLookUp() } = {},
): WebhookSender {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  const isRefused = (address: string) =>
    isPrivate(address) && !reach.private && !(reach.loopback && isLoopback(address))

  async function findAllowed(name: string): Promise<[LookupAddress, ...LookupAddress[]]> {
    const [first, ...others] = (await lookUp(name)).filter(({ address }) => !isRefused(address))
    if (!first) throw new Error(`${name} stands for ${privateWords}`)
    return [first, ...others]
  }
  const lookup: LookupFunction = (name, { all }, callback) => {
    findAllowed(name).then(
      found => (all ? callback(null, found) : callback(null, found[0].address, found[0].family)),
      error => callback(error, ''),
    )
  }

  async function send({ url, headers, body }: Sending, breakOff?: AbortSignal): Promise<Sent> {
    const begun = performance.now()
    const took = () => Math.round(performance.now() - begun)
    const { protocol, hostname } = new URL(url)
    const host = hostname.replace(/^\[|\]$/g, '')
    // What is an address already is not looked up.
    if (isIP(host) !== 0 && isRefused(host))
      return { kind: 'failed', error: `This is ${privateWords}.`, milliseconds: 0 }
    const isHttps = protocol === 'https:'
    const tooLong = AbortSignal.timeout(timeout)
    const signal = breakOff ? AbortSignal.any([tooLong, breakOff]) : tooLong
    const options = {
      method: 'POST',
      agent: agents[isHttps ? 'https:' : 'http:'],
      lookup,
      signal,
      headers: { ...ownHeaders, ...headers },
    }
    try {
      return { kind: 'answered', ...(await post(isHttps ? https : http, url, options, body)), milliseconds: took() }
    } catch (error) {
      if (breakOff?.aborted) return { kind: 'interrupted' }
      const words = tooLong.aborted ? `No answer within ${timeout / 1000} seconds` : sayFault(error)
      return { kind: 'failed', error: words, milliseconds: took() }
    }
  }

  return {
    send,
    close() {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

const privateWords = 'an address of this machine or its network'

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
