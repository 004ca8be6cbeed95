/** Organizations with courses, and the rules applied to them without a database: what each plan writes is there for the next. */

import { atOnce } from '../src/lib/in-steps.ts'
import { decide } from '../src/provisioning/decide/decide.ts'
import type { EnrollmentIntent, ExtendIntent } from '../src/provisioning/intents/enrollment.ts'
import type { Intent } from '../src/provisioning/intents/intent.ts'
import type { Outcome } from '../src/provisioning/intents/outcome.ts'
import type { ProvisionIntent } from '../src/provisioning/intents/provision.ts'
import type { Plan } from '../src/provisioning/plan.ts'
import type { Course } from '../src/provisioning/rows/course.ts'
import { courseKey } from '../src/provisioning/rows/keys.ts'
import type { Organization } from '../src/provisioning/rows/organization.ts'
import type { User } from '../src/provisioning/rows/person.ts'
import { ofEachTable } from '../src/provisioning/rows/tables.ts'
import { noMerge, noRows, type Rows, type Snapshot } from '../src/provisioning/snapshot.ts'

export const acme = organization({ id: 1, path: [1] })
export const branch = organization({ id: 2, path: [1, 2] })
export const rival = organization({ id: 3, path: [3] })
export const closed = organization({ id: 4, path: [4], provisioningEnabled: false })
const courses = [
  course({ id: 11, name: 'ielts', months: 6 }),
  course({ id: 12, name: 'gmat', months: 3, renewal: 'longest' }),
  course({ id: 13, name: 'toefl', archivedAt: new Date('2026-01-01') }),
  course({ id: 14, name: 'spring', until: new Date('2026-12-20T23:00:00Z'), renewal: 'replace' }),
  course({ id: 21, name: 'ielts', organizationId: 2, months: 6 }),
  course({ id: 31, name: 'ielts', organizationId: 3, months: 6 }),
]
export const start = new Date('2026-12-01T10:00:00Z')
export const daysLater = (days: number) => new Date(start.getTime() + days * 24 * 60 * 60 * 1000)

/** A database of maps: what `apply` would have written is there for the next one who asks. */
export function openWorld(...others: Organization[]) {
  let snapshot: Snapshot = {
    organizations: new Map([acme, branch, rival, closed, ...others].map(row => [row.id, row])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    coursesById: new Map(),
    aliases: new Map(),
    leadersOfTeams: new Set(),
    externalIds: [],
    rows: noRows,
    merging: noMerge,
  }
  let lastId = 100
  const newId = () => ++lastId
  const operations: number[] = []
  const plan = (now: Date, intents: readonly Intent[]) =>
    atOnce(decide(intents, snapshot, { now, newId, passwordLinkDays: 7 }))
  /** What no intent makes. */
  const put = (change: (rows: Rows) => Partial<Rows>): undefined => {
    snapshot = { ...snapshot, rows: { ...snapshot.rows, ...change(snapshot.rows) } }
  }
  return {
    get snapshot() {
      return snapshot
    },
    plan,
    /** The ids of what was asked, in order. */
    operations,
    ask(now: Date, ...intents: Intent[]): Plan {
      const made = plan(now, intents)
      snapshot = written(snapshot, made)
      operations.push(...made.outcomes.map(({ operationId }) => operationId))
      return made
    },
    user: (email = 'jane@example.com') => snapshot.rows.users.find(user => user.email === email),
    enrollments() {
      const emails = new Map(snapshot.rows.users.map(user => [user.id, user.email]))
      const rows = snapshot.rows.enrollments.map(({ id, ...row }) => ({
        ...row,
        userId: emails.get(row.userId),
      }))
      return rows.sort((a, b) => `${a.userId} ${a.courseId}`.localeCompare(`${b.userId} ${b.courseId}`))
    },
    changeUser: (changes: Partial<User>) =>
      put(({ users }) => ({ users: users.map(user => ({ ...user, ...changes })) })),
    put,
    promote: (role: string) => put(({ memberships }) => ({ memberships: memberships.map(row => ({ ...row, role })) })),
  }
}

function written(snapshot: Snapshot, { rows: changes, before }: Plan): Snapshot {
  const becomes = new Map([...before].map(([after, was]) => [was, after]))
  const rows = ofEachTable(name => {
    const gone = new Set<object>(changes[name].removed)
    const left = (snapshot.rows[name] as readonly object[]).filter(row => !gone.has(row))
    return [...left.map(row => becomes.get(row) ?? row), ...changes[name].added]
  }) as Rows
  return { ...snapshot, rows: counted(rows) }
}

/** As the database counts, whatever the plan says. */
function counted(rows: Rows): Rows {
  const seats = rows.seats.map(seat => ({
    ...seat,
    quantity: rows.seatEntries.reduce((sum, { seatId, quantity }) => (seatId === seat.id ? sum + quantity : sum), 0),
    used: rows.claims.filter(({ seatId, releasedAt }) => seatId === seat.id && !releasedAt).length,
  }))
  const uses = (id: number) => rows.linkJoins.filter(({ linkId, declinedAt }) => linkId === id && !declinedAt).length
  return { ...rows, seats, links: rows.links.map(link => ({ ...link, used: uses(link.id) })) }
}

/** How much a plan writes, by table; the log does not count. */
export function changesOf({ rows, endedPasswords, profiles, merges }: Plan) {
  const ofTables = Object.entries(rows).flatMap(([name, changes]) =>
    Object.entries(changes).map(([what, list]) => [`${name} ${what}`, list.length] as const),
  )
  const others = Object.entries({ endedPasswords, profiles, merges }).map(
    ([name, list]) => [name, list.length] as const,
  )
  return Object.fromEntries([...ofTables, ...others].filter(([, count]) => count > 0))
}

/** An outcome without the ids, which are other ones in another world. */
export function essence(outcome: Outcome) {
  const enrollments = 'enrollments' in outcome ? outcome.enrollments.map(({ enrollmentId, ...rest }) => rest) : []
  const shown = 'passwordLinkId' in outcome ? outcome.passwordLinkId !== null : null
  return { result: outcome.result, enrollments, shown, problems: 'problems' in outcome ? outcome.problems : [] }
}

export function order({
  at = acme,
  ...changes
}: Partial<ProvisionIntent> & { at?: Organization } = {}): ProvisionIntent {
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

export function change(
  kind: EnrollmentIntent['kind'],
  one: { email?: string; at?: Organization } = {},
): EnrollmentIntent {
  return { kind, call: callAt(one.at ?? acme), email: one.email ?? 'jane@example.com', course: 'ielts', reason: null }
}

export function extend(one: { email: string; at: Organization; reference: string | null }): ExtendIntent {
  const { kind: _, reason: __, ...rest } = change('resume', one)
  return {
    kind: 'extend',
    ...rest,
    period: { months: null, days: 10, until: null },
    reference: one.reference && `${one.reference}+`,
  }
}

export function callAt({ id: organizationId }: Organization) {
  return { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: start } as const
}

function organization(changes: Partial<Organization>): Organization {
  return {
    id: 0,
    path: [],
    timeZone: 'UTC',
    provisioningEnabled: true,
    suspendedAt: null,
    archivedAt: null,
    signInMode: 'password',
    listeners: [],
    isConnected: false,
    ...changes,
  }
}

function course(changes: Partial<Course>): Course {
  const access = { months: null, days: null, until: null, renewal: 'extend' } as const
  return { id: 0, organizationId: 1, name: '', archivedAt: null, ...access, ...changes }
}
