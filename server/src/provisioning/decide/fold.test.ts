import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Grant } from '../rows/person.ts'
import { foldGrants, runAt } from './fold.ts'

const at = (date: string) => new Date(`${date}T10:00:00Z`)
const run = (start: string, end: string | null) => ({ startsAt: at(start), endsAt: end === null ? null : at(end) })

describe('what grants add up to', () => {
  test.each<[string, Partial<Grant>[], ReturnType<typeof run>[]]>([
    ['nothing', [], []],
    ['six months', [{ startsAt: at('2026-12-01'), months: 6 }], [run('2026-12-01', '2027-06-01')]],
    ['thirty days', [{ startsAt: at('2026-12-01'), days: 30 }], [run('2026-12-01', '2026-12-31')]],
    ['until a day', [{ startsAt: at('2026-12-01'), until: at('2027-03-15') }], [run('2026-12-01', '2027-03-15')]],
    ['for ever', [{ startsAt: at('2026-12-01') }], [run('2026-12-01', null)]],
    [
      'a month from the last day of January',
      [{ startsAt: at('2027-01-31'), months: 1 }],
      [run('2027-01-31', '2027-02-28')],
    ],
    [
      'three times a month from the last day of January: as three months, the day of the start is not forgotten',
      [at('2027-01-31'), at('2027-01-31'), at('2027-02-20')].map(startsAt => ({ startsAt, months: 1 })),
      [run('2027-01-31', '2027-04-30')],
    ],
    [
      'months behind days are counted from where those end',
      [
        { startsAt: at('2027-01-21'), days: 10 },
        { startsAt: at('2027-01-21'), months: 1 },
        { startsAt: at('2027-01-21'), months: 1 },
      ],
      [run('2027-01-21', '2027-03-31')],
    ],
    [
      'months that were renewed by a longer period are counted from its start',
      [
        { startsAt: at('2027-01-30'), months: 1 },
        { startsAt: at('2027-01-31'), months: 1, renewal: 'longest' },
        { startsAt: at('2027-01-31'), months: 2, renewal: 'longest' },
        { startsAt: at('2027-01-31'), months: 1 },
      ],
      [run('2027-01-30', '2027-04-30')],
    ],
    [
      'renewed while it runs: from the current end',
      [
        { startsAt: at('2026-12-01'), months: 6 },
        { startsAt: at('2027-05-01'), months: 6 },
      ],
      [run('2026-12-01', '2027-12-01')],
    ],
    [
      'renewed when it is over: from then',
      [
        { startsAt: at('2026-12-01'), months: 1 },
        { startsAt: at('2027-05-01'), months: 6 },
      ],
      [run('2026-12-01', '2027-01-01'), run('2027-05-01', '2027-11-01')],
    ],
    [
      'the longest wins, when it is the new one',
      [
        { startsAt: at('2026-12-01'), months: 1 },
        { startsAt: at('2026-12-11'), months: 2, renewal: 'longest' },
      ],
      [run('2026-12-01', '2027-02-11')],
    ],
    [
      'the longest wins, when it is the old one',
      [
        { startsAt: at('2026-12-01'), months: 6 },
        { startsAt: at('2026-12-11'), months: 1, renewal: 'longest' },
      ],
      [run('2026-12-01', '2027-06-01')],
    ],
    [
      'replaced, even by something shorter',
      [
        { startsAt: at('2026-12-01'), months: 6 },
        { startsAt: at('2026-12-11'), months: 1, renewal: 'replace' },
      ],
      [run('2026-12-01', '2027-01-11')],
    ],
    [
      'for ever stays for ever when it is extended',
      [{ startsAt: at('2026-12-01') }, { startsAt: at('2026-12-11'), months: 1 }],
      [run('2026-12-01', null)],
    ],
    [
      'a later day does not shorten',
      [
        { startsAt: at('2026-12-01'), months: 6 },
        { startsAt: at('2026-12-11'), until: at('2027-01-01') },
      ],
      [run('2026-12-01', '2027-06-01')],
    ],
    [
      'renewed beyond the year 9999: it ends there',
      [
        { startsAt: at('2026-12-01'), months: 95_000 },
        { startsAt: at('2026-12-11'), months: 12_000 },
      ],
      [{ startsAt: at('2026-12-01'), endsAt: new Date('9999-12-31T23:59:59.999Z') }],
    ],
    [
      'begun on the last day that there is: to its end',
      [{ startsAt: at('9999-12-31'), months: 1 }],
      [{ startsAt: at('9999-12-31'), endsAt: new Date('9999-12-31T23:59:59.999Z') }],
    ],
    [
      'refunding the first of two leaves the second whole, from its own start',
      [
        { startsAt: at('2026-12-01'), months: 6, revokedAt: at('2026-12-20') },
        { startsAt: at('2026-12-11'), months: 6 },
      ],
      [run('2026-12-11', '2027-06-11')],
    ],
  ])('%s', (_, grants, runs) => {
    expect(foldGrants(grants.map(grant))).toEqual(runs)
  })

  test('months are counted on the calendar of the time zone: the hour stays when clocks change', () => {
    const [inBerlin] = foldGrants([
      grant({ startsAt: new Date('2026-12-01T10:00:00Z'), months: 6, timeZone: 'Europe/Berlin' }, 0),
    ])
    expect(inBerlin?.endsAt).toEqual(new Date('2027-06-01T09:00:00Z'))
  })

  test('what begins at the same moment ends by its own rule and on its own calendar', () => {
    const rules = [{ days: 30 }, { days: 31 }, { months: 6 }, { months: 6, timeZone: 'Europe/Berlin' }]
    const ends = rules.map(rule =>
      foldGrants([grant(rule, 0)])[0]
        ?.endsAt?.toISOString()
        .slice(0, 13),
    )
    expect(ends).toEqual(['2026-12-31T10', '2027-01-01T10', '2027-06-01T10', '2027-06-01T09'])
  })
})

