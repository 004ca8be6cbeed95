import { expect, test } from 'vitest'
import type { Course } from '../../api/person/me.ts'
import { describeAccess } from './access.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

test.each([
  ['2027-05-21T12:00:00Z', 'Until 21 May 2027 (6 months left)'],
  ['2027-05-21T11:59:00Z', 'Until 21 May 2027 (6 months left)'],
  ['2029-11-21T12:00:00Z', 'Until 21 November 2029 (3 years left)'],
  ['2026-12-19T12:00:00Z', 'Until 19 December 2026 (28 days left)'],
])('a course that ends at %s says "%s"', (ends_at, words) => {
  expect(describeAccess(course({ ends_at }), now)).toBe(words)
})

test('near the end the hour is told', () => {
  expect(describeAccess(course({ ends_at: '2026-11-22T12:30:00Z' }), now)).toMatch(/^Until .*\d:30 \(24 hours left\)$/)
  expect(describeAccess(course({ ends_at: '2026-11-21T12:59:00Z' }), now)).toMatch(/\(less than an hour left\)$/)
})

test('what ends at midnight was open until the day before', () => {
  const midnight = new Date(2027, 5, 1).toISOString()
  expect(describeAccess(course({ ends_at: midnight }), now)).toMatch(/^Until 31 May 2027 /)
  expect(describeAccess(course({ ends_at: midnight, status: 'expired' }), now)).toBe('Ended on 31 May 2027')
})

test.each<[Partial<Course>, string]>([
  [{ ends_at: null }, 'For ever'],
  [{ status: 'upcoming', starts_at: '2027-01-02T12:00:00Z' }, 'Starts on 2 January 2027'],
  [{ status: 'suspended', ends_at: '2027-05-21T12:00:00Z' }, 'Suspended: ask Acme Prep'],
  [{ status: 'expired', ends_at: '2026-05-02T12:00:00Z' }, 'Ended on 2 May 2026'],
  [{ status: 'expired', ends_at: null }, 'Ended'],
  [{ status: 'revoked' }, 'Taken back: ask Acme Prep'],
  [{ status: 'completed' }, 'Completed'],
])('%j says "%s"', (state, words) => {
  expect(describeAccess(course(state), now)).toBe(words)
})

function course(state: Partial<Course>): Course {
  return {
    id: 1,
    name: 'ielts',
    display_name: 'IELTS',
    organization: { name: 'Acme Prep' },
    status: 'active',
    starts_at: '2026-11-21T12:00:00Z',
    ends_at: null,
    items: [],
    ...state,
  }
}
