import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

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

/** Where a request comes from. What a proxy forwards may be anything: then it is the proxy's own address. */
export function addressOf({ ip, socket }: FastifyRequest): string | null {
  const address = isIP(ip) ? ip : socket.remoteAddress
  // Without what belongs to this machine alone: the interface, and the form that IPv4 has in a socket for both.
  return address?.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '') ?? null
}
