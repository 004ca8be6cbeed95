import { expect, test } from 'vitest'
import { arrange } from './arrange.ts'
import type { Column } from './column.ts'

const column = (id: string, more: Partial<Column<unknown>> = {}): Column<unknown> => ({
  id,
  name: id,
  cell: () => null,
  ...more,
})
const columns = [
  column('person'),
  column('status', { onPhone: true }),
  column('course'),
  column('starts'),
  column('ends'),
]
const arranged = (width: number, hasPicker = true) => {
  const { beside, below, belowInLine, rowHeight } = arrange(columns, width, hasPicker)
  return [beside.map(({ id }) => id).join(' '), below.map(({ id }) => id).join(' '), belowInLine, rowHeight]
}

test('a table while all columns fit, cards in less, and on a phone what matters most', () => {
  expect(arranged(43.5)).toEqual(['person status course starts ends', '', 0, 3.5])
  expect(arranged(43.4)).toEqual(['person status', 'course starts ends', 3, 6.25])
  expect(arranged(40.5, false)).toEqual(['person status course starts ends', '', 0, 3.5])
  expect(arranged(36)).toEqual(['person status', 'course starts ends', 2, 9])
  expect(arranged(22)).toEqual(['person status', '', 0, 3.5])
})

test('rows are as high on a phone as what the first column shows there, and everywhere else as they were', () => {
  const tall = columns.map((column, index) => (index === 0 ? { ...column, linesOnPhone: 4 } : column))
  expect(arrange(tall, 22, false).rowHeight).toBe(5.5)
  expect(arrange(tall, 60, false).rowHeight).toBe(3.5)
})

test('a moment stands in one line on a card', () => {
  const [person, status, course, starts, ends] = columns.map(column => ({ ...column, isMoment: column.id === 'ends' }))
  const withMoment = [person, status, course, starts, ends].filter(column => column !== undefined)
  expect(arrange(withMoment, 42, true)).toMatchObject({ belowInLine: 2, rowHeight: 9 })
})

test('a long name of a column, or what is said to be broad, takes its room', () => {
  const broad = [column('person'), column('state', { least: 12 }), column('Waits for somebody to look')]
  expect(arrange(broad, 37.9, false).below).toHaveLength(2)
  expect(arrange(broad, 38, false).below).toEqual([])
})
