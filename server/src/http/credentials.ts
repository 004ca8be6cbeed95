import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** The raw key that a request shows, in `X-API-Key` or as a Bearer token; null when it shows none. */
export function readKey({ headers }: FastifyRequest): string | null {
  const key = headers['x-api-key']
  if (typeof key === 'string' && key.trim() !== '') return key.trim()
  const bearer = /^Bearer\s+(\S.*)$/i.exec(headers.authorization ?? '')
  return bearer?.[1]?.trim() ?? null
}

/** Where a request comes from. What a proxy forwards may be anything: then it is the proxy's own address. */
export function addressOf({ ip, socket }: FastifyRequest): string | null {
  const address = isIP(ip) ? ip : socket.remoteAddress
  // Without what belongs to this machine alone: the interface, and the form that IPv4 has in a socket for both.
  return address?.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '') ?? null
}
