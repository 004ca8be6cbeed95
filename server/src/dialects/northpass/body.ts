/** Bodies. Clients send `{}` along with what needs none, and types of all kinds: what is not asked for is never read. */
import type { FastifyRequest } from 'fastify'
import { decodeUtf8 } from '../../lib/utf8.ts'
import { Refused } from './errors.ts'

/** The largest body of a call that may name many people; others are smaller by far. */
export const bulkBodyBytes = 16 * 1024 * 1024

/** The JSON that was sent, whatever it calls itself; undefined: nothing. Throws `Refused` (400) when it is none. */
export function readBody({ body }: FastifyRequest): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined
  try {
    return JSON.parse(decodeUtf8(body))
  } catch {
    throw new Refused(400, { detail: 'The body is not JSON in UTF-8.' })
  }
}
