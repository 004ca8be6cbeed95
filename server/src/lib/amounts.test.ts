import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxHundredths, toAmount, toHundredths } from './amounts.ts'

test.each([
  ['25', 2500],
  ['12.5', 1250],
  ['0.29', 29],
  ['-1.10', -110],
  ['999999999999.99', maxHundredths],
])('%s is %d hundredths', (amount, hundredths) => {
  expect(toHundredths(amount)).toBe(hundredths)
})

test('no hundredth is lost on the way there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -maxHundredths, max: maxHundredths }), hundredths => {
      expect(toHundredths(toAmount(hundredths))).toBe(hundredths)
    }),
    { numRuns: 10_000 },
  )
})
