import { describe, expect, test } from 'vitest'
import type { Foldable } from './fold.ts'
import { type Folded, findFold } from './fold-enrollment.ts'

const day = (count: number) => new Date(Date.UTC(2026, 11, count))
const now = day(15)

let ids = 0
/** From one day of December for so many days. */
function grant(from: number, days: number, revoked: number | null = null): Foldable {
  const period = { months: null, days, until: null }
  const revokedAt = revoked === null ? null : day(revoked)
  return { id: ++ids, startsAt: day(from), ...period, timeZone: 'UTC', renewal: 'extend', revokedAt }
}

function enrollment(from: number, to: number | null, changes: Partial<Folded> = {}): Folded {
  return { startsAt: day(from), endsAt: to === null ? null : day(to), revokedAt: null, endNotedAt: null, ...changes }
}

describe('an enrollment is as it should be', () => {
  test.each<[string, Folded, Foldable[]]>([
    ['while it runs', enrollment(1, 31), [grant(1, 30)]],
    ['when it is over', enrollment(1, 11), [grant(1, 10)]],
    ['before it begins', enrollment(20, 25), [grant(20, 5)]],
    ['when it was extended', enrollment(1, 31), [grant(1, 20), grant(10, 10)]],
    ['when one of its grants was revoked', enrollment(1, 21), [grant(1, 20), grant(10, 10, 12)]],
    ['when all of them were', enrollment(1, 21, { revokedAt: day(12) }), [grant(1, 20, 12)]],
    ['when a later time waits for the end of this one to be noted', enrollment(1, 11), [grant(1, 10), grant(20, 5)]],
  ])('%s', (_, stored, grants) => {
    expect(findFold(stored, grants, now)).toBeNull()
  })
})

describe('an enrollment is something else than its grants', () => {
  test.each<[string, Folded, Foldable[], Partial<Folded>]>([
    ['it ends too late', enrollment(1, 30), [grant(1, 20)], { endsAt: day(21) }],
    ['it never ends', enrollment(1, null), [grant(1, 20)], { endsAt: day(21) }],
    ['it begins too early', enrollment(1, 21), [grant(2, 19)], { startsAt: day(2) }],
    ['it stands without a grant that does', enrollment(1, 21), [grant(1, 20, 12)], { revokedAt: day(12) }],
    ['it stands without any grant', enrollment(1, 21), [], { revokedAt: now }],
    [
      'it is revoked, and a grant stands',
      enrollment(1, 21, { revokedAt: day(9) }),
      [grant(1, 20)],
      { revokedAt: null },
    ],
    [
      'the end was noted, and what comes later has not begun to count',
      enrollment(1, 11, { endNotedAt: day(11) }),
      [grant(1, 10), grant(20, 5)],
      { startsAt: day(20), endsAt: day(25) },
    ],
    ['it is over, but never was so long', enrollment(1, 13), [grant(1, 10)], { endsAt: day(11) }],
  ])('%s', (_, stored, grants, set) => {
    const folded = findFold(stored, grants, now)
    expect(folded).toEqual({ ...stored, ...set })
    expect(findFold(folded as Folded, grants, now)).toBeNull()
  })
})
