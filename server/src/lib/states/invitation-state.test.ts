import { expect, test } from 'vitest'
import { invitationStateOf } from './invitation-state.ts'

const now = new Date('2026-12-01T10:00:00Z')
const past = new Date(now.getTime() - 1)
const future = new Date(now.getTime() + 1)

test.each([
  ['pending', { expires_at: future }],
  ['expired', { expires_at: now }],
  ['accepted', { expires_at: past, accepted_at: past }],
  ['withdrawn', { expires_at: past, withdrawn_at: past }],
])('an invitation is %s by its moments', (state, moments) => {
  expect(invitationStateOf({ accepted_at: null, withdrawn_at: null, ...moments }, now)).toBe(state)
})
