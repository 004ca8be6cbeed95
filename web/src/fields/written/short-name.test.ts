import { expect, test } from 'vitest'
import { shortNameOf } from './short-name.ts'

test.each([
  ['Évening class, 6 pm', '_', 'evening_class_6_pm'],
  ['Acme – Pune (East)', '-', 'acme-pune-east'],
  ['  ', '-', ''],
  ['محمد', '_', ''],
] as const)('%j becomes a short name', (name, between, short) => {
  expect(shortNameOf(name, between)).toBe(short)
})
