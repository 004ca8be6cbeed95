import type { FastifyRequest } from 'fastify'

/** The raw key that a request shows, in `X-API-Key` or as a Bearer token; null when it shows none. */
export function readKey({ headers }: FastifyRequest): string | null {
  const key = headers['x-api-key']
  if (typeof key === 'string' && key.trim() !== '') return key.trim()
  const bearer = /^Bearer\s+(\S.*)$/i.exec(headers.authorization ?? '')
  return bearer?.[1]?.trim() ?? null
}
