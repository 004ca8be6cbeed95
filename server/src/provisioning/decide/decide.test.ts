import { describe, expect, test } from 'vitest'
import {
  acme,
  branch,
  change,
  changesOf,
  closed,
  daysLater,
  openWorld,
  order,
  rival,
  start,
} from '../../../test/decide-world.ts'
import { growthOf } from '../../../test/growth.ts'
import { eventTypeNames } from '../../lib/event-types.ts'
import type { ProvisionedOutcome } from '../intents/outcome.ts'
import type { ProvisionIntent } from '../intents/provision.ts'
import type { Plan } from '../plan.ts'

describe('a repeat', () => {
  test('with the same reference changes nothing and mails nothing, a year later too', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    const plan = world.ask(
      daysLater(400),
      order({ reference: 'wc_1', access: { months: 6, days: null, until: null }, firstName: 'Janet' }),
    )
    expect(plan.outcomes[0]).toMatchObject({
      result: 'already_provisioned',
      mailQueued: false,
      enrollments: [{ status: 'expired' }],
    })
    expect(changesOf(plan)).toEqual({ 'users changed': 1 }) // the link of a year ago is dead: the answer needs a live one
  })

  test('with the same reference and another length is none, and says what the reference belongs to', () => {
    const world = openWorld()
    world.ask(start, order({ reference: 'wc_1' }))
    for (const access of [
      { months: 12, days: null, until: null },
      { months: null, days: 6, until: null },
    ])
      expect(world.ask(daysLater(1), order({ reference: 'wc_1', access })).outcomes[0]).toMatchObject({
        result: 'refused',
        problems: [{ code: 'reference_taken', field: 'external_ref', value: 'ielts, 6 months' }],
      })
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

  test('is not given to begin after the day', () => {
    const plan = openWorld().ask(start, spring({ startsAt: afterwards }))
    expect(plan.outcomes[0]).toMatchObject({ result: 'refused', problems: [ended] })
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

  test('makes nobody’s name theirs, but coming in does, by whatever way', () => {
    const world = openWorld()
    const call = (firstName: string) => {
      const intent = order({ at: acme, firstName, reference: firstName })
      world.ask(start, { ...intent, call: { ...intent.call, mayRename: true } })
    }
    for (const firstName of ['Jane', 'Janet']) call(firstName)
    world.changeUser({ activatedAt: start })
    call('Mallory')
    expect(world.user()).toMatchObject({ firstName: 'Janet' })
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
      world.changeUser({ passwordSetAt: start, activatedAt: start })
      const plan = world.ask(start, order({ at: acme, welcome }))
      expect(plan).toMatchObject({
        outcomes: [{ mailQueued: welcome, passwordLinkId: null }],
        endedPasswords: [{ email: 'jane@example.com' }],
        rows: { messages: { added: [{ kind: welcome ? 'welcome' : 'password_link' }] } },
      })
      expect(world.user()).toMatchObject({ passwordSetAt: null, activatedAt: null, passwordLinkId: expect.any(Number) })
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
    expect(plan).toMatchObject({ endedPasswords: [], rows: { users: { changed: [] }, messages: { added: [] } } })
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

test('what is made names the operation that made it, each of a set its own', () => {
  const people = ['ann@example.com', 'bob@example.com'].map(email => order({ email }))
  const { rows, outcomes } = openWorld().ask(start, order({ courses: ['unknown'] }), ...people)
  const [, ...done] = outcomes as ProvisionedOutcome[]
  for (const { userId, operationId } of done) {
    const { added } = rows.users
    expect(added.filter(({ id }) => id === userId)).toMatchObject([{ operationId }])
    for (const name of ['memberships', 'grants', 'messages'] as const)
      expect(rows[name].added.filter(row => row.userId === userId)).toMatchObject([{ operationId }])
  }
})

test('an event names the operation that it came of, whatever else was asked about the same person and course', () => {
  const world = openWorld({ ...acme, listeners: [{ webhookId: 1, events: [...eventTypeNames] }] })
  world.ask(start, order())
  const { events, outcomes } = world.ask(start, change('suspend'), order(), change('resume', { at: rival }))
  expect(outcomes.map(({ result }) => result)).toEqual(['changed', 'already_provisioned', 'refused'])
  expect(events).toMatchObject([{ type: 'enrollment.changed', operationId: outcomes[0]?.operationId }])
})

describe('what is decided for many grows as they do', () => {
  const named = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name} ${index}`)
  const people = (count: number, changes: (index: number) => Partial<ProvisionIntent>) =>
    named(count, 'p').map((_, index) => order({ email: `p${index}@example.com`, ...changes(index) }))

  test.each<[what: string, count: number, intents: (count: number) => ProvisionIntent[]]>([
    ['new groups of one person', 5000, count => [order({ groups: named(count, 'Group') })]],
    ['people in one new group', 5000, count => people(count, () => ({ groups: ['Autumn'] }))],
    ['new teams', 1000, count => people(count, index => ({ team: { strategy: 'create', name: `Team ${index}` } }))],
  ])('%s', (_, count, intents) => {
    const world = openWorld()
    expect(growthOf(count, count => void world.plan(start, intents(count)))).toBeLessThan(9)
  })

  test('events of people in courses', () => {
    const world = openWorld({ ...acme, listeners: [{ webhookId: 1, events: [...eventTypeNames] }] })
    const courses = ['ielts', 'gmat']
    expect(
      growthOf(
        1000,
        count =>
          void world.plan(
            start,
            people(count, () => ({ courses })),
          ),
      ),
    ).toBeLessThan(9)
  })
})
