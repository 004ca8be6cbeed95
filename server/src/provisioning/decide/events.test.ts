import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Domain, newcomer } from '../../../test/domain.ts'
import { openWebhooks, type Webhooks } from '../../../test/webhooks.ts'
import { endAccess } from '../../jobs/end-access.ts'

let it: Webhooks
let seen: number
beforeEach(async () => {
  it = await openWebhooks()
  seen = 0
})
afterEach(() => it.close())

const email = 'jane@example.com'
const url = 'https://hooks.example.com'
const evening = { strategy: 'specific', team: 'evening' } as const
const ielts = { email, course: 'ielts', reason: null } as const
const days = (count: number) => ({ months: null, days: count, until: null })

/** What was told since the last time it was asked for. */
async function news() {
  const rows = (await it.deliveries()).filter(({ id }) => id > seen)
  seen = Math.max(seen, ...rows.map(({ id }) => id))
  return rows
}
const types = async () => (await news()).map(({ event }) => event)

async function eventsOf(intent: Parameters<Domain['ask']>[0]) {
  await it.acme.ask(intent)
  return types()
}

test('the life of an enrollment is told step by step, each with the operation that it came of', async () => {
  await it.add(url)
  const order = { courses: ['ielts'], access: days(30), welcome: true, reference: 'order-1' }
  const { operationId, userId } = await it.acme.provision(email, order)
  expect(await news()).toMatchObject([
    { event: 'user.created', operation_id: operationId, user_id: userId, organization_id: it.acme.organizationId },
    { event: 'user.welcomed', operation_id: operationId },
    { event: 'enrollment.started', operation_id: operationId, data: { enrollment: { status: 'active' } } },
  ])
  expect(await it.acme.provision(email, order)).toMatchObject({ result: 'already_provisioned' })
  expect(await types()).toEqual([])

  const suspended = await it.acme.ask({ kind: 'suspend', ...ielts })
  expect(await news()).toMatchObject([{ event: 'enrollment.changed', operation_id: suspended.operationId }])
  expect(await eventsOf({ kind: 'resume', ...ielts })).toEqual(['enrollment.changed'])
  expect(await eventsOf({ kind: 'complete', ...ielts })).toEqual(['enrollment.completed'])
  const more = { email, course: 'ielts', period: days(5), reference: 'more' }
  expect(await eventsOf({ kind: 'extend', ...more })).toEqual(['enrollment.changed'])

  it.later(36 * 24 * 60 * 60_000)
  await endAccess({ engine: it.acme.engine, database: it.database }, it.now())
  expect(await types()).toEqual(['enrollment.ended'])
  await it.acme.provision(email, { ...order, reference: 'order-2' })
  expect(await types()).toContain('enrollment.started')
  const revoked = await it.acme.ask({ kind: 'revoke', ...ielts })
  expect(await news()).toMatchObject([{ event: 'enrollment.ended', operation_id: revoked.operationId }])

  const undone = await it.acme.undo(revoked.operationId)
  expect(await news()).toMatchObject([{ event: 'enrollment.started', operation_id: undone.operationId }])
})

test('what is refused, and what is taken back with its transaction, is no event', async () => {
  await it.add(url)
  expect(await it.acme.tryTo({ kind: 'suspend', ...ielts })).toMatchObject({ result: 'refused' })
  const failing = it.acme.engine.run([{ ...newcomer(email), courses: ['ielts'], call: callAt(it.acme) }], () => {
    throw new Error('not this time')
  })
  await expect(failing).rejects.toThrow('not this time')
  expect(await types()).toEqual([])
})

test('that the seats of a team are nearly used, and used up, is told', async () => {
  await it.add(url, { events: ['seats.nearly_used', 'seats.used_up'] })
  const seats = { seats: [{ product: 'ielts', quantity: 4 }], seatsReference: 'order-1' }
  await it.acme.provision('ann@example.com', { team: evening, ...seats })
  for (const name of ['ann', 'bob'])
    await it.acme.provision(`${name}@example.com`, { team: evening, courses: ['ielts'] })
  expect(await types()).toEqual([])
  await it.acme.provision('cid@example.com', { team: evening, courses: ['ielts'] })
  expect(await news()).toMatchObject([
    { event: 'seats.nearly_used', user_id: null, data: { seats: { product: 'ielts', quantity: 4, used: 3 } } },
  ])
  await it.acme.provision('dan@example.com', { team: evening, courses: ['ielts'] })
  expect(await types()).toEqual(['seats.used_up'])
})

