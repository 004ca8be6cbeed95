import { expect, test } from 'vitest'
import { greetableName, plainName } from './plain-name.ts'

test.each([
  'www.example.net',
  'https://example.net',
  'see example.net',
  'mail a@example.com',
  'a.b.co.uk',
  'x.example.com',
  'Example。net',
  'javascript:alert(1)',
  '<b>Jane</b>',
  '\\\\example',
  '\u3164',
  '\u200b \u2800',
])('nobody is greeted as %j', text => {
  expect(greetableName(text)).toBe('')
})

test.each([
  ['J.Lee', 'J. Lee'],
  ['Priya S.Kumar', 'Priya S. Kumar'],
  ['t.co', 't. co'],
  ['X.COM', 'X. COM'],
  ['now at 9.cn', 'now at 9. cn'],
  ['J.R.R. Tolkien', 'J.R.R. Tolkien'],
  ['Ms. Lee', 'Ms. Lee'],
  ['O’Brien', 'O’Brien'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
])('%j is greeted as %j: nothing in it becomes a link', (text, name) => {
  expect(greetableName(text)).toBe(name)
})

test('a name is one line, turns nothing around and is of bounded length', () => {
  expect(plainName(' Jane\r\n\u202e\u200f\u2066Doe\u0000 ')).toBe('Jane Doe')
  expect(plainName('🎓'.repeat(81))).toBe(`${'🎓'.repeat(79)}…`)
})
