/**
 * Bodies before any face reads them: none is none, whatever type it is said to have; what is packed is unpacked, up to what
 * its route takes; and what would take long to read is not read.
 */

import { randomInt } from 'node:crypto'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { Refusal } from '../lib/refusal.ts'

/** An `onRequest` hook. Clients name a type with every request: of no body it says nothing. */
export function forgetEmptyBody({ headers }: FastifyRequest, _: FastifyReply, done: () => void): void {
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
    delete headers['content-type']
    delete headers['content-encoding']
  }
  done()
}

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
} as const

/** A `preParsing` hook. What comes out is held against the same limit as what is not packed. Throws `unsupported_encoding`. */
export async function unpack(request: FastifyRequest, reply: FastifyReply, packed: RequestPayload) {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase()
  if (!encoding || encoding === 'identity' || request.method === 'GET' || request.method === 'HEAD') return packed
  if (!Object.hasOwn(unpackers, encoding)) {
    reply.header('accept-encoding', Object.keys(unpackers).join(', '))
    const name = encoding.slice(0, 50).replace(/[^\x20-\x7e]/g, '?')
    throw new Refusal(
      'unsupported_encoding',
      `Content-Encoding "${name}" is not understood: send gzip, deflate, br, zstd or none.`,
    )
  }
  const unpacked = Object.assign(unpackers[encoding as keyof typeof unpackers](), { receivedEncodedLength: 0 })
  packed.on('data', chunk => {
    unpacked.receivedEncodedLength += chunk.length
  })
  // Hears of it before who reads it.
  unpacked.on('error', error =>
    Object.assign(error, { statusCode: 400, message: `The body is not ${encoding}, or is cut off.` }),
  )
  packed.on('error', error => unpacked.destroy(error))
  // A bomb is not unpacked any further than to where it was refused, and what comes after it is left.
  reply.raw.once('close', () => {
    packed.unpipe(unpacked)
    packed.resume()
    unpacked.destroy()
  })
  return packed.pipe(unpacked) as RequestPayload
}

/** A body that is small is read in no time whatever it holds. */
const small = 64 * 1024
const [comma, quote, bracket, backslash, brace, colon, blank] = [44, 34, 91, 92, 123, 58, 32]
/** Rows of people share their names; an object of so many different ones is slow to make, and nobody's. */
const mostNames = 10_000
// Its own each time: nobody can make names that count as one.
const [factor, lowest] = [randomInt(2 ** 31) | 1, randomInt(2 ** 31)]

/** What JSON holds too much of to be read in little time, even where it is few bytes: in words, or null. */
export function findExcess(json: Uint8Array, mostValues: number): string | null {
  if (json.length <= small) return null
  let values = 0
  const names = new Set<number>() // by a number made of their bytes
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === comma || byte === bracket || byte === brace) values++
    if (byte !== quote) continue
    let name = lowest
    for (i++; i < json.length && json[i] !== quote; i++) {
      if (json[i] === backslash) i++
      name = (Math.imul(name, factor) + (json[i] ?? 0)) | 0
    }
    let next = i + 1
    while ((json[next] ?? colon) <= blank) next++
    if (json[next] === colon) names.add(name)
    if (names.size > mostNames) return `more than ${mostNames} different names`
    if (values > mostValues) break
  }
  return values > mostValues ? `more than ${mostValues} values` : null
}
