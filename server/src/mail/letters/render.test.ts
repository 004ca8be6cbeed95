import { expect, test } from 'vitest'
import type { Letter } from './letter.ts'
import { renderMail } from './render.ts'

const letter: Letter = {
  to: { name: 'Jane Doe', address: 'jane@example.com' },
  from: 'Acme Prep',
  branding: null,
  locale: 'en-GB',
  direction: 'ltr',
  subject: 'Acme Prep: your access to IELTS',
  greeting: 'Hello Jane,',
  opening: 'You now have this course at Acme Prep:',
  courses: [{ name: 'IELTS', period: 'until 21 May 2027' }],
  prompt: 'Choose a password to get in.',
  button: { label: 'Set your password', url: 'https://learn.example.com/set-password/x?a=1&b=2' },
  notes: ['The link works once.', 'Your account is jane@example.com.'],
  rest: { otherwise: 'If the button does not work, open this address:', noLink: '(no link)' },
}

test('the text part says the same as the page, without its dress', async () => {
  expect((await renderMail(letter)).text).toBe(`Hello Jane,

You now have this course at Acme Prep:

  - IELTS: until 21 May 2027

Choose a password to get in.

Set your password:
https://learn.example.com/set-password/x?a=1&b=2

The link works once.

Your account is jane@example.com.
`)
})

test('the page has one button, and fetches nothing when it is opened', async () => {
  const { html } = await renderMail(letter)
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
  expect(new Set(links)).toEqual(new Set(['https://learn.example.com/set-password/x?a=1&amp;b=2']))
  expect(html).not.toMatch(/<img|<script|<link|url\(|@import|\ssrc=/)
  expect(html).not.toContain('{{')
  expect(html).toContain('prefers-color-scheme: dark')
})

test('every value is shown as text, even one that looks like a slot or a pattern', async () => {
  const evil = `"'><script>alert(1)</script>{{url}}$&`
  const names = ['subject', 'greeting', 'opening', 'prompt'] as const
  const { html } = await renderMail({
    ...letter,
    ...Object.fromEntries(names.map(name => [name, evil])),
    courses: [{ name: evil, period: evil }],
    button: { label: evil, url: evil },
    notes: [evil],
  })
  expect(html).not.toContain('<script')
  expect(html.split('&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{url}}$&amp;').length).toBeGreaterThan(10)
})

test('a letter without courses has no list', async () => {
  const { html, text } = await renderMail({ ...letter, courses: [] })
  expect(html).not.toContain('<ul')
  expect(text).not.toContain('  - ')
})

test('the button has the colour of the organization, with words that can be read on it, in the dark too', async () => {
  const branding = { senderName: 'Acme', replyTo: null, color: '#ffd500', logo: 'data:image/png;base64,iVBORw0KGgo=' }
  const { html } = await renderMail({ ...letter, branding })
  expect(html).toMatch(/<a\s[^>]*background: ?#ffd500;[^>]*color: ?#000000/)
  expect(html).toContain('background: #ffd500 !important; color: #000000 !important')
  expect(html).toContain('<img src="data:image/png;base64,iVBORw0KGgo=" alt="Acme Prep"')
  const { html: plain } = await renderMail(letter)
  expect(plain).toMatch(/<a\s[^>]*background: ?#1459b3;[^>]*color: ?#ffffff/)
  expect(plain).not.toMatch(/#010203|#030201/)
})
