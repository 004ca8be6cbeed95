import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, unguard } from './csv-cell.ts'

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['a;=HYPERLINK(1)', `a;'=HYPERLINK(1)`],
  ['a\t+1', `a\t'+1`],
  ['a\n@sum', `"a\n'@sum"`],
  ['\t=1', "'\t'=1"],
  ["'=1", "''=1"],
  ['one\r\n\r\ntwo', '"one\r\n\r\ntwo"'],
  ['a;b', 'a;b'],
  ['Rao - Asha', 'Rao - Asha'],
])('%j is a text in whatever a spreadsheet divides at', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})

const nasty = fc.string({ unit: fc.constantFrom(...'=+-@;,\t\r\n\'"a') })

test('no cell begins with a formula, wherever it is divided, and each is read again as it was', () => {
  fc.assert(
    fc.property(nasty, text => {
      const written = csvCell(text)
      const cell = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written
      for (const part of cell.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[=+\-@]/)
      expect(unguard(cell)).toBe(text)
    }),
  )
})
