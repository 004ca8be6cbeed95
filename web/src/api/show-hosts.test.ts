import { expect, test } from 'vitest'
import { showHosts } from './show-hosts.ts'

test.each([
  ['ida@xn--bcher-kva.example', 'ida@bücher.example'],
  ['李@mail.xn--r8jz45g.jp', '李@mail.例え.jp'],
  ['It is for i•••@xn--bcher-kva.example.', 'It is for i•••@bücher.example.'],
  ['xn--bcher-kva.example', 'bücher.example'],
  ['https://xn--bcher-kva.example/a', 'https://xn--bcher-kva.example/a'],
  ['xn--x@example.com', 'xn--x@example.com'],
  ['jane@example.com', 'jane@example.com'],
  ['jane@xn--99999999.example', 'jane@xn--99999999.example'],
])('%s is shown as %s', (email, shown) => {
  const answer = (text: string) => JSON.stringify({ email: text, about: [text] })
  expect(showHosts(answer(email))).toBe(answer(shown))
})
