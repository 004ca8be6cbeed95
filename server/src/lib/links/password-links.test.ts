import { expect, test } from 'vitest'
import { liveLinkOf } from './password-links.ts'

const now = new Date('2026-11-02T09:00:00.000Z')

test.each([
  ['before its end', 7, new Date(now.getTime() + 1), true],
  ['at its end', 7, now, false],
  ['after its end', 7, new Date(now.getTime() - 1), false],
  ['without an end', 7, null, false],
  ['where there is none', null, new Date(now.getTime() + 1), false],
])('a set-password link %s', (_, id, expiresAt, isLive) => {
  expect(liveLinkOf(id, expiresAt, now)).toEqual(isLive ? { id, expiresAt } : null)
})
