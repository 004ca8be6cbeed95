/** Cases of the rules, each a line: what stands, what is asked, what comes of it, and what is left. */
import { expect, test } from 'vitest'
import { statusOf } from '../src/lib/states/enrollment-status.ts'
import type { Intent } from '../src/provisioning/intents/intent.ts'
import type { SeatsIntent } from '../src/provisioning/intents/place.ts'
import type { ProvisionIntent } from '../src/provisioning/intents/provision.ts'
import type { Plan } from '../src/provisioning/plan.ts'
import type { Product } from '../src/provisioning/rows/course.ts'
import type { Organization } from '../src/provisioning/rows/organization.ts'
import type { RowIn, TableName } from '../src/provisioning/rows/tables.ts'
import { acme, branch, callAt, daysLater, openWorld, order, rival, start } from './decide-world.ts'

export type World = ReturnType<typeof openWorld>
/** What is asked, or done to the rows. */
export type Step = Intent | ((world: World) => Intent | undefined)
/** Comes: `changed: claims +1 ~2 -3`, or `refused:` with the code, field and value of each problem. Left: as `tell` tells it. */
export type Case = readonly [what: string, stands: readonly Step[], asked: Step, comes: string, left?: string]

export const teams = { evening: 41, morning: 42, below: 43, theirs: 44 } as const
const products = [
  product(51, 'ielts', [11]),
  product(52, 'gmat', [12]),
  product(53, 'both', [11, 12]),
  product(54, 'old', [11], { archivedAt: start }),
  product(55, 'spring', [14]),
  product(56, 'theirs', [31], { organizationId: 3 }),
]

/** With teams and products; ids of what is made there begin at 101. */
function openCaseWorld(...others: Organization[]): World {
  const world = openWorld(...others)
  const team = (name: keyof typeof teams, { id: organizationId }: Organization) => ({
    ...{ id: teams[name], organizationId, name, reference: null, operationId: null, updatedAt: start },
  })
  const own = [team('evening', acme), team('morning', acme), team('below', branch), team('theirs', rival)]
  world.put(() => ({ teams: own, products }))
  return world
}

/** Asked a day after what stands. Where nothing changes nothing is to be told. */
export function testCases(tell: (world: World) => string, cases: readonly Case[], now = daysLater(1)): void {
  for (const [what, stands, asked, comes, left] of cases)
    test(what, () => {
      const world = openCaseWorld()
      for (const step of stands) take(world, step)
      const before = tell(world)
      const plan = world.ask(now, (typeof asked === 'function' ? asked(world) : asked) as Intent)
      expect(tellPlan(plan)).toBe(comes)
      expect(tell(world)).toBe(left ?? before)
    })
}

/** Throws where it is refused: nothing would stand. */
function take(world: World, step: Step, now = start): void {
  const intent = typeof step === 'function' ? step(world) : step
  const [outcome] = intent ? world.ask(now, intent).outcomes : []
  if (outcome?.result === 'refused') throw new Error(JSON.stringify(outcome.problems))
}

function tellPlan({ outcomes: [outcome], rows }: Plan): string {
  const written = Object.entries(rows).flatMap(([name, { added, changed, removed }]) => {
    const counts = [added.length && `+${added.length}`, changed.length && `~${changed.length}`]
    const all = [...counts, removed.length && `-${removed.length}`].filter(Boolean)
    return all.length > 0 ? [`${name} ${all.join(' ')}`] : []
  })
  const problems = outcome && 'problems' in outcome ? outcome.problems : []
  const told = problems.map(({ code, field, value, day }) => [code, field, value, day].filter(isSaid).join(' '))
  return [`${outcome?.result}`, [...told, ...written].join(', ')].filter(Boolean).join(': ')
}

const isSaid = (part: unknown) => part !== undefined && part !== ''

/** `evening ielts 2/3: ann bob~; cid waits`, where the seat of `bob~` is only kept. */
export function tellSeats({ snapshot: { rows } }: World): string {
  const names = namesOf(rows.users)
  return rows.seats
    .map(({ id, teamId, productId, quantity, used }) => {
      const claims = rows.claims.filter(({ seatId, releasedAt }) => seatId === id && !releasedAt)
      const held = claims.map(({ userId, takenAt }) => `${names.get(userId)}${takenAt ? '' : '~'}`)
      const waits = rows.waiters.filter(({ seatId }) => seatId === id).map(({ userId }) => names.get(userId))
      const team = Object.entries(teams).find(([, id]) => id === teamId)?.[0]
      const product = products.find(({ id }) => id === productId)?.name
      const who = [held.join(' '), waits.length > 0 && `${waits.join(' ')} waits`].filter(Boolean).join('; ')
      return `${team} ${product} ${used}/${quantity}${who && `: ${who}`}`
    })
    .join(', ')
}

/** `ann ielts 2027-06-01, bob gmat revoked`: until when, or how it stands. */
export function tellAccess({ snapshot: { rows, courses } }: World): string {
  const names = namesOf(rows.users)
  const ids = new Map([...courses.values()].map(({ id, name }) => [id, name]))
  return rows.enrollments
    .map(({ userId, courseId, ...row }) => {
      const { startsAt: starts_at, endsAt: ends_at, revokedAt: revoked_at } = row
      const marks = { suspended_at: row.suspendedAt, completed_at: row.completedAt, membership_suspended_at: null }
      const status = statusOf({ starts_at, ends_at, revoked_at, ...marks }, daysLater(1))
      const until = ends_at?.toISOString().slice(0, 10) ?? 'for ever'
      return `${names.get(userId)} ${ids.get(courseId)} ${status === 'active' ? until : status}`
    })
    .join(', ')
}

export const tellBoth = (world: World) => [tellSeats(world), tellAccess(world)].filter(Boolean).join(' | ')

const namesOf = (users: readonly RowIn<'users'>[]) => new Map(users.map(({ id, email }) => [id, email.split('@')[0]]))

export const at = (organization: Organization = acme) => ({ call: callAt(organization) })
export const mail = (who: string) => `${who}@example.com`

export function give(who: string, changes: Partial<ProvisionIntent> = {}): ProvisionIntent {
  const plain = { firstName: who, lastName: null, reference: null, welcome: false, courses: [] }
  return order({ email: mail(who), ...plain, ...changes })
}

/** On a seat of the team `evening`, or where another one is named. */
export const sit = (who: string, team: keyof typeof teams = 'evening', product = 'ielts') =>
  give(who, { team: { strategy: 'specific', team }, products: [product], from: 'seats' })

/** More seats, at first of the product `ielts` for the team `evening`. */
export const add = (count: number, more: Partial<SeatsIntent> = {}): SeatsIntent => ({
  ...{ kind: 'change_seats', ...at(), teamId: teams.evening, product: 'ielts', change: { add: count }, reclaim: null },
  ...{ reference: null, ...more },
})

/** Another state of all rows of a table, or other rows, that no intent makes so. */
export function alter<Name extends TableName>(name: Name, to: Partial<RowIn<Name>> | readonly RowIn<Name>[]) {
  return ({ put }: World): undefined =>
    put(rows => ({ [name]: Array.isArray(to) ? to : rows[name].map(row => ({ ...row, ...to })) }))
}

/** Whoever finds no seat waits for one. */
export const waitlist = alter('seats', { waitlist: true })

function product(id: number, name: string, courseIds: number[], changes: Partial<Product> = {}): Product {
  const none = { ownPeriod: null, renewal: null, archivedAt: null, updatedAt: start }
  return { id, organizationId: 1, name, courseIds, ...none, ...changes }
}
