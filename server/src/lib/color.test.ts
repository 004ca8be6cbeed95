import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inkOn } from './color.ts'

test.each([
  ['#000000', '#ffffff'],
  ['#1459b3', '#ffffff'],
  ['#777777', '#000000'], // white has 4.48 there
  ['#767676', '#ffffff'],
  ['#ffd500', '#000000'],
  ['#ffffff', '#000000'],
])('on %s one can read %s', (color, ink) => {
  expect(inkOn(color)).toBe(ink)
})

/** WCAG 2.2, written down once more. */
function contrast(one: string, other: string): number {
  const light = [one, other].map(color => {
    const channels = [color.slice(1, 3), color.slice(3, 5), color.slice(5, 7)].map(
      hex => Number.parseInt(hex, 16) / 255,
    )
    const linear = channels.map(share => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0)
  })
  return (Math.max(...light) + 0.05) / (Math.min(...light) + 0.05)
}

test('what stands on a colour can be read, whatever colour an organization has', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map(value => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(fc.property(color, color => contrast(inkOn(color), color) >= 4.5))
  // The greys go through where the ink turns.
  for (let grey = 0; grey < 256; grey++) {
    const color = `#${grey.toString(16).padStart(2, '0').repeat(3)}`
    expect(contrast(inkOn(color), color)).toBeGreaterThanOrEqual(4.5)
  }
})