describe('laws', () => {
  const day = 24 * 60 * 60 * 1000
  const grants = fc
    .array(
      fc.record({
        startsAt: fc.integer({ min: 0, max: 400 }).map(days => new Date(at('2026-12-01').getTime() + days * day)),
        months: fc.option(fc.integer({ min: 1, max: 12 })),
        renewal: fc.constantFrom('extend', 'longest', 'replace'),
        revokedAt: fc.option(fc.constant(at('2028-01-01'))),
      }),
      { maxLength: 8 },
    )
    .map(list => list.map(grant))

  test('the order in which grants are read does not matter', () => {
    fc.assert(
      fc.property(grants, list => {
        expect(foldGrants(list.toReversed())).toEqual(foldGrants(list))
      }),
    )
  })

  test('runs follow one another without touching, and access never ends before it begins', () => {
    fc.assert(
      fc.property(grants, list => {
        const runs = foldGrants(list)
        for (const [index, { startsAt, endsAt }] of runs.entries()) {
          expect(endsAt === null || endsAt > startsAt).toBe(true)
          const next = runs[index + 1]
          if (next) expect(endsAt !== null && endsAt <= next.startsAt).toBe(true)
        }
      }),
    )
  })

  test('a revoked grant counts as one that never was', () => {
    fc.assert(
      fc.property(grants, list => {
        expect(foldGrants(list)).toEqual(foldGrants(list.filter(one => !one.revokedAt)))
      }),
    )
  })
})

test('of several runs, the one that goes on now is shown, else the next, else the last', () => {
  const runs = [run('2026-01-01', '2026-02-01'), run('2026-03-01', '2026-04-01'), run('2026-05-01', '2026-06-01')]
  expect(runAt(runs, at('2026-03-10'))).toEqual(runs[1])
  expect(runAt(runs, at('2026-02-10'))).toEqual(runs[1])
  expect(runAt(runs, at('2027-01-01'))).toEqual(runs[2])
  expect(runAt([], at('2027-01-01'))).toBeNull()
})

function grant(changes: Partial<Grant>, index: number): Grant {
  return {
    id: index + 1,
    userId: 1,
    courseId: 1,
    organizationId: 1,
    operationId: 1,
    source: 'api',
    originId: null,
    reference: `order-${index}`,
    startsAt: at('2026-12-01'),
    months: null,
    days: null,
    until: null,
    timeZone: 'UTC',
    renewal: 'extend',
    revokedAt: null,
    revokedReason: null,
    revokedOperationId: null,
    ...changes,
  }
}
