import { describe } from 'vitest'
import { add, alter, at, give, type Step, sit, tellBoth, testCases, type World } from '../../../../test/decide-cases.ts'
import { daysLater, start } from '../../../../test/decide-world.ts'
import { invite } from '../../../../test/invitation-cases.ts'
import { versionTag } from '../../../lib/version-tag.ts'
import type { BundleIntent } from '../../intents/place.ts'

const set = (courses: string[], more: Partial<BundleIntent> = {}): BundleIntent => ({
  ...{ kind: 'set_bundle_courses', ...at(), productId: 53, courses, teamIds: [], organizationIds: [1], ...more },
})
const both: Step[] = [add(2, { product: 'both' }), sit('ann', 'evening', 'both')]
const held: Step[] = [alter('products', { courseIds: [11] }), ...both]
const withToefl = alter('products', { courseIds: [11, 13] })

/** `ielts gmat | evening both 1/2: ann | …`: what the bundle holds, and who has what. */
const tell = (world: World) => {
  const { rows, courses } = world.snapshot
  const names = new Map([...courses.values()].map(({ id, name }) => [id, name]))
  const { courseIds = [] } = rows.products.find(({ id }) => id === 53) ?? {}
  return [courseIds.map(id => names.get(id)).join(' '), tellBoth(world)].filter(Boolean).join(' | ')
}

describe('the courses of a bundle', () => {
  testCases(tell, [
    ['are others', [], set(['ielts', 'spring']), 'changed: products ~1, changes +1', 'ielts spring'],
    ['are the same', [], set(['gmat', 'ielts']), 'unchanged'],
    ['are none', [], set([]), 'changed: products ~1, changes +1', ''],
    ['of a product that is none', [], set(['ielts'], { productId: 9 }), 'refused: unknown_product product 9'],
    [
      'that there are not',
      [],
      set(['ielts', 'latin', 'greek']),
      'refused: unknown_course courses latin, unknown_course courses greek',
    ],
    [
      'of another organization are found there',
      [],
      set(['ielts', 'gmat'], { productId: 56 }),
      'refused: unknown_course courses gmat',
    ],
    ['that are archived', [], set(['ielts', 'toefl']), 'refused: unknown_course courses toefl'],
    [
      'that are archived and were in it',
      [withToefl],
      set(['ielts', 'gmat', 'toefl']),
      'changed: products ~1, changes +1',
      'ielts gmat toefl',
    ],
    [
      'with their state as it was seen',
      [],
      set(['ielts'], { ifMatch: versionTag(start) }),
      'changed: products ~1, changes +1',
      'ielts',
    ],
    [
      'with their state as it is not',
      [],
      set(['ielts'], { ifMatch: versionTag(daysLater(1)) }),
      'refused: changed_meanwhile If-Match',
    ],
  ])
})

describe('who holds a seat of the bundle', () => {
  testCases(tell, [
    [
      'is given what came to it',
      held,
      set(['ielts', 'gmat']),
      'changed: products ~1, enrollments +1, grants +1, changes +1',
      'ielts gmat | evening both 1/2: ann | ann ielts 2027-06-01, ann gmat 2027-03-02',
    ],
    [
      'loses what left it',
      both,
      set(['gmat']),
      'changed: products ~1, enrollments ~1, grants ~1, changes +1',
      'gmat | evening both 1/2: ann | ann ielts revoked, ann gmat 2027-03-01',
    ],
    [
      'loses and is given',
      held,
      set(['gmat', 'spring']),
      'changed: products ~1, enrollments +2 ~1, grants +2 ~1, changes +1',
      'gmat spring | evening both 1/2: ann | ann ielts revoked, ann gmat 2027-03-02, ann spring 2026-12-20',
    ],
    [
      'keeps what was bought too',
      [...both, give('ann', { courses: ['ielts'], reference: 'o2' })],
      set(['gmat']),
      'changed: products ~1, enrollments ~1, grants ~1, changes +1',
      'gmat | evening both 1/2: ann | ann ielts 2027-06-01, ann gmat 2027-03-01',
    ],
    [
      'is given it beside what was bought',
      [...held, give('ann', { courses: ['gmat'] })],
      set(['ielts', 'gmat']),
      'changed: products ~1, enrollments ~1, grants +1, changes +1',
      'ielts gmat | evening both 1/2: ann | ann ielts 2027-06-01, ann gmat 2027-03-02',
    ],
    [
      'is given nothing before the seat is taken up',
      [
        alter('products', { courseIds: [11] }),
        add(1, { product: 'both' }),
        invite('ann', { courses: [], products: ['both'] }),
      ],
      set(['ielts', 'gmat']),
      'changed: products ~1, changes +1',
      'ielts gmat | evening both 1/1: ann~',
    ],
    [
      'gave it back: nothing comes',
      [...held, { kind: 'release_seat', ...at(), teamId: 41, product: 'both', email: 'ann@example.com' }],
      set(['ielts', 'gmat']),
      'changed: products ~1, changes +1',
      'ielts gmat | evening both 0/2 | ann ielts revoked',
    ],
    [
      'of another product is not touched',
      [add(1), sit('ann')],
      set(['gmat']),
      'changed: products ~1, changes +1',
      'gmat | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'who bought it without a seat is not touched',
      [give('ann', { products: ['both'] })],
      set(['gmat']),
      'changed: products ~1, changes +1',
      'gmat | ann ielts 2027-06-01, ann gmat 2027-03-01',
    ],
    [
      'is not given what is archived',
      [withToefl, ...both],
      set(['ielts', 'toefl', 'gmat']),
      'changed: products ~1, enrollments +1, grants +1, changes +1',
      'ielts toefl gmat | evening both 1/2: ann | ann ielts 2027-06-01, ann gmat 2027-03-02',
    ],
  ])
  testCases(
    tell,
    [
      [
        'is not given what ended',
        held,
        set(['ielts', 'spring']),
        'changed: products ~1, changes +1',
        'ielts spring | evening both 1/2: ann | ann ielts 2027-06-01',
      ],
    ],
    daysLater(30),
  )
})
