/** Whatever is asked, in whatever order and at the same time: access is the fold of the ledger, and every count is right. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain, newcomer } from '../../test/domain.ts'
import { createInvitations, type Invitations } from '../../test/invitations.ts'
import { expectSoundLedger } from '../../test/ledger.ts'
import { lapseInvitations } from '../jobs/lapse-invitations.ts'

let db: TestDatabase
let acme: Domain
let invitations: Invitations
let linkId: number
let clock = new Date('2026-12-01T10:00:00Z')

beforeAll(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
  invitations = createInvitations(db, acme, () => clock)
  await db.database.pool.query('update courses set access_months = 6')
})
afterAll(() => db.drop())

const email = fc.constantFrom('ann@example.com', 'bob@example.com', 'cid@example.com', 'dan@example.com')
const team = fc.constantFrom('evening', 'morning')
const product = fc.constantFrom('ielts', 'gmat', 'both')
const course = fc.constantFrom('ielts', 'gmat')
const reference = fc.constantFrom('order-1', 'order-2', 'order-3', null)
const quantity = fc.integer({ min: 1, max: 3 })
const group = fc.constantFrom('Readers', 'Writers')
const credits = fc.constantFrom('0.00', '12.50', '99.99')
const completed = fc.boolean()
const nth = fc.nat({ max: 4 })
const reclaim = fc.constantFrom('newest' as const, 'oldest' as const, null)

const step = fc.oneof(
  fc.record({ do: fc.constant('buy' as const), email, course, reference }),
  fc.record({ do: fc.constant('sit' as const), email, team, product }),
  fc.record({ do: fc.constant('add' as const), team, product, quantity, reference }),
  fc.record({ do: fc.constant('lower' as const), team, product, quantity }),
  fc.record({ do: fc.constant('move' as const), product, quantity }),
  fc.record({ do: fc.constant('leave' as const), email, team }),
  fc.record({ do: fc.constant('join' as const), email, group }),
  fc.record({ do: fc.constant('part' as const), email, group }),
  fc.record({ do: fc.constant('attach' as const), group, course }),
  fc.record({ do: fc.constant('detach' as const), group, course }),
  fc.record({ do: fc.constant('revoke' as const), email, course }),
  fc.record({ do: fc.constant('hold' as const), email, course }),
  fc.record({ do: fc.constant('order' as const), email, team, product, quantity, reference, credits, completed }),
  fc.record({ do: fc.constant('complete' as const), nth }),
  fc.record({ do: fc.constant('refund' as const), nth, whole: fc.boolean(), reclaim }),
  fc.record({ do: fc.constant('invite' as const), email, team, product, quantity }),
  fc.record({ do: fc.constantFrom('accept' as const, 'withdraw' as const, 'renew' as const), email }),
  fc.record({ do: fc.constant('lapse' as const) }),
  fc.record({ do: fc.constant('follow' as const), email }),
  fc.record({ do: fc.constant('undo' as const), back: fc.integer({ min: 1, max: 6 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('access is the fold of the ledger and no count drifts', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 30, maxLength: 60 }),
      async rounds => {
        await begin()
        for (const round of rounds) {
          clock = new Date(clock.getTime() + 24 * 60 * 60 * 1000)
          await Promise.all(round.map(take))
        }
        await expectSoundLedger(db.database.pool, clock)
        await checkOrders()
        await checkWaysIn()
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})

/** Nobody has anything yet. */
async function begin(): Promise<void> {
  clock = new Date('2026-12-01T10:00:00Z')
  const { pool } = db.database
  await pool.query(`truncate users, memberships, enrollments, grants, operations, seats, groups, orders, changes,
    credit_accounts cascade`)
  await pool.query(
    `insert into credit_accounts (organization_id, team_id)
     select $1::bigint, null union all select null, id from teams`,
    [acme.organizationId],
  )
  await pool.query(
    'insert into credit_entries (account_id, amount, operation_id) select id, 150, 1 from credit_accounts',
  )
  await pool.query('delete from links')
  const { rows } = await pool.query(
    `insert into links (organization_id, token_hash, prefix, team_id, max_uses) values ($1, '', '', $2, 2) returning id`,
    [acme.organizationId, acme.teams.evening],
  )
  linkId = rows[0].id
}

