import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { foldGrants, runAt } from './fold.ts'
import type { EnrollmentIntent, ExtendIntent, Intent, Outcome, ProvisionedOutcome, ProvisionIntent } from './intents.ts'
import type { Plan } from './plan.ts'
import {
  type Course,
  courseKey,
  enrollmentKey,
  noDomain,
  type Organization,
  type Snapshot,
  type User,
} from './snapshot.ts'

const acme = organization({ id: 1, path: [1] })
const branch = organization({ id: 2, path: [1, 2] })
const rival = organization({ id: 3, path: [3] })
const closed = organization({ id: 4, path: [4], provisioningEnabled: false })
const courses = [
  course({ id: 11, name: 'ielts', months: 6 }),
  course({ id: 12, name: 'gmat', months: 3, renewal: 'longest' }),
  course({ id: 13, name: 'toefl', archivedAt: new Date('2026-01-01') }),
  course({ id: 14, name: 'spring', until: new Date('2026-12-20T23:00:00Z'), renewal: 'replace' }),
  course({ id: 21, name: 'ielts', organizationId: 2, months: 6 }),
  course({ id: 31, name: 'ielts', organizationId: 3, months: 6 }),
]
const start = new Date('2026-12-01T10:00:00Z')
const daysLater = (days: number) => new Date(start.getTime() + days * 24 * 60 * 60 * 1000)

describe('a repeat', () => {
  test('with the same reference changes nothing and mails nothing, a year later too', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    const plan = world.ask(
      daysLater(400),
      order({ reference: 'wc_1', access: { months: 12, days: null, until: null }, firstName: 'Janet' }),
    )
    expect(plan.outcomes[0]).toMatchObject({
      result: 'already_provisioned',
      mailQueued: false,
      enrollments: [{ status: 'expired' }],
    })
    expect(changesOf(plan)).toEqual({ changedUsers: 1 }) // the link of a year ago is dead: the answer needs a live one
  })

  test('with a new reference renews a running enrollment from its end', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    const plan = world.ask(daysLater(10), order({ reference: 'wc_2' }))
    expect(plan.outcomes[0]).toMatchObject({
      result: 'reused',
      mailQueued: true,
      enrollments: [{ unchanged: false, startsAt: start, endsAt: new Date('2027-12-01T10:00:00Z') }],
    })
  })

  test('without a reference leaves a running enrollment as it is, and renews one that has expired', () => {
    const world = openWorld()
    world.ask(start, order({ reference: null }))
    const running = world.ask(daysLater(5), order({ reference: null }))
    expect(running.outcomes[0]).toMatchObject({ result: 'already_provisioned' })
    expect(changesOf(running)).toEqual({})
    const expired = world.ask(daysLater(400), order({ reference: null }))
    expect(expired.outcomes[0]).toMatchObject({
      result: 'reused',
      enrollments: [{ status: 'active', startsAt: daysLater(400) }],
    })
  })

  test('of a refunded order does not bring its course back', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    world.ask(daysLater(1), change('revoke'))
    const plan = world.ask(daysLater(2), order({ reference: 'wc_1' }))
    expect(plan.outcomes[0]).toMatchObject({ result: 'already_provisioned', enrollments: [{ status: 'revoked' }] })
  })

  test('for another course of the same order gives that course alone', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1', courses: ['ielts'] }))
    const plan = world.ask(start, order({ reference: 'wc_1', courses: ['ielts', 'gmat'] }))
    expect(plan.outcomes[0]).toMatchObject({ enrollments: [{ unchanged: true }, { course: 'gmat', unchanged: false }] })
  })
})

describe('a suspended enrollment', () => {
  test('is left untouched, its neighbours are not, and it comes back as it was', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    world.ask(start, change('suspend'))
    const plan = world.ask(start, order({ reference: 'wc_2', courses: ['ielts', 'gmat'] }))
    expect(plan.outcomes[0]).toMatchObject({
      result: 'reused',
      enrollments: [
        { course: 'ielts', status: 'suspended', skipped: 'suspended', unchanged: true },
        { course: 'gmat', status: 'active', skipped: null, unchanged: false },
      ],
    })
    const resumed = world.ask(start, change('resume'))
    expect(resumed.outcomes[0]).toMatchObject({
      enrollments: [{ status: 'active', endsAt: new Date('2027-06-01T10:00:00Z') }],
    })
  })
})

