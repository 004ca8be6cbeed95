import { expect, test } from 'vitest'
import {
  bundleIdOf,
  bundleOf,
  changesSent,
  courseOf,
  enrollmentOf,
  isTaken,
  NotUnderstood,
  pageOf,
  periodSent,
  personOf,
  personSent,
} from './translate.ts'

const ida = { id: 7, email: 'ida@example.com', firstName: 'Ida', lastName: 'Example' }
const row = { id: 1, user_id: 2, course_id: 3, user_email: 'ida@example.com', percentage_completed: 0 }
const read = {
  ...{ id: '1', personId: '2', email: 'ida@example.com', target: { kind: 'course', id: '3' } },
  ...{ period: { from: null, until: null }, progress: { done: 0, completedAt: null } },
}

test('nobody who is made there is mailed or asked for more', () => {
  const sent = { email: 'ida@example.com', first_name: 'Ida', last_name: 'Example' }
  const always = { send_welcome_email: false, skip_custom_fields_validation: true }
  expect(personSent(ida, null)).toEqual({ ...sent, ...always })
  expect(personSent(ida, 'SSO')).toEqual({ ...sent, ...always, external_id: '7', provider: 'SSO' })
})

test('only what changes is sent, and no name is blank', () => {
  expect(changesSent({})).toEqual({})
  expect(changesSent({ lastName: '' })).toEqual({ last_name: '-' })
  expect(changesSent({ firstName: ' Bo ' })).toEqual({ first_name: 'Bo' })
})

test('a period is sent whole, in whole seconds, none of it lost', () => {
  const from = new Date('2026-06-01T12:00:00.900Z')
  const until = new Date('2026-07-01T12:00:00.100Z')
  expect(periodSent({ from, until })).toEqual({
    ...{ activated_at: '2026-06-01T12:00:00Z', expiry_date: '2026-07-01T12:00:01Z' },
  })
  expect(periodSent({ from: null, until: null })).toEqual({ activated_at: null, expiry_date: null })
})

test.each<[string, object, unknown]>([
  ['is read', {}, read],
  ['of nobody is none', { user_id: null }, null],
  ['of no course is none', { course_id: null }, null],
  ['of an address that is not told', { user_email: undefined }, { ...read, email: null }],
  ['of ids in texts', { id: '1', user_id: '2' }, read],
  [
    'with its moments',
    { activated_at: '2026-06-01T12:00:00Z', expiry_date: '2026-06-02T12:00:00.500+02:00' },
    {
      ...read,
      period: { from: new Date('2026-06-01T12:00:00Z'), until: new Date('2026-06-02T10:00:00.500Z') },
    },
  ],
  ['with progress', { percentage_completed: 0.5 }, { ...read, progress: { done: 0.5, completedAt: null } }],
  ['with progress in a text', { percentage_completed: '0.5' }, { ...read, progress: { done: 0.5, completedAt: null } }],
  ['with more than all', { percentage_completed: 1.2 }, { ...read, progress: { done: 1, completedAt: null } }],
  ['with less than none', { percentage_completed: -1 }, read],
  ['with no number', { percentage_completed: 'half' }, read],
  [
    'completed',
    { completed: true, completed_at: '2026-06-02T00:00:00Z' },
    {
      ...read,
      progress: { done: 0, completedAt: new Date('2026-06-02T00:00:00Z') },
    },
  ],
  [
    'completed without a moment',
    { completed: true, updated_at: '2026-06-03T00:00:00Z' },
    {
      ...read,
      progress: { done: 0, completedAt: new Date('2026-06-03T00:00:00Z') },
    },
  ],
  ['changed and not completed', { completed: false, updated_at: '2026-06-03T00:00:00Z' }, read],
])('an enrollment %s', (_, changes, expected) => {
  expect(enrollmentOf({ ...row, ...changes })).toEqual(expected)
})

test('an end that cannot be read is not for ever', () => {
  expect(() => enrollmentOf({ ...row, expiry_date: 'soon' })).toThrow(NotUnderstood)
})

test.each<[string, unknown, unknown]>([
  ['is read', { id: 5, email: 'ida@example.com', first_name: 'Ida', last_name: 'Example' }, { ...ida, id: '5' }],
  [
    'with one name',
    { id: 5, email: 'ida@example.com', first_name: 'Ida', last_name: '-' },
    { ...ida, id: '5', lastName: '' },
  ],
  [
    'without one',
    { id: 5, email: 'ida@example.com', first_name: 'Ida', last_name: null },
    { ...ida, id: '5', lastName: '' },
  ],
  ['without an address is none', { id: 5, email: null }, null],
  ['that is no row is none', 'ida', null],
])('a person %s', (_, said, expected) => {
  expect(personOf(said)).toEqual(expected)
})

test('what of theirs a course of ours can be', () => {
  expect(courseOf({ id: 5, name: 'Welding' })).toEqual({ kind: 'course', id: '5', name: 'Welding', courses: [] })
  expect(bundleOf({ id: 6, name: 'Both', course_ids: [5, 7] })).toEqual({
    ...{ kind: 'bundle', id: '6', name: 'Both', courses: ['5', '7'] },
  })
  expect(bundleIdOf({ productable_type: 'Bundle', productable_id: 6 })).toBe('6')
  expect(bundleIdOf({ productable_type: 'Course', productable_id: 5 })).toBeNull()
})

test.each<[string, object, number | null]>([
  ['the next one', { next_page: 3 }, 3],
  ['null', { next_page: null }, null],
  ['0', { next_page: 0, prev_page: 0 }, null],
  ['nothing', {}, null],
  ['itself', { next_page: 2 }, null],
])('after a page comes what it says: %s', (_, pagination, next) => {
  const said = { items: [{ id: 1 }, null], meta: { pagination } }
  expect(pageOf(said, 2, courseOf)).toMatchObject({ rows: [{ id: '1' }], next })
})

test('what is no list is no empty one', () => {
  expect(pageOf({ items: null }, 1, courseOf)).toBeNull()
  expect(pageOf(null, 1, courseOf)).toBeNull()
})

test.each<[unknown, boolean]>([
  [{ errors: { email: ['has already been taken'] } }, true],
  [{ errors: { email: 'has already been taken' } }, true],
  [{ errors: { email: ['is invalid'] } }, false],
  [{ errors: ['Course could not be found.'] }, false],
  [{ errors: { affiliate_code: ['has already been taken'] } }, false],
  [null, false],
])('%j says that an address is taken: %s', (said, expected) => {
  expect(isTaken(said)).toBe(expected)
})
