import { expect, test } from 'vitest'
import { faultOf } from './faults.ts'

const now = new Date('2026-06-01T12:00:00Z')
const answered = (status: number, more: object = {}) => ({
  status,
  headers: new Headers(),
  said: null,
  isPage: false,
  ...more,
})
const inSeconds = (seconds: number) => now.getTime() / 1000 + seconds

test.each<[string, Record<string, string>, number]>([
  ['in seconds since 1970', { 'RateLimit-Reset': `${inSeconds(42)}` }, 42],
  ['in milliseconds since then', { 'RateLimit-Reset': `${inSeconds(42) * 1000}` }, 42],
  ['in seconds from now', { 'RateLimit-Reset': '42' }, 42],
  ['as an edge says it', { 'Retry-After': '42' }, 42],
  ['by both', { 'RateLimit-Reset': `${inSeconds(42)}`, 'Retry-After': '7' }, 42],
  ['not at all', {}, 60],
  ['in words', { 'RateLimit-Reset': 'soon' }, 60],
  ['to have been', { 'RateLimit-Reset': `${inSeconds(-30)}` }, 1],
  ['to be now', { 'RateLimit-Reset': '0' }, 1],
  ['to be tomorrow', { 'RateLimit-Reset': `${inSeconds(86_400)}` }, 600],
])('when there may be more is said %s', (_, headers, seconds) => {
  const until = new Date(now.getTime() + seconds * 1000)
  expect(faultOf(answered(429, { headers: new Headers(headers) }), now)).toMatchObject({ kind: 'limited', until })
})

test.each<[number, string | null]>([
  [200, null],
  [204, null],
  [301, 'unavailable'],
  [400, 'rejected'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'gone'],
  [408, 'unavailable'],
  [409, 'rejected'],
  [410, 'gone'],
  [422, 'rejected'],
  [500, 'unavailable'],
  [503, 'unavailable'],
  [520, 'unavailable'],
  [530, 'unavailable'],
])('%i is %s', (status, kind) => {
  expect(faultOf(answered(status), now)?.kind ?? null).toBe(kind)
  expect(faultOf(answered(status, { isPage: true }), now)?.kind).toBe('unavailable')
})

test.each<[string, unknown, string]>([
  ['a text', { error: 'Record not found.' }, 'Record not found.'],
  [
    'a list',
    { errors: ['Course could not be found.', 'User could not be found.'] },
    'Course could not be found. User could not be found.',
  ],
  [
    'by fields',
    { errors: { email: ['is invalid'], last_name: ["can't be blank"] } },
    "email is invalid; last_name can't be blank",
  ],
  ['a text by a field', { errors: { user_id: 'Invalid user IDs: 3, 4' } }, 'user_id Invalid user IDs: 3, 4'],
  [
    'fields in the one',
    { error: { user_id: ['Could not find user with ID 1.'] } },
    'user_id Could not find user with ID 1.',
  ],
  ['over lines', { error: ' one\n  two ' }, 'one two'],
  ['without end', { error: 'x'.repeat(1000) }, 'x'.repeat(500)],
  ['nothing', null, 'Answer 422'],
  ['something else', { status: 1 }, 'Answer 422'],
])('their words are told: %s', (_, said, message) => {
  expect(faultOf(answered(422, { said }), now)?.message).toBe(message)
})
