import { expect, test } from 'vitest'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'

test.each([
  ['seven characters', 'a'.repeat(7), 'Use at least 8 characters.'],
  ['eight characters', 'a'.repeat(8), null],
  ['128 characters', 'a'.repeat(128), null],
  ['129 characters', 'a'.repeat(129), 'Use at most 128 characters.'],
  ['seven characters that take two units each', '😀'.repeat(7), 'Use at least 8 characters.'],
  ['128 characters that take two units each', '😀'.repeat(128), null],
  ['nothing', '', 'Use at least 8 characters.'],
])('a password of %s', (_, password, message) => {
  if (message === null) expect(() => checkPassword(password)).not.toThrow()
  else {
    const refusal = { code: 'invalid', errors: [{ field: 'password', message }] }
    expect(() => checkPassword(password)).toThrow(expect.objectContaining(refusal))
  }
})

test('a password is kept as Argon2id, and recognized however the keyboard composes its accents', async () => {
  const hash = await hashPassword('d\u00e9j\u00e0 vu 8')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(hash, 'de\u0301ja\u0300 vu 8')).toBe(true)
  expect(await verifyPassword(hash, 'deja vu 8')).toBe(false)
})

test.each([' ', '\n', '\t', '\u00a0', '\u3000'])('a blank that was copied along does no harm: %j', async blank => {
  const hash = await hashPassword('mind the gap')
  for (const pasted of [`mind the gap${blank}`, `${blank}mind the gap`, `${blank}${blank}mind the gap${blank}`])
    expect(await verifyPassword(hash, pasted)).toBe(true)
  expect(await verifyPassword(hash, `mind${blank}${blank}the gap`)).toBe(false)
  expect(await verifyPassword(hash, `mind the ga${blank}`)).toBe(false)
  expect(await verifyPassword(null, `mind the gap${blank}`)).toBe(false)
  const withBlanks = await hashPassword(`${blank}mind the gap${blank}`)
  expect(await verifyPassword(withBlanks, `${blank}mind the gap${blank}`)).toBe(true)
  expect(await verifyPassword(withBlanks, 'mind the gap')).toBe(false)
})

test('nobody gets in where there is no password', async () => {
  expect(await verifyPassword(null, '')).toBe(false)
})
