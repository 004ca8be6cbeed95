import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test.each([
  '/console/acme-prep/log/7?tab=changes&sort=-at#page',
  '/team/12/people',
  '/join/abc.def?x=%2F%2Fevil.example',
  '/',
])('%s is a page here', path => {
  expect(ownPath(path)).toBe(path)
})

test.each([
  undefined,
  '',
  'courses',
  '//evil.example',
  '//evil.example/console',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  ' /courses',
  '/sign-in',
  '/sign-in?next=/courses',
  '/api/me/data',
])('%j is none', written => {
  expect(ownPath(written)).toBeUndefined()
})

test('whatever is written, nobody is led away', () => {
  const parts = fc.constantFrom(
    '/',
    '\\',
    ':',
    'https:',
    '.',
    '..',
    '@',
    'evil.example',
    '%2f',
    '%5c',
    '\t',
    '?',
    '#',
    'console',
  )
  const written = fc.oneof(
    fc.array(parts).map(parts => `/${parts.join('')}`),
    fc.string().map(text => `/${text}`),
  )
  fc.assert(
    fc.property(written, written => {
      const path = ownPath(written)
      if (path !== undefined)
        expect(new URL(path, 'https://usher.example.org').origin).toBe('https://usher.example.org')
    }),
    { numRuns: 2000 },
  )
})