describe('a course that was open until a day', () => {
  const afterwards = daysLater(30)
  const ended = { code: 'course_ended', field: 'courses', value: 'spring', day: '2026-12-20' }
  const spring = (changes: Partial<ProvisionIntent> = {}) => order({ courses: ['spring'], ...changes })

  test('refuses the whole call once the day is over, again and again, and nothing is done', () => {
    const world = openWorld()
    for (let times = 0; times < 2; times++) {
      const plan = world.ask(afterwards, spring({ courses: ['ielts', 'spring', 'toefl'] }))
      expect(plan.outcomes[0]).toMatchObject({ result: 'refused', problems: [ended, { value: 'toefl' }] })
      expect(changesOf(plan)).toEqual({})
    }
  })

  test.each([
    ['the very moment', '2026-12-20T23:00:00Z', 'refused'],
    ['a moment before', '2026-12-20T22:59:59.999Z', 'created'],
  ])('ends at %s', (_, moment, result) => {
    expect(openWorld().ask(new Date(moment), spring()).outcomes[0]).toMatchObject({ result })
  })

  test.each([
    ['UTC', '2026-12-20'],
    ['Asia/Kolkata', '2026-12-21'],
    ['Europe/Berlin', '2026-12-20'],
  ])('says which day that was in %s', (timeZone, day) => {
    const world = openWorld({ ...acme, timeZone })
    expect(world.ask(afterwards, spring()).outcomes[0]).toMatchObject({ problems: [{ ...ended, day }] })
  })

  test.each<[string, Partial<ProvisionIntent>, string]>([
    ['the same order again', {}, 'already_provisioned'],
    ['a new order', { reference: 'wc_2' }, 'refused'],
    ['a call without a reference', { reference: null }, 'refused'],
    ['an order for so many months', { reference: 'wc_2', access: { months: 1, days: null, until: null } }, 'reused'],
  ])('who had it keeps what was had: %s is %s', (_, changes, result) => {
    const world = openWorld()
    world.ask(start, spring())
    const before = world.enrollments()
    expect(world.ask(afterwards, spring(changes)).outcomes[0]).toMatchObject({ result })
    if (result !== 'reused') expect(world.enrollments()).toEqual(before)
  })

  test('a call without a reference is content with access that goes on, and one that is suspended stays so', () => {
    const world = openWorld()
    world.ask(start, spring({ access: { months: 6, days: null, until: null } }))
    const plan = world.ask(afterwards, spring({ reference: null }))
    expect(plan.outcomes[0]).toMatchObject({ result: 'already_provisioned', enrollments: [{ status: 'active' }] })
    world.ask(afterwards, { ...change('suspend'), course: 'spring' })
    const held = world.ask(afterwards, spring({ reference: 'wc_2' }))
    expect(held.outcomes[0]).toMatchObject({ result: 'already_provisioned', enrollments: [{ skipped: 'suspended' }] })
  })
})

describe('what cannot be done', () => {
  test('is refused whole, with every problem named', () => {
    const world = openWorld()
    const problems = [{ code: 'required', field: 'first_name' }] as const
    const plan = world.ask(start, order({ courses: ['ielts', 'toefl', 'nope'], problems }))
    expect(plan.outcomes[0]).toMatchObject({
      result: 'refused',
      problems: [
        { code: 'required', field: 'first_name' },
        { code: 'unknown_course', value: 'toefl' },
        { code: 'unknown_course', value: 'nope' },
      ],
    })
    expect(changesOf(plan)).toEqual({})
    expect(plan.operations).toHaveLength(1)
  })

  test('in an organization that is not enabled says just that', () => {
    const plan = openWorld().ask(start, order({ at: closed }))
    expect(plan.outcomes[0]).toMatchObject({ result: 'refused', problems: [{ code: 'organization_not_enabled' }] })
  })
})

