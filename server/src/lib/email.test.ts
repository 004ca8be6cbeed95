import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeEmail } from './email.ts'

test.each([
  ['Jane.Doe@Example.COM', 'jane.doe@example.com'],
  ['  jane@example.com\n', 'jane@example.com'],
  ['jane+ielts@mail.example.co.uk', 'jane+ielts@mail.example.co.uk'],
  ['jörg@bücher.example', 'jörg@xn--bcher-kva.example'],
  ['jo\u0308rg@example.com', 'j\u00f6rg@example.com'],
  ['J\u030cane@example.com', '\u01f0ane@example.com'],
  ['\u01f0ane@example.com', '\u01f0ane@example.com'],
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
  'jane@example.com?x',
  'jane@example.com\\x',
  'jane@example.com:25',
  'jane@ex%61mple.com',
  'jane@exa\tmple.com',
  `${'a'.repeat(65)}@example.com`,
  `jane@${'a'.repeat(64)}.com`,
  `janejane@${`${'a'.repeat(60)}.`.repeat(4)}com`,
  `${'ö'.repeat(40)}@${`${'a'.repeat(60)}.`.repeat(3)}com`,
  'jane@example.c',
  'jane@10.0.0.12',
  'jane@[127.0.0.1]',
  'jane@@example.com',
  '\ud800@example.com',
  'j\ufffdrg@example.com',
  'jane@b\ufffdcher.example',
])('%j is no mail address', text => {
  expect(normalizeEmail(text)).toBeNull()
})

describe('laws', () => {
  // Letters that change when their case does, alone and with marks that join some of them in one case only.
  const letters = fc.constantFrom(...'aJjTWẞßİıǅΣςÅΩKÖé', '\u030c', '\u0307', '\u030a', '\u0345', '\u0301')
  const addresses = fc
    .oneof(fc.string({ unit: letters, maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 }))
    .map(name => `j${name}@bücher.example`)

  test('normalizing twice changes nothing more', () => {
    fc.assert(
      fc.property(addresses, address => {
        const once = normalizeEmail(address)
        fc.pre(once !== null)
        expect(normalizeEmail(once)).toBe(once)
      }),
    )
  })

  test('one account, whether marks come joined to their letters or apart', () => {
    fc.assert(
      fc.property(addresses, address => {
        expect(normalizeEmail(address.normalize('NFD'))).toBe(normalizeEmail(address.normalize('NFC')))
      }),
    )
  })
})
