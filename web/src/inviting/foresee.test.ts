import { expect, test } from 'vitest'
import { foresee, seatsLeft } from './foresee.ts'

const made = (kind: string, user_id: number | string) => ({
  action: 'create' as const,
  kind,
  before: null,
  after: { user_id },
})
const problem = (field: string, code?: string) => ({
  ...{ code: code ? 'conflict' : 'invalid', request_id: 'r', detail: '' },
  errors: [{ field, message: 'is not', ...(code && { code }) }],
})

test('each of many is told what becomes of the invitation, in the order of the list', () => {
  const plan = {
    changes: [made('invitation', '#1'), made('invitation', 7), made('membership', '#1')],
    results: [
      null,
      problem('email'),
      null,
      problem('team', 'no_seats_left'),
      problem('email', 'already_invited'),
      problem('role'),
    ],
  }
  const fates = foresee(plan).map(({ fate }) => fate)
  expect(fates).toEqual(['new', 'noAddress', 'known', 'waits', 'invited', 'refused'])
})

test('seats left are those there are before anybody is invited, of what is shortest', () => {
  const seats = (quantity: number, used: number) => ({
    team_id: 1,
    product: 'a',
    quantity,
    used,
    before: { quantity, used: 0 },
  })
  expect(seatsLeft({ seats: [seats(5, 2), seats(3, 2)] }, [])).toBe(3)
  expect(seatsLeft({ seats: [] }, foresee({ changes: [], results: [problem('team', 'no_seats_left')] }))).toBe(0)
  expect(seatsLeft({}, foresee({ changes: [], results: [null] }))).toBeNull()
})
