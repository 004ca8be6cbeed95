import { expect, test } from 'vitest'
import { acme, daysLater, openWorld, order, start } from '../../../../test/decide-world.ts'
import { atOnce } from '../../../lib/in-steps.ts'
import type { MergeIntent } from '../../intents/merge.ts'
import type { MergeRows, MergeStep } from '../../rows/merge.ts'
import type { Enrollment, Grant } from '../../rows/person.ts'
import { noMerge } from '../../snapshot.ts'
import { decide } from '../decide.ts'

const [one, two] = ['kept@example.com', 'away@example.com']

/** Both have the course; what hangs on them is as `change` makes it. */
function mergeBoth({
  marks = [{}, {}],
  grants = [{}, {}],
  rows = () => ({}),
}: {
  marks?: readonly [Partial<Enrollment>, Partial<Enrollment>]
  grants?: readonly [Partial<Grant>, Partial<Grant>]
  rows?: (kept: Enrollment, away: Enrollment) => Partial<MergeRows>
}): MergeStep {
  const world = openWorld()
  world.ask(start, order({ email: one, reference: 'wc_1' }), order({ email: two, reference: 'wc_2' }))
  const [kept, away] = [one, two].map(email => world.user(email)?.id ?? 0) as [number, number]
  const { snapshot } = world
  const marked = <Row extends { readonly userId: number }>(list: readonly Row[], by: readonly Partial<Row>[]) =>
    [kept, away].flatMap((id, index) => list.filter(row => row.userId === id).map(row => ({ ...row, ...by[index] })))
  const enrollments = marked(snapshot.rows.enrollments, marks)
  const call = {
    actor: { kind: 'system' },
    organizationId: acme.id,
    source: null,
    ip: null,
    receivedAt: start,
  } as const
  const accounts = { email: one, emails: [two], keptId: kept, awayId: away } as const
  const intent: MergeIntent = { kind: 'merge_users', call, ...accounts, homeId: acme.id }
  const plan = atOnce(
    decide(
      [intent],
      {
        ...snapshot,
        rows: { ...snapshot.rows, enrollments, grants: marked(snapshot.rows.grants, grants) },
        merging: { ...noMerge, ...rows(...(enrollments as [Enrollment, Enrollment])) },
      },
      { now: daysLater(1), newId: () => 999, passwordLinkDays: 7 },
    ),
  )
  expect(plan.outcomes).toMatchObject([{ result: 'changed' }])
  return plan.merges[0] as MergeStep
}

test.each<[what: string, kept: Date | null, away: Date | null, after: Date | null]>([
  ['of neither', null, null, null],
  ['of the kept one', daysLater(2), null, daysLater(2)],
  ['of the other one', null, daysLater(2), daysLater(2)],
  ['of both: since the first of them', daysLater(3), daysLater(2), daysLater(2)],
  ['of both, the other way round', daysLater(2), daysLater(3), daysLater(2)],
])('a hold and a completion %s', (_, kept, away, after) => {
  for (const mark of ['suspendedAt', 'completedAt'] as const) {
    const { enrollments, merge } = mergeBoth({ marks: [{ [mark]: kept }, { [mark]: away }] })
    expect(enrollments[0]).toMatchObject({ userId: merge.kept, [mark]: after })
    expect(merge.enrollments.marks).toMatchObject([{ before: { [mark]: kept }, after: { [mark]: after } }])
  }
})

test('an item that was opened stays open, and is noted as both’s where both had opened it', () => {
  const opened = (row: Enrollment, itemId: number) => ({
    ...{ enrollmentId: row.id, itemId, operationId: null, at: '2026-12-01T10:00:00Z' },
  })
  const { merge } = mergeBoth({
    rows: (kept, away) => ({ openedItems: [opened(kept, 1), opened(kept, 3), opened(away, 1), opened(away, 2)] }),
  })
  expect(merge.opened_items.map(({ item, both }) => [item, both])).toEqual([
    [1, true],
    [2, false],
  ])
})

const grantsAfter = (grants: readonly [Partial<Grant>, Partial<Grant>]) => {
  const { merge, grants: rows } = mergeBoth({ grants })
  expect(rows).toHaveLength(1)
  return [merge.grants.moved.length, merge.grants.revoked.length, rows[0]?.userId === merge.kept]
}
const [goesAlong, staysRevoked] = [
  [1, 0, true],
  [0, 1, false],
]

test.each<[what: string, kept: Partial<Grant>, away: Partial<Grant>, after: (number | boolean)[] | undefined]>([
  ['one reference', { reference: 'a' }, { reference: 'a' }, staysRevoked],
  ['two references', { reference: 'a' }, { reference: 'b' }, goesAlong],
  ['no reference at all', { reference: null }, { reference: null }, goesAlong],
  [
    'one group that both are in',
    { reference: null, source: 'group', originId: 7 },
    { reference: null, source: 'group', originId: 7 },
    staysRevoked,
  ],
  [
    'one group, of which the kept one’s ended',
    { reference: null, source: 'group', originId: 7, revokedAt: daysLater(0) },
    { reference: null, source: 'group', originId: 7 },
    goesAlong,
  ],
  [
    'two groups',
    { reference: null, source: 'group', originId: 7 },
    { reference: null, source: 'group', originId: 8 },
    goesAlong,
  ],
  [
    'a group and a link of one number',
    { reference: null, source: 'group', originId: 7 },
    { reference: null, source: 'link', originId: 7 },
    goesAlong,
  ],
])('of what both were given by %s', (_, kept, away, after) => {
  expect(grantsAfter([kept, away])).toEqual(after)
})

test('what a seat gave that both held is given once; where the kept one has left it the other one’s stands', () => {
  const merge = (leftAt: Date | null) =>
    mergeBoth({
      grants: [
        { reference: null, source: 'seat', originId: 71 },
        { reference: null, source: 'seat', originId: 72 },
      ],
      rows: (kept, away) => ({
        claims: [
          { id: 71, seatId: 7, userId: kept.userId, releasedAt: leftAt, releasedOperationId: null, isFree: false },
          { id: 72, seatId: 7, userId: away.userId, releasedAt: null, releasedOperationId: null, isFree: false },
        ],
      }),
    }).merge.grants
  expect(merge(null)).toMatchObject({ moved: [], revoked: [expect.any(Number)] })
  expect(merge(daysLater(0))).toMatchObject({ moved: [expect.any(Number)], revoked: [] })
})
