import { expect, test } from 'vitest'
import { normalizeEmail } from './email.ts'

test.each([
  ['Jane.Doe@Example.COM', 'jane.doe@example.com'],
  ['  jane@example.com\n', 'jane@example.com'],
  ['jane+ielts@mail.example.co.uk', 'jane+ielts@mail.example.co.uk'],
  ['jörg@bücher.example', 'jörg@xn--bcher-kva.example'],
  ['jo\u0308rg@example.com', 'j\u00f6rg@example.com'],
  ["o'brien@example.com", "o'brien@example.com"],
])('%j is the account %j', (text, identity) => {
  expect(normalizeEmail(text)).toBe(identity)
})

test.each([
  '',
  '@',
  'jane',
  'jane@',
  '@example.com',
  'jane@example',
  'jane doe@example.com',
  'jane@exa mple.com',
  'jane@example..com',
  '.jane@example.com',
  'jane.@example.com',
  'ja..ne@example.com',
  'jane@-example.com',
  'jane@example.com, bob@example.com',
  'jane@example.com\r\nBcc: bob@example.com',
  'jane\u0000@example.com',
  'jane\u200b@example.com',
  'Jane <jane@example.com>',
  'jane@example.com/evil',
  'jane@example.com#x',
  'jane@ex%61mple.com',
  `${'a'.repeat(65)}@example.com`,
  `jane@${'a'.repeat(250)}.com`,
  'jane@[127.0.0.1]',
  'jane@@example.com',
  '\ud800@example.com',
])('%j is no mail address', text => {
  expect(normalizeEmail(text)).toBeNull()
})

test('normalizing twice changes nothing more', () => {
  const once = normalizeEmail(' JÖRG@BÜCHER.example ')
  expect(normalizeEmail(once ?? '')).toBe(once)
})
