/**
 * Passwords as other systems hashed them: they are kept as they came and checked until the first right one, which is hashed anew.
 * What is not known to the letter, or would take too much of the server's time or memory, is refused before it is kept.
 */
import { createHash, createHmac, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

export type HashProblem = 'unknown_format' | 'too_costly'

/** A hash that was read: whether a password, as it was typed, is the one. */
export type Check = (password: string) => Promise<boolean>

type Reader = (parts: RegExpExecArray) => Check | HashProblem

/** So that a check takes at most about a second of one core, and no more memory than some of ours. */
const most = {
  bcryptCost: 14,
  pbkdf2Rounds: 2_000_000,
  phpassLog2: 16,
  scryptBytes: 64 * 1024 * 1024,
  scryptTurns: 16,
  /** Of memory that is gone through. */
  scryptWork: 256 * 1024 * 1024,
}

export function readForeignHash(hash: string): Check | HashProblem {
  for (const [format, read] of formats) {
    const parts = format.exec(hash)
    if (parts) return read(parts)
  }
  return 'unknown_format'
}

const formats: readonly (readonly [RegExp, Reader])[] = [
  // $2x$ is a faulty kind that no right password fits in any other reading.
  [/^(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/, ([, hash = '', cost]) => bcrypt(hash, Number(cost), typed => typed)],
  // WordPress since 6.8: bcrypt of an HMAC, so that a long password counts to its end.
  [/^\$wp(\$2y\$(\d\d)\$[./A-Za-z0-9]{53})$/, ([, hash = '', cost]) => bcrypt(hash, Number(cost), wordpressOf)],
  [/^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/, phpass],
  // Django.
  [/^pbkdf2_(sha256|sha1)\$([1-9]\d{0,9})\$([^$]{1,128})\$([A-Za-z0-9+/]{27,43}=)$/, djangoPbkdf2],
  [/^scrypt\$([^$]{1,128})\$([1-9]\d{0,9})\$([1-9]\d{0,9})\$([1-9]\d{0,9})\$([A-Za-z0-9+/]{86}==)$/, djangoScrypt],
  // As passlib and others write it.
  [/^\$scrypt\$ln=(\d\d?),r=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]{1,172})\$([A-Za-z0-9+/]{22,172})$/, phcScrypt],
]

function bcrypt(hash: string, cost: number, prepare: (typed: string) => string): Check | HashProblem {
  if (cost < 4) return 'unknown_format'
  if (cost > most.bcryptCost) return 'too_costly'
  return password => verifyBcrypt(prepare(password), hash)
}

function wordpressOf(password: string): string {
  return createHmac('sha384', 'wp-sha384').update(password.trim()).digest('base64')
}

/** The portable hashes of phpass, in WordPress until 6.8 and in others. */
function phpass([, cost = '', salt = '', sum = '']: RegExpExecArray): Check | HashProblem {
  const log2 = alphabet.indexOf(cost)
  if (log2 < 7 || log2 > 30) return 'unknown_format'
  if (log2 > most.phpassLog2) return 'too_costly'
  return async password => {
    const typed = Buffer.from(password)
    let state = md5(Buffer.from(salt), typed)
    for (let round = 0; round < 2 ** log2; round++) {
      // There is no thread for it: others have their turn in between.
      if (round % 512 === 511) await turn()
      state = md5(state, typed)
    }
    return isSame(encode(state), sum)
  }
}

function djangoPbkdf2([, digest = '', rounds, salt = '', sum = '']: RegExpExecArray): Check | HashProblem {
  const expected = Buffer.from(sum, 'base64')
  if (expected.length !== (digest === 'sha1' ? 20 : 32)) return 'unknown_format'
  if (Number(rounds) > most.pbkdf2Rounds) return 'too_costly'
  return async password =>
    timingSafeEqual(await pbkdf2Of(password, salt, Number(rounds), expected.length, digest), expected)
}

function djangoScrypt([, salt = '', N, r, p, sum = '']: RegExpExecArray): Check | HashProblem {
  return scryptOf(salt, { N: Number(N), r: Number(r), p: Number(p) }, Buffer.from(sum, 'base64'))
}

function phcScrypt([, log2, r, p, salt = '', sum = '']: RegExpExecArray): Check | HashProblem {
  const work = { N: 2 ** Number(log2), r: Number(r), p: Number(p) }
  return scryptOf(Buffer.from(salt, 'base64'), work, Buffer.from(sum, 'base64'))
}

function scryptOf(
  salt: string | Buffer,
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
  expected: Buffer,
): Check | HashProblem {
  if (!Number.isInteger(Math.log2(N)) || N < 2 || r < 1 || p < 1) return 'unknown_format'
  const bytes = 128 * N * r
  if (bytes > most.scryptBytes || p > most.scryptTurns || bytes * p > most.scryptWork) return 'too_costly'
  const options = { N, r, p, maxmem: bytes + 128 * r * p + 1024 * 1024 }
  return async password => timingSafeEqual(await scryptKey(password, salt, expected.length, options), expected)
}

const pbkdf2Of = promisify(pbkdf2)
const scryptKey = promisify<string, string | Buffer, number, ScryptOptions, Buffer>(scrypt)

const md5 = (...parts: readonly Buffer[]) => parts.reduce((all, part) => all.update(part), createHash('md5')).digest()

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Three bytes are four signs, the lowest bits first. */
function encode(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const part = bytes.subarray(at, at + 3)
    const value = part.reduce((sum, byte, index) => sum + byte * 256 ** index, 0)
    for (let sign = 0; sign <= part.length; sign++) text += alphabet[Math.floor(value / 64 ** sign) % 64]
  }
  return text
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
