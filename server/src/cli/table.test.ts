import { expect, test } from 'vitest'
import { createTable, showText } from './table.ts'

interface Row {
  name: string
  count: number | null
}

const columns = [
  { title: 'NAME', value: (row: Row) => row.name },
  { title: 'COUNT', value: (row: Row) => row.count, align: 'right' as const },
]

test('columns are aligned, numbers on the right, nothing is a dash', () => {
  const rows = [
    { name: 'Jane Doe', count: 7 },
    { name: '', count: null },
  ]
  expect(createTable(columns).lines(rows)).toEqual(['NAME      COUNT', 'Jane Doe      7', '-             -'])
})

test('names in other scripts keep the columns aligned', () => {
  const rows = ['張偉', 'प्रिया', 'José', 'Jose\u0301', 'Ann'].map(name => ({ name, count: 1 }))
  const [, wide, , composed, combining, plain] = createTable(columns).lines(rows)
  expect(wide).toBe('張偉      1')
  expect(composed?.length).toBe(plain?.length)
  expect(combining?.length).toBe((plain?.length ?? 0) + 1)
})

test('rows that come later stand under the same titles', () => {
  const table = createTable(columns)
  table.lines([{ name: 'A long name', count: 1 }])
  expect(table.lines([{ name: 'Ann', count: 1 }], { titles: false })).toEqual(['Ann              1'])
})

test('what comes from outside cannot write to the screen as it likes', () => {
  expect(showText('\u001b[2J\u001b]0;owned\u0007ann\r\nroot\u202egnp.exe\u009b31m')).not.toMatch(/[\p{Cc}\u202e]/u)
  const turning = [0x61c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069].map(code => String.fromCodePoint(code))
  expect(showText(turning.join(''))).toBe('\\u061c\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069')
  expect(showText('می\u200cخواهم \ud800')).toBe('می\u200cخواهم \\ud800')
  const lines = createTable(columns).lines([{ name: 'two\nlines', count: 1 }])
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('two\\u000alines')
})
