/** What holds whatever is asked, in whatever order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acme,
  branch,
  change,
  changesOf,
  closed,
  daysLater,
  essence,
  extend,
  openWorld,
  order,
  rival,
  start,
} from '../../../test/decide-world.ts'
import type { Intent } from '../intents/intent.ts'
import { foldGrants, runAt } from './fold.ts'

describe('laws', () => {
  const orders = fc.array(
    fc.record({
      email: fc.constantFrom('ann@example.com', 'bob@example.com', 'cid@example.com'),
      at: fc.constantFrom(acme, branch, rival, closed),
      courses: fc.subarray(['ielts', 'gmat', 'spring', 'toefl']),
      reference: fc.constantFrom(null, 'wc_1', 'wc_2', 'wc_3'),
      months: fc.constantFrom(null, 1, 12),
    }),
    { maxLength: 12 },
  )
  const intents = fc
    .tuple(orders, fc.infiniteStream(fc.constantFrom('none', 'suspend', 'resume', 'complete', 'extend', 'revoke')))
    .map(([list, kinds]) =>
      list.flatMap((one): Intent[] => {
        const kind = kinds.next().value
        if (kind === 'none') return [order(one)]
        return [order(one), kind === 'extend' ? extend(one) : change(kind, one)]
      }),
    )

  test('a set gives what its intents one by one would give', () => {
    fc.assert(
      fc.property(intents, list => {
        const together = openWorld()
        const apart = openWorld()
        const outcomes = together.ask(start, ...list).outcomes
        expect(outcomes.map(essence)).toEqual(list.flatMap(intent => apart.ask(start, intent).outcomes.map(essence)))
        expect(together.enrollments()).toEqual(apart.enrollments())
      }),
    )
  })

  test('asking all of it again changes nothing', () => {
    fc.assert(
      fc.property(orders, list => {
        const world = openWorld()
        const asked = list.map(one => order(one))
        world.ask(start, ...asked)
        expect(changesOf(world.ask(start, ...asked))).toEqual({})
      }),
    )
  })

  test('the order of intents for different people does not matter', () => {
    fc.assert(
      fc.property(intents, list => {
        const people = Object.values(
          Object.groupBy(list, intent => ('email' in intent ? (intent.email ?? '') : '')),
        ) as Intent[][]
        const oneWay = openWorld()
        const otherWay = openWorld()
        oneWay.ask(start, ...people.flat())
        otherWay.ask(start, ...people.toReversed().flat())
        expect(oneWay.enrollments()).toEqual(otherWay.enrollments())
      }),
    )
  })

  test('every enrollment is the fold of its grants', () => {
    fc.assert(
      fc.property(intents, fc.integer({ min: 0, max: 500 }), (list, days) => {
        const world = openWorld()
        for (const [index, intent] of list.entries()) world.ask(daysLater((index * days) / list.length), intent)
        const { enrollments, grants } = world.snapshot.rows
        for (const { userId, courseId, startsAt, endsAt, revokedAt } of enrollments) {
          const folded = foldGrants(grants.filter(row => row.userId === userId && row.courseId === courseId))
          if (revokedAt) expect(runAt(folded, revokedAt)).toBeNull()
          else expect(folded).toContainEqual({ startsAt, endsAt })
        }
      }),
    )
  })

  test('nobody is given access that ends before it begins', () => {
    fc.assert(
      fc.property(intents, fc.integer({ min: 0, max: 500 }), (list, days) => {
        const world = openWorld()
        for (const [index, intent] of list.entries()) world.ask(daysLater((index * days) / list.length), intent)
        for (const { startsAt, endsAt } of world.snapshot.rows.enrollments)
          expect(endsAt === null || endsAt > startsAt).toBe(true)
      }),
    )
  })

  test('the snapshot is never written to', () => {
    fc.assert(
      fc.property(intents, list => {
        const world = openWorld()
        world.ask(start, ...list)
        const before = structuredClone(world.snapshot)
        world.plan(start, list)
        expect(world.snapshot).toEqual(before)
      }),
    )
  })
})
