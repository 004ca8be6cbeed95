import { expect, test } from 'vitest'
import { type EnrollmentMoments, type EnrollmentStatus, isOpen, statusOf } from './enrollment-status.ts'

const past = new Date('2026-03-01T00:00:00Z')
const now = new Date('2026-04-01T00:00:00Z')
const future = new Date('2026-05-01T00:00:00Z')

const running: EnrollmentMoments = {
  starts_at: past,
  ends_at: future,
  revoked_at: null,
  suspended_at: null,
  completed_at: null,
  membership_suspended_at: null,
}

const cases: [string, Partial<EnrollmentMoments>, EnrollmentStatus, open: boolean][] = [
  ['within its period', {}, 'active', true],
  ['without an end', { ends_at: null }, 'active', true],
  ['starting this very moment', { starts_at: now }, 'active', true],
  ['starting a millisecond from now', { starts_at: new Date(now.getTime() + 1) }, 'upcoming', false],
  ['ending this very moment', { ends_at: now }, 'expired', false],
  ['ending a millisecond from now', { ends_at: new Date(now.getTime() + 1) }, 'active', true],
  ['with an empty period that lies ahead', { starts_at: future, ends_at: future }, 'upcoming', false],
  ['completed within its period', { completed_at: past }, 'completed', true],
  ['completed, then past its end', { completed_at: past, ends_at: now }, 'completed', false],
  ['completed, then renewed from a later day', { completed_at: past, starts_at: future }, 'completed', false],
  ['suspended', { suspended_at: past }, 'suspended', false],
  ['suspended and past its end', { suspended_at: past, ends_at: past }, 'suspended', false],
  ['suspended before its start', { suspended_at: past, starts_at: future }, 'suspended', false],
  ['suspended after it was completed', { suspended_at: past, completed_at: past }, 'suspended', false],
  ['held back with its membership', { membership_suspended_at: past }, 'suspended', false],
  ['held back after it was completed', { membership_suspended_at: past, completed_at: past }, 'suspended', false],
  ['revoked, of a membership that is suspended', { revoked_at: past, membership_suspended_at: past }, 'revoked', false],
  ['revoked', { revoked_at: past }, 'revoked', false],
  [
    'revoked, whatever else happened',
    { revoked_at: past, suspended_at: past, completed_at: past, ends_at: past },
    'revoked',
    false,
  ],
]

test.each(cases)('an enrollment %s', (_, moments, status, open) => {
  expect(statusOf({ ...running, ...moments }, now)).toBe(status)
  expect(isOpen({ ...running, ...moments }, now)).toBe(open)
})
