import { expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

test('what is sealed is read with the same secret and no other, and never looks the same', () => {
  const sealed = seal('Größe: 42', 'a secret')
  expect(unseal(sealed, 'a secret')).toBe('Größe: 42')
  expect(() => unseal(sealed, 'another secret')).toThrow()
  expect(() => unseal(Buffer.from(sealed.map((byte, index) => (index === 14 ? byte ^ 1 : byte))), 'a secret')).toThrow()
  expect(seal('Größe: 42', 'a secret')).not.toEqual(sealed)
})