/** A step that is refused, because nothing like that is there, is a step all the same. */
async function take(step: Step): Promise<unknown> {
  const teamId = acme.teams['team' in step ? step.team : 'evening'] ?? 0
  const person = 'email' in step ? newcomer(step.email) : newcomer('eve@example.com')
  switch (step.do) {
    case 'buy':
      return acme.tryTo({ ...person, courses: [step.course], reference: step.reference })
    case 'sit':
      return acme.tryTo({
        ...person,
        team: { strategy: 'specific', team: teamId },
        products: [step.product],
        from: 'seats',
      })
    case 'add': {
      const change = { add: step.quantity }
      return acme.tryTo({
        kind: 'change_seats',
        teamId,
        product: step.product,
        change,
        reclaim: null,
        reference: step.reference,
      })
    }
    case 'lower': {
      const change = { to: step.quantity - 1 }
      return acme.tryTo({
        kind: 'change_seats',
        teamId,
        product: step.product,
        change,
        reclaim: 'newest',
        reference: null,
      })
    }
    case 'move': {
      const [fromTeamId = 0, toTeamId = 0] = Object.values(acme.teams)
      return acme.tryTo({ kind: 'move_seats', fromTeamId, toTeamId, ...step, reference: null })
    }
    case 'leave':
      return acme.tryTo({ kind: 'leave_team', teamId, email: step.email, role: null })
    case 'join':
      return acme.tryTo({ ...person, groups: [step.group] })
    case 'part':
      return acme.tryTo({ kind: 'leave_group', groupId: await groupId(step.group), email: step.email })
    case 'attach':
    case 'detach': {
      const kind = step.do === 'attach' ? 'attach_courses' : 'detach_courses'
      return acme.tryTo({ kind, groupId: await groupId(step.group), courses: [step.course] })
    }
    case 'revoke':
    case 'hold':
      return acme.tryTo({
        kind: step.do === 'hold' ? 'suspend' : 'revoke',
        email: step.email,
        course: step.course,
        reason: null,
      })
    case 'order':
      return order(step, teamId)
    case 'complete': {
      const touched = await findOrder(step.nth)
      return touched && acme.tryTo({ kind: 'complete_order', welcome: true, ...touched.order })
    }
    case 'refund': {
      const touched = await findOrder(step.nth)
      const lineIds = step.whole ? null : (touched?.lineIds.slice(0, 1) ?? null)
      return touched && acme.tryTo({ kind: 'refund_order', ...touched.order, ...step, lineIds, reason: null })
    }
    case 'invite':
      return invitations.tryToSend(step.email, { team: step.team, products: [step.product], days: step.quantity })
    case 'accept':
    case 'withdraw':
    case 'renew': {
      const sent = await invitations.findLast(step.email)
      return sent && invitations[step.do](sent, { days: 2 })
    }
    case 'lapse':
      return lapseInvitations({ engine: acme.engine, database: db.database }, clock)
    case 'follow': {
      const link = { linkId, teamId: acme.teams.evening ?? 0, groupId: null, courses: [] }
      return acme.tryTo({ kind: 'follow_link', ...link, email: step.email, firstName: 'Jane', lastName: '' })
    }
    case 'undo':
      return undo(step.back)
  }
}

/** Seats for the team, and the course itself for the learner; by credits they cost something. */
async function order(step: Extract<Step, { do: 'order' }>, teamId: number): Promise<unknown> {
  const line = { product: step.product, catalogItemId: null, quantity: 1, credits: step.credits, ownPeriod: null }
  const lines = [
    { ...line, seats: step.quantity },
    { ...line, seats: 0 },
  ]
  const { firstName, lastName } = newcomer(step.email)
  const who = { teamId, email: step.email, firstName, lastName, welcome: true }
  const how = { payment: 'credits', completed: step.completed, reference: step.reference } as const
  return acme.tryTo({ kind: 'place_order', ...who, lines, ...how })
}

async function findOrder(nth: number) {
  const { rows } = await db.database.pool.query<{ id: number; teamId: number; email: string; lineIds: number[] }>(
    `select orders.id, team_id as "teamId", email,
       array(select id from order_lines where order_id = orders.id order by id) as "lineIds"
     from orders join users on users.id = user_id order by orders.created_at desc, orders.id offset $1 limit 1`,
    [nth],
  )
  const [row] = rows
  return row && { order: { orderId: row.id, teamId: row.teamId, email: row.email }, lineIds: row.lineIds }
}

async function groupId(name: string): Promise<number> {
  const { rows } = await db.database.pool.query('select id from groups where name = $1', [name])
  return rows[0]?.id ?? 1
}

async function undo(back: number): Promise<unknown> {
  const { rows } = await db.database.pool.query(
    `select id from operations where result not in ('refused', 'recorded') order by at desc, id desc offset $1 limit 1`,
    [back],
  )
  if (!rows[0]) return
  return acme.undo(rows[0].id)
}

/** An order holds what it cost as long as it stands. */
async function checkOrders(): Promise<void> {
  const { pool } = db.database
  const { rows: orders } = await pool.query(`
    select
      (select coalesce(-sum(amount), 0) from credit_entries where order_id = orders.id) as paid,
      (select coalesce(sum(credits), 0) from order_lines
        where order_id = orders.id and refunded_at is null and completed_at is not null) as cost,
      (select coalesce(sum(quantity), 0)::int from seat_entries
        where order_line_id in (select id from order_lines where order_id = orders.id)) as given,
      (select coalesce(sum(seats), 0)::int from order_lines
        where order_id = orders.id and refunded_at is null and completed_at is not null) as seats,
      partially_refunded_at is not null as begun,
      exists (select from order_lines where order_id = orders.id and refunded_at is not null) as some,
      refunded_at is not null as ended,
      not exists (select from order_lines where order_id = orders.id and refunded_at is null) as all
    from orders`)
  for (const { paid, cost, given, seats, begun, some, ended, all } of orders) {
    expect(Number(paid)).toBe(Number(cost))
    expect({ given, begun, ended }).toEqual({ given: seats, begun: some, ended: all })
  }
}

/** Seats are kept for invitations that can be accepted, and every use of a link is somebody's. */
async function checkWaysIn(): Promise<void> {
  const { pool } = db.database
  const { rows: orphans } = await pool.query(`
    select * from claims where released_at is null and taken_at is null and invitation_id not in (
      select id from invitations where accepted_at is null and withdrawn_at is null and lapsed_at is null)`)
  expect(orphans).toEqual([])
  const { rows: strangers } = await pool.query(`
    select * from memberships m where invited_at is not null and not exists (
      select from invitations where user_id = m.user_id and accepted_at is null and withdrawn_at is null)`)
  expect(strangers).toEqual([])
  const { rows: links } = await pool.query(
    'select used, (select count(*)::int from link_joins where link_id = links.id and declined_at is null) as joins from links',
  )
  for (const { used, joins } of links) expect(used).toBe(joins)
}
