import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeRawKey, parseRawKey } from './raw-key.ts'

const formats = ['standard', 'alphanumeric'] as const
const starts = { standard: 'usher_live_', alphanumeric: 'usherlive' }
const rawKeys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => makeRawKey(Buffer.from(bytes)))

test.each(formats)('a %s key always has the same length and is read back', format => {
  const start = starts[format]
  const random = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(random, bytes => {
      const rawKey = makeRawKey(Buffer.from(bytes), format)
      expect(rawKey).toMatch(new RegExp(`^${start}[0-9A-Za-z]{49}$`))
      const hash = createHash('sha256').update(rawKey).digest()
      expect(parseRawKey(rawKey)).toEqual({ state: 'well_formed', prefix: rawKey.slice(0, start.length + 8), hash })
      expect(parseRawKey(rawKey.slice(0, -1)).state).toBe('mistyped')
    }),
  )
})

test('an alphanumeric key is of letters and digits, at least 25 of them, and one of the other format is none of it', () => {
  const random = randomBytes(32)
  expect(makeRawKey(random, 'alphanumeric')).toMatch(/^[a-zA-Z0-9]{25,}$/)
  expect(parseRawKey(makeRawKey(random).replaceAll('_', '')).state).toBe('mistyped')
  expect(parseRawKey(makeRawKey(random, 'alphanumeric').replace('usherlive', 'usher_live_')).state).toBe('mistyped')
})

test('all 256 bits are in the key', () => {
  const highest = Buffer.alloc(32, 0xff)
  const secrets = [Buffer.alloc(32), highest, Buffer.concat([highest.subarray(1), Buffer.from([0xfe])])]
  expect(new Set(secrets.map(secret => makeRawKey(secret))).size).toBe(3)
  expect(makeRawKey(Buffer.alloc(32))).toMatch(/^usher_live_0{43}/)
})

test('one wrong character, wherever it is, is a typo and not an unknown key', () => {
  fc.assert(
    fc.property(rawKeys, fc.nat({ max: 48 }), fc.constantFrom(...'azAZ09'), (rawKey, at, wrong) => {
      const index = 'usher_live_'.length + at
      fc.pre(rawKey[index] !== wrong)
      const mistyped = rawKey.slice(0, index) + wrong + rawKey.slice(index + 1)
      expect(parseRawKey(mistyped)).toEqual({ state: 'mistyped', prefix: mistyped.slice(0, 19) })
    }),
  )
})

test('two characters swapped are a typo', () => {
  const rawKey = makeRawKey(Buffer.from('4f1c'.repeat(16), 'hex'))
  const swapped = rawKey.replace(/(.)(.)(.{20})$/, '$2$1$3')
  expect(swapped).not.toBe(rawKey)
  expect(parseRawKey(swapped).state).toBe('mistyped')
})

test.each([
  ['cut short', (rawKey: string) => rawKey.slice(0, -1)],
  ['with something after it', (rawKey: string) => `${rawKey} `],
  ['with a character that no key has', (rawKey: string) => `${rawKey.slice(0, 30)}-${rawKey.slice(31)}`],
])('a key %s is a typo', (_, change) => {
  expect(parseRawKey(change(makeRawKey(randomBytes(32)))).state).toBe('mistyped')
})

test.each([
  ['hunter2', 'h'],
  ['correct horse battery staple', 'corr'],
  ['abc', ''],
  ['', ''],
  ['\u001b[31mred alert, all of it', '?[31'],
  ['пароль пароль пароль', '????'],
])('of a text that is no key of ours, %j, only %j is shown', (text, prefix) => {
  expect(parseRawKey(text)).toEqual({ state: 'foreign', prefix })
})

test('what is shown of a mistyped key is printable', () => {
  expect(parseRawKey('usher_live_\u0000\u001b[2Jé secret').prefix).toBe('usher_live_??[2J? s')
})
