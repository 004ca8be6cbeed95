/**
 * Bodies and addresses as clients of the real service write them. Clients send `{}` along with what needs none, and types of all
 * kinds: what is not asked for is never read.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { parse } from 'node:querystring'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findExcess } from '../../http/bodies.ts'
import { DoubledKey, readJson, withoutPath } from '../../lib/sent/read-json.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import { invalid, Refused } from './errors.ts'
import { maxBulk } from './translate.ts'

/** The largest body of a call that may name many people; others are smaller by far. */
export const bulkBodyBytes = 4 * 1024 * 1024
/** Six of each of the people that one call may name. */
const mostValues = 6 * maxBulk

/**
 * The JSON that was sent, whatever it calls itself; undefined: nothing. Throws `Refused`: 400 when it is none, 422 where a key
 * is there twice.
 */
export function readBody(request: FastifyRequest): unknown {
  const { body } = request
  if (!Buffer.isBuffer(body)) return body // it was read already
  request.body = undefined
  if (body.length === 0) return undefined
  const excess = findExcess(body, mostValues)
  if (excess) throw new Refused(413, { detail: `The body holds ${excess}: send fewer at once.` })
  try {
    request.body = readJson(decodeUtf8(body))
  } catch (error) {
    if (!(error instanceof DoubledKey)) throw new Refused(400, { detail: 'The body is not JSON in UTF-8.' })
    request.body = withoutPath(error.value, error.path.split('.')) // for the log
    throw new Refused(422, invalid(`/${error.path.replaceAll('.', '/')}`, error.message, { code: 'doubled_field' }))
  }
  return request.body
}

/** What was sent, as far as it can be read; whatever else is wrong with it. */
export function readForLog(request: FastifyRequest): unknown {
  try {
    return readBody(request)
  } catch {
    return request.body
  }
}

const longestForm = 64 * 1024

/**
 * Their documentation prints filters as a form that goes along with a GET: that counts as if it stood in the address, in the
 * links of the answer too. Any other body of a GET is left unread. Throws `Refused` (400, 413).
 */
export async function takeFormOfGet(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { method, headers, raw } = request
  if (method !== 'GET' && method !== 'HEAD') return
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers['content-type']?.trim() ?? '')) return
  const form = (await readForm(request, reply)).trim()
  if (form === '' || form.startsWith('{')) return // JSON under the type that curl gives everything
  const { url = '' } = raw
  raw.url = plainAddress(`${url}${url.includes('?') ? '&' : '?'}${form}`, headers)
  request.query = parse(raw.url.slice(raw.url.indexOf('?') + 1), '&', '=', { maxKeys: 0 })
}

async function readForm({ raw }: FastifyRequest, reply: FastifyReply): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > longestForm) break
      chunks.push(chunk)
    }
    if (length <= longestForm) return decodeUtf8(Buffer.concat(chunks))
  } catch {
    throw new Refused(400, { detail: 'The form is not readable, or not UTF-8.' })
  }
  reply.header('connection', 'close')
  throw new Refused(413, { detail: 'The form is too large.' })
}

const ours = /^\/+v[12](?=[/?]|$)/

/**
 * Doubled slashes are folded, and a key in the address moves to the header it would otherwise be in: so it is in no log and no
 * link. A header that holds one already counts. Addresses of other faces stay as they are.
 */
export function plainAddress(url: string, headers: IncomingHttpHeaders): string {
  if (!ours.test(url)) return url
  const [path = '', ...rest] = url.split('?')
  const folded = path.replace(/\/{2,}/g, '/')
  if (rest.length === 0) return folded
  const isKey = (part: string) => /^api_key(?:=|$)/i.test(part)
  const parts = rest.join('?').split('&')
  const key = parts.find(isKey)?.slice('api_key='.length)
  if (key) headers['x-api-key'] ||= decode(key)
  const kept = parts.filter(part => part !== '' && !isKey(part))
  return kept.length === 0 ? folded : `${folded}?${kept.join('&')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // no key of ours
  }
}
