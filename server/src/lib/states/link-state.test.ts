import { expect, test } from 'vitest'
import { linkStateOf } from './link-state.ts'

const now = new Date('2026-12-01T10:00:00Z')
const unlimited = { max_uses: null, used: 1000, expires_at: null, revoked_at: null }

test.each([
  ['open', {}],
  ['open', { max_uses: 1001, expires_at: new Date(now.getTime() + 1) }],
  ['used_up', { max_uses: 1000 }],
  ['expired', { expires_at: now, max_uses: 1000 }],
  ['revoked', { revoked_at: now, expires_at: now }],
])('a link is %s by its limits', (state, limits) => {
  expect(linkStateOf({ ...unlimited, ...limits }, now)).toBe(state)
})
