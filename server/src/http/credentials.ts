import type { FastifyRequest } from 'fastify'
import { readAddress } from '../lib/network/network-address.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether what a sender says of who called it is believed. */
    isTrustedProxy(address: string): boolean
  }
}

/** The raw key that a request shows, in `X-API-Key` or as a Bearer token; null when it shows none. */
export function readKey({ headers }: FastifyRequest): string | null {
  const key = headers['x-api-key']
  if (typeof key === 'string' && key.trim() !== '') return key.trim()
  const bearer = /^Bearer\s+(\S.*)$/i.exec(headers.authorization ?? '')
  return bearer?.[1]?.trim() ?? null
}

/** Whether a request without a key shows something where others take one: as a user name, bare, or in its address. */
export function showsOtherwise({ headers, query }: FastifyRequest): boolean {
  const shown = { ...headers, ...(query as object) }
  return Object.entries(shown).some(([name, value]) => value !== '' && placesOfKeys.test(name))
}

const placesOfKeys = /^(?:authorization|(?:x-?)?(?:api|access|auth)[-_]?(?:key|token)|key|token)$/i

/**
 * Where a request comes from, as far as those who are trusted tell: each proxy adds to the right of `X-Forwarded-For` who called
 * it. Where that cannot be read it is the proxy's own address.
 */
export function addressOf({ server, socket, headers }: FastifyRequest): string | null {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  let address = readAddress(socket.remoteAddress ?? '')
  while (address !== null && server.isTrustedProxy(address)) {
    const before = readAddress(forwarded.pop() ?? '')
    if (before === null) break
    address = before
  }
  return address
}
