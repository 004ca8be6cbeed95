/**
 * The text of an API key: how it begins, 256 random bits in 43 characters, and a checksum in 6. The checksum tells a typo
 * from a key that is not known, without asking the database; the first characters name a key where it must not be shown.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** How a key begins, by its format. There are clients that take letters and digits and nothing else. */
const starts = { standard: 'usher_live_', alphanumeric: 'usherlive' } as const

export type KeyFormat = keyof typeof starts
export const keyFormats = Object.keys(starts) as KeyFormat[]

const randomBytesNeeded = 32
const secretLength = 43 // 62^43 > 2^256
const checksumLength = 6 // 62^6 > 2^32
const shownLength = 8
const wellFormed = new RegExp(`^[0-9A-Za-z]{${secretLength + checksumLength}}$`)
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export type ParsedKey =
  | { readonly state: 'well_formed'; readonly prefix: string; readonly hash: Buffer }
  /** It begins as our keys do, but something is missing, added or wrong. */
  | { readonly state: 'mistyped'; readonly prefix: string }
  /** No key of ours. It may be somebody's password in the wrong place: its prefix shows a quarter of it, 4 characters at most. */
  | { readonly state: 'foreign'; readonly prefix: string }

/** A new key from 32 random bytes. */
export function makeRawKey(random: Buffer, format: KeyFormat = 'standard'): string {
  if (random.length !== randomBytesNeeded) throw new RangeError(`A key is made from ${randomBytesNeeded} random bytes.`)
  const text = starts[format] + toBase62(BigInt(`0x${random.toString('hex')}`), secretLength)
  return text + checksumOf(text)
}

/** What a text that was presented as a key is. `prefix` is printable ASCII, safe to show and to keep. */
export function parseRawKey(text: string): ParsedKey {
  const start = Object.values(starts).find(start => text.startsWith(start))
  if (start === undefined) return { state: 'foreign', prefix: printable(text.slice(0, Math.min(4, text.length / 4))) }
  const prefix = printable(text.slice(0, start.length + shownLength))
  if (
    !wellFormed.test(text.slice(start.length)) ||
    checksumOf(text.slice(0, -checksumLength)) !== text.slice(-checksumLength)
  ) {
    return { state: 'mistyped', prefix }
  }
  return { state: 'well_formed', prefix, hash: createHash('sha256').update(text).digest() }
}

function checksumOf(text: string): string {
  return toBase62(BigInt(crc32(text)), checksumLength)
}

function toBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = alphabet[Number(rest % 62n)] + text
  return text
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
