/** An organization with courses, products and teams, and an engine on it: for tests of who gets what. */

import { permissions } from '../src/lib/roles/permissions.ts'
import { createEngine, type Engine } from '../src/provisioning/engine.ts'
import type { Intent } from '../src/provisioning/intents/intent.ts'
import type { Outcome, ProvisionedOutcome, RefusedOutcome, UndoneOutcome } from '../src/provisioning/intents/outcome.ts'
import type { ProvisionIntent } from '../src/provisioning/intents/provision.ts'
import type { TestDatabase } from './database.ts'

export interface Domain {
  readonly organizationId: number
  readonly engine: Engine
  /** By name: `evening` and `morning`. */
  readonly teams: Readonly<Record<string, number>>
  /** Asks, and throws when it is refused. */
  ask(intent: BareIntent): Promise<ProvisionedOutcome>
  /** Asks, and gives whatever comes. */
  tryTo(intent: BareIntent): Promise<Outcome>
  undo(operationId: number): Promise<UndoneOutcome | RefusedOutcome>
  provision(email: string, changes?: Partial<ProvisionIntent>): Promise<ProvisionedOutcome>
  /** The status of each course of a person, by the course's name. */
  access(email: string): Promise<Record<string, string>>
  seats(team: string, product: string): Promise<{ quantity: number; used: number }>
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type BareIntent = Without<Intent, 'call'>

/** Courses `ielts` and `gmat`, each sold alone and together as `both`; teams `evening` and `morning`; all without end. */
export async function createDomain({ database }: TestDatabase, { now = () => new Date() } = {}): Promise<Domain> {
  const { kysely, pool } = database
  const organizationId = await insert(`organizations (path, name, slug) values ('{}', $1, $2)`, ['Acme', 'acme'])
  await pool.query('update organizations set path = array[id]')
  const courses: number[] = []
  for (const name of ['ielts', 'gmat'])
    courses.push(
      await insert('courses (organization_id, name, display_name) values ($1, $2, $2)', [organizationId, name]),
    )
  for (const [name, held] of [
    ['ielts', courses.slice(0, 1)],
    ['gmat', courses.slice(1)],
    ['both', courses],
  ] as const) {
    const product = await insert('products (organization_id, name, display_name) values ($1, $2, $2)', [
      organizationId,
      name,
    ])
    for (const course of held) await pool.query('insert into product_courses values ($1, $2)', [product, course])
  }
  const teams: Record<string, number> = {}
  for (const name of ['evening', 'morning'])
    teams[name] = await insert('teams (organization_id, name) values ($1, $2)', [organizationId, name])

  const engine = createEngine({ pool, passwordLinkDays: 7, now, onMail: () => {} })
  const call = () =>
    ({
      actor: { kind: 'system' },
      organizationId,
      source: 'test',
      ip: null,
      receivedAt: now(),
      mayRename: true,
    }) as const

  async function insert(text: string, values: unknown[]): Promise<number> {
    const { rows } = await pool.query(`insert into ${text} returning id`, values)
    return rows[0].id
  }
  const tryTo = (intent: BareIntent) => engine.submit({ ...intent, call: call() } as Intent)
  async function ask(intent: BareIntent) {
    const outcome = await tryTo(intent)
    if (outcome.result === 'refused') throw new Error(JSON.stringify(outcome.problems))
    return outcome as ProvisionedOutcome
  }
  return {
    organizationId,
    engine,
    teams,
    tryTo,
    ask,
    async undo(operation) {
      const { organizationId: id, ...by } = call()
      const caller = { by, organization: { id }, permissions: new Set(permissions), heldInTeams: [] }
      return (await engine.submit({ caller, action: { action: 'undo', operation } })) as UndoneOutcome | RefusedOutcome
    },
    provision: (email, changes = {}) => ask({ ...newcomer(email), ...changes }),
    async access(email) {
      const rows = await kysely
        .selectFrom('enrollments')
        .innerJoin('users', 'users.id', 'enrollments.user_id')
        .innerJoin('courses', 'courses.id', 'enrollments.course_id')
        .select(['courses.name', 'enrollments.revoked_at'])
        .where('users.email', '=', email)
        .orderBy('courses.name')
        .execute()
      return Object.fromEntries(rows.map(row => [row.name, row.revoked_at ? 'revoked' : 'active']))
    },
    async seats(team, product) {
      const { rows } = await pool.query(
        `select quantity, used from seats join products on products.id = product_id where team_id = $1 and name = $2`,
        [teams[team], product],
      )
      return rows[0]
    },
  }
}

export function newcomer(email: string): Without<ProvisionIntent, 'call'> {
  return {
    kind: 'provision',
    email,
    firstName: 'Jane',
    lastName: null,
    courses: [],
    access: null,
    reference: null,
    welcome: false,
    grantSource: 'api',
    problems: [],
  }
}
