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