test('an invitation is told of when it is sent, sent again, and ended', async () => {
  await it.add(url)
  const expiresAt = new Date(it.now().getTime() + 24 * 60 * 60_000)
  const offer = { teamId: null, role: null, courses: ['gmat'], products: [], groups: [], from: null, expiresAt }
  const invited = await it.acme.tryTo({ kind: 'invite', email, firstName: 'Jane', lastName: null, ...offer })
  expect(await news()).toMatchObject([
    { event: 'user.created' },
    { event: 'invitation.sent', data: { user: { email }, invitation: { state: 'pending', courses: ['gmat'] } } },
  ])
  const { invitationId = 0 } = invited as { invitationId?: number }
  const which = { email, invitationId, teamId: null }
  expect(await eventsOf({ kind: 'renew_invitation', ...which, expiresAt, send: true })).toEqual(['invitation.sent'])
  expect(await eventsOf({ kind: 'withdraw_invitation', ...which })).toEqual(['invitation.ended', 'user.removed'])
})

test('an order is told of when it is completed, and at each refund', async () => {
  await it.add(url, { events: ['order.completed', 'order.refunded'] })
  const line = { catalogItemId: null, quantity: 1, seats: 0, credits: null, ownPeriod: null }
  const placed = await it.acme.tryTo({
    ...{ kind: 'place_order', teamId: null, email, firstName: 'Jane', lastName: null, payment: 'external' },
    ...{ lines: ['gmat', 'ielts'].map(product => ({ ...line, product })), reference: 'order-2' },
    ...{ completed: false, welcome: false },
  })
  expect(await types()).toEqual([])
  const { orderId = 0 } = placed as { orderId?: number }
  const which = { orderId, teamId: null, email }
  expect(await eventsOf({ kind: 'complete_order', ...which, welcome: false })).toEqual(['order.completed'])
  const { rows } = await it.database.pool.query('select id from order_lines order by id')
  const refund = { kind: 'refund_order', ...which, reason: null, reclaim: null } as const
  expect(await eventsOf({ ...refund, lineIds: [rows[0].id] })).toEqual(['order.refunded'])
  await it.acme.ask({ ...refund, lineIds: null })
  expect(await news()).toMatchObject([
    { event: 'order.refunded', data: { order: { state: 'refunded', external_ref: 'order-2' }, user: { email } } },
  ])
})

test('each hears of what it asked for, in its own organization and below, and never beside', async () => {
  const { pool } = it.database
  const addOrganization = async (slug: string, above: number[]) => {
    const text = `insert into organizations (path, name, slug) values ('{}', $1, $1) returning id`
    const { id } = (await pool.query(text, [slug])).rows[0]
    await pool.query('update organizations set path = $2 where id = $1', [id, [...above, id]])
    await pool.query(`insert into courses (organization_id, name, display_name) values ($1, 'ielts', 'x')`, [id])
    return id as number
  }
  const branch = await addOrganization('branch', [it.acme.organizationId])
  const rival = await addOrganization('rival', [])
  const events = ['user.created', 'enrollment.started', 'enrollment.changed']
  const above = await it.add(url, { events: ['enrollment.changed'] })
  await it.add(url, { events: ['user.created'], format: 'northpass' })
  const below = await it.add(url, { events, organization_id: branch })
  const beside = await it.add(url, { events, organization_id: rival })

  // The same course name, for the same person, in one set.
  const inBoth = [branch, rival].map(organizationId => callAt({ organizationId }))
  await it.acme.engine.run(inBoth.map(call => ({ ...newcomer(email), courses: ['ielts'], call })))
  await it.acme.engine.run(inBoth.map(call => ({ kind: 'suspend', ...ielts, call })))
  const told = (await it.deliveries()).map(row => `${row.webhook_id} ${row.organization_id} ${row.event}`)
  const expected = [
    ...events.flatMap(event => [`${below} ${branch} ${event}`, `${beside} ${rival} ${event}`]),
    `${above} ${branch} enrollment.changed`,
  ]
  expect(told.sort()).toEqual(expected.sort())
})

test('to one that is switched off nothing is told', async () => {
  await it.add(url)
  await it.database.pool.query('update webhooks set disabled_at = now()')
  await it.acme.provision(email, { courses: ['ielts'] })
  expect(await it.deliveries()).toEqual([])
})

function callAt({ organizationId }: { organizationId: number }) {
  return { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: it.now() } as const
}
