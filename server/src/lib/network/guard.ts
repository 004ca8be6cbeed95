/**
 * Where a call to an address that somebody else chose may go: nowhere but to the internet. A name is looked up once, and what it
 * stands for is what is connected to, or refused.
 */
import type { LookupAddress } from 'node:dns'
import { lookup as askSystem } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { createLookUp } from './look-up.ts'
import { isLoopback, isPrivate } from './private-addresses.ts'

/** What may be called besides the internet. */
export interface Reach {
  readonly loopback: boolean
  readonly private: boolean
}

export type LookUp = (name: string) => Promise<LookupAddress[]>

export interface Guard {
  /** Null: it may be called. Looks the name up. */
  problemOf(url: URL): Promise<RefusedAddress | null>
  /** What a call to it must be made with: the connections that are kept, and the looking up. Throws for an address that is refused. */
  optionsFor(url: URL): Pick<https.RequestOptions, 'agent' | 'lookup'>
  close(): void
}

export class RefusedAddress extends Error {}

const privateWords = 'an address of this machine or its network'

/** Names that are of this machine and its network it alone knows. */
const lookUpHere: LookUp = name => askSystem(name, { all: true })

export function createGuard(
  reach: Reach,
  { lookUp = reach.loopback || reach.private ? lookUpHere : createLookUp(), plain = 'anywhere' }: GuardOptions = {},
): Guard {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  const isOpened = (address: string) => reach.private || (reach.loopback && isLoopback(address))

  const mayCall = (address: string, protocol: string) =>
    isPrivate(address) ? isOpened(address) : protocol === 'https:' || plain === 'anywhere'

  function refusalOf(name: string, addresses: readonly string[], protocol: string): RefusedAddress | null {
    if (addresses.some(address => mayCall(address, protocol))) return null
    if (!addresses.every(isPrivate)) return new RefusedAddress('https is needed on the internet')
    return new RefusedAddress(isIP(name) === 0 ? `${name} stands for ${privateWords}` : `This is ${privateWords}.`)
  }

  async function findAllowed(name: string, protocol: string): Promise<LookupAddress[]> {
    const found = await lookUp(name)
    const addresses = found.map(({ address }) => address)
    const refusal = refusalOf(name, addresses, protocol)
    if (refusal) throw refusal
    return found.filter(({ address }) => mayCall(address, protocol))
  }

  const lookupFor =
    (protocol: string): LookupFunction =>
    (name, { all }, callback) => {
      findAllowed(name, protocol).then(
        found => (all ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family)),
        error => callback(error, ''),
      )
    }
  const lookups = { 'http:': lookupFor('http:'), 'https:': lookupFor('https:') }

  return {
    async problemOf(url) {
      const { host, protocol } = partsOf(url)
      if (isIP(host) !== 0) return refusalOf(host, [host], protocol)
      return findAllowed(host, protocol).then(
        () => null,
        error => {
          if (error instanceof RefusedAddress) return error
          throw error
        },
      )
    },
    optionsFor(url) {
      const { host, protocol } = partsOf(url)
      // What is an address already is not looked up.
      const refusal = isIP(host) === 0 ? null : refusalOf(host, [host], protocol)
      if (refusal) throw refusal
      return { agent: agents[protocol], lookup: lookups[protocol] }
    },
    close() {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

interface GuardOptions {
  readonly lookUp?: LookUp
  /** Where `http:` may go: `within`: to what is not of the internet alone, as far as that may be called. */
  readonly plain?: 'anywhere' | 'within'
}

function partsOf({ hostname, protocol }: URL) {
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    protocol: protocol === 'https:' ? ('https:' as const) : ('http:' as const),
  }
}
