import { expect, test } from 'vitest'
import { describeError, readProblem } from './errors.ts'

const say = (status: number, body: object) => describeError(readProblem(new Response(null, { status }), body))
const changed = /changed in the meantime/

test('what the server names more closely is said so, and only what has changed is said to have', () => {
  const errors = [{ field: 'link', code: 'no_seats_left', message: 'has no seats' }]
  expect(say(409, { code: 'conflict', detail: 'No seat is left.', errors })).toMatch(/^No seat is left\. Ask/)
  expect(say(409, { code: 'conflict', detail: 'This team has an owner.', errors: [] })).toBe('This team has an owner.')
  expect(say(409, {})).not.toMatch(changed)
  expect(say(412, { code: 'precondition_failed', detail: 'x' })).toMatch(changed)
  expect(say(500, { code: 'internal', detail: 'stack' })).not.toMatch(/stack/)
})