describe('a set-password link', () => {
  const link = (plan: Plan) => (plan.outcomes[0] as ProvisionedOutcome).passwordLinkId

  test('is the same one in a repeat, so that the mail that went stays good', () => {
    const world = openWorld()
    const first = link(world.ask(start, order({ reference: 'wc_1' })))
    expect(first).not.toBeNull()
    expect(link(world.ask(daysLater(1), order({ reference: 'wc_1' })))).toBe(first)
    expect(link(world.ask(daysLater(8), order({ reference: 'wc_1' })))).not.toBe(first)
  })

  test('is not shown for an account that also belongs to an organization out of reach, but mailed', () => {
    const world = openWorld()
    world.ask(start, order({ at: rival }))
    const plan = world.ask(start, order({ at: acme, firstName: 'Mallory' }))
    expect(plan.outcomes[0]).toMatchObject({ result: 'reused', mailQueued: true, passwordLinkId: null })
    expect(world.user()).toMatchObject({ firstName: 'Jane' })
  })

  test('that an organization was shown dies when another one joins', () => {
    const world = openWorld()
    const shown = link(world.ask(start, order({ at: rival })))
    world.ask(start, order({ at: acme, welcome: false }))
    expect(world.user()?.passwordLinkId).not.toBe(shown)
  })

  test('is mailed when another organization joins an account whose password nobody proved to be the owner’s', () => {
    for (const welcome of [true, false]) {
      const world = openWorld()
      world.ask(start, order({ at: rival, welcome: false }))
      world.changeUser({ passwordSetAt: start })
      const plan = world.ask(start, order({ at: acme, welcome }))
      expect(plan).toMatchObject({
        outcomes: [{ mailQueued: welcome, passwordLinkId: null }],
        endedPasswords: [{ email: 'jane@example.com' }],
        messages: [{ kind: welcome ? 'welcome' : 'password_link' }],
      })
      expect(world.user()).toMatchObject({ passwordSetAt: null, passwordLinkId: expect.any(Number) })
    }
  })

  test.each([
    ['proven', { at: rival, emailVerified: true }],
    ['of the organization above', { at: acme, emailVerified: false }],
  ])('leaves a password alone that is %s', (_, { at, emailVerified }) => {
    const world = openWorld()
    world.ask(start, order({ at, welcome: false }))
    world.changeUser({ passwordSetAt: start, emailVerified })
    const plan = world.ask(start, order({ at: branch, welcome: false }))
    expect(plan).toMatchObject({ endedPasswords: [], changedUsers: [], messages: [] })
  })

  test('is shown to the organization above', () => {
    const world = openWorld()
    world.ask(start, order({ at: branch }))
    expect(link(world.ask(start, order({ at: acme })))).not.toBeNull()
  })

  test('is not shown to the branch once the organization above has the person too', () => {
    const world = openWorld()
    world.ask(start, order({ at: acme }))
    expect(link(world.ask(start, order({ at: branch })))).toBeNull()
  })

  test('never opens the account of somebody who is more than a learner', () => {
    const world = openWorld()
    world.ask(start, order({}))
    world.promote('admin')
    expect(link(world.ask(start, order({ reference: 'new' })))).toBeNull()
  })
})

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
        for (const [key, enrollment] of world.snapshot.enrollments) {
          const run = runAt(foldGrants(world.snapshot.grants.get(key) ?? []), enrollment.revokedAt ?? daysLater(days))
          if (enrollment.revokedAt) expect(run).toBeNull()
          else
            expect(foldGrants(world.snapshot.grants.get(key) ?? [])).toContainEqual({
              startsAt: enrollment.startsAt,
              endsAt: enrollment.endsAt,
            })
        }
      }),
    )
  })

  test('nobody is given access that ends before it begins', () => {
    fc.assert(
      fc.property(intents, fc.integer({ min: 0, max: 500 }), (list, days) => {
        const world = openWorld()
        for (const [index, intent] of list.entries()) world.ask(daysLater((index * days) / list.length), intent)
        for (const { startsAt, endsAt } of world.snapshot.enrollments.values())
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

/** A database of maps: what `apply` would have written is there for the next one who asks. */
function openWorld(...others: Organization[]) {
  let snapshot: Snapshot = {
    organizations: new Map([acme, branch, rival, closed, ...others].map(row => [row.id, row])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    users: new Map(),
    memberships: new Map(),
    enrollments: new Map(),
    grants: new Map(),
    domain: noDomain,
  }
  let lastId = 100
  const newId = () => ++lastId
  const plan = (now: Date, intents: readonly Intent[]) => decide(intents, snapshot, { now, newId, passwordLinkDays: 7 })
  return {
    get snapshot() {
      return snapshot
    },
    plan,
    ask(now: Date, ...intents: Intent[]): Plan {
      const made = plan(now, intents)
      snapshot = written(snapshot, made)
      return made
    },
    user: (email = 'jane@example.com') => snapshot.users.get(email),
    enrollments() {
      const emails = new Map([...snapshot.users.values()].map(user => [user.id, user.email]))
      const rows = [...snapshot.enrollments.values()].map(({ id, ...row }) => ({
        ...row,
        userId: emails.get(row.userId),
      }))
      return rows.sort((a, b) => `${a.userId} ${a.courseId}`.localeCompare(`${b.userId} ${b.courseId}`))
    },
    changeUser(changes: Partial<User>) {
      const users = [...snapshot.users].map(([email, user]) => [email, { ...user, ...changes }] as const)
      snapshot = { ...snapshot, users: new Map(users) }
    },
    promote(role: string) {
      const memberships = [...snapshot.memberships].map(
        ([id, rows]) => [id, rows.map(row => ({ ...row, role }))] as const,
      )
      snapshot = { ...snapshot, memberships: new Map(memberships) }
    },
  }
}

function written(snapshot: Snapshot, plan: Plan): Snapshot {
  const revoked = new Map(plan.changedGrants.map(grant => [grant.id, grant]))
  const grants = [...snapshot.grants.values()].flat().map(grant => revoked.get(grant.id) ?? grant)
  const enrollments = [...plan.newEnrollments, ...plan.changedEnrollments]
  const users = [...plan.newUsers, ...plan.changedUsers]
  return {
    ...snapshot,
    users: new Map([...snapshot.users, ...users.map(row => [row.email, row] as const)]),
    memberships: Map.groupBy([...[...snapshot.memberships.values()].flat(), ...plan.newMemberships], row => row.userId),
    enrollments: new Map([
      ...snapshot.enrollments,
      ...enrollments.map(row => [enrollmentKey(row.userId, row.courseId), row] as const),
    ]),
    grants: Map.groupBy([...grants, ...plan.newGrants], row => enrollmentKey(row.userId, row.courseId)),
  }
}

/** How many rows a plan writes, by table; the log does not count. */
function changesOf({ now, outcomes, operations, before, earlierMemberships, ...tables }: Plan) {
  return Object.fromEntries(
    Object.entries(tables).flatMap(([name, rows]) => (rows.length > 0 ? [[name, rows.length]] : [])),
  )
}

/** An outcome without the ids, which are other ones in another world. */
function essence(outcome: Outcome) {
  const enrollments = 'enrollments' in outcome ? outcome.enrollments.map(({ enrollmentId, ...rest }) => rest) : []
  const shown = 'passwordLinkId' in outcome ? outcome.passwordLinkId !== null : null
  return { result: outcome.result, enrollments, shown, problems: 'problems' in outcome ? outcome.problems : [] }
}

function order({ at = acme, ...changes }: Partial<ProvisionIntent> & { at?: Organization } = {}): ProvisionIntent {
  return {
    kind: 'provision',
    call: callAt(at),
    email: 'jane@example.com',
    firstName: 'Jane',
    lastName: 'Doe',
    courses: ['ielts'],
    access: null,
    reference: 'wc_1',
    welcome: true,
    grantSource: 'api',
    problems: [],
    ...changes,
  }
}

function change(kind: EnrollmentIntent['kind'], one: { email?: string; at?: Organization } = {}): EnrollmentIntent {
  return { kind, call: callAt(one.at ?? acme), email: one.email ?? 'jane@example.com', course: 'ielts', reason: null }
}

function extend(one: { email: string; at: Organization; reference: string | null }): ExtendIntent {
  const { kind: _, reason: __, ...rest } = change('resume', one)
  return {
    kind: 'extend',
    ...rest,
    period: { months: null, days: 10, until: null },
    reference: one.reference && `${one.reference}+`,
  }
}

function callAt({ id: organizationId }: Organization) {
  return { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: start } as const
}

function organization(changes: Partial<Organization>): Organization {
  return { id: 0, path: [], timeZone: 'UTC', provisioningEnabled: true, suspendedAt: null, ...changes }
}

function course(changes: Partial<Course>): Course {
  const access = { months: null, days: null, until: null, renewal: 'extend' } as const
  return { id: 0, organizationId: 1, name: '', archivedAt: null, ...access, ...changes }
}
