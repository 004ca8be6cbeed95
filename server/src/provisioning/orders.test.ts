import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { createEngine } from './engine.ts'
import type { Intent } from './intents/intent.ts'
import type { PlaceOrderIntent, RefundOrderIntent, WantedLine } from './intents/order.ts'
import type { OrderedOutcome } from './intents/outcome.ts'

let db: TestDatabase
let acme: Domain
/** Of the catalog: seats of `ielts`, ten credits each. */
let item: number

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
  const { rows } = await query(
    `insert into catalog_items (organization_id, product_id, name, seats, credits)
     select organization_id, id, 'Ten seats', 10, 100 from products where name = 'ielts' returning id`,
  )
  item = rows[0].id
})
afterEach(() => db.drop())

const query = (text: string, values: unknown[] = []) => db.database.pool.query(text, values)

const nothing = { catalogItemId: null, quantity: 1, seats: 0, credits: null, ownPeriod: null }
const seats = (product: string, count: number): WantedLine => ({ ...nothing, product, seats: count })
const access = (product: string): WantedLine => ({ ...nothing, product })
async function fromCatalog(credits: string, months: number | null = null): Promise<WantedLine> {
  const { rows } = await query('select product_id from catalog_items where id = $1', [item])
  const ownPeriod = months === null ? null : { months, days: null, until: null }
  return { ...nothing, product: rows[0].product_id, catalogItemId: item, seats: 10, credits, ownPeriod }
}

function orderOf(lines: WantedLine[], more: Partial<PlaceOrderIntent> = {}) {
  return {
    kind: 'place_order',
    teamId: acme.teams.evening ?? 0,
    email: null,
    firstName: 'Jane',
    lastName: null,
    lines,
    payment: 'external',
    completed: true,
    reference: null,
    welcome: true,
    ...more,
  } as const
}

const place = (...args: Parameters<typeof orderOf>) => acme.tryTo(orderOf(...args))

async function placed(...args: Parameters<typeof place>): Promise<number> {
  const outcome = await place(...args)
  if (outcome.result === 'refused') throw new Error(JSON.stringify(outcome.problems))
  return (outcome as OrderedOutcome).orderId
}

/** Finds what it touches, as every face does. */
async function touched(orderId: number): Promise<Pick<RefundOrderIntent, 'orderId' | 'teamId' | 'email'>> {
  const { rows } = await query(
    'select team_id as "teamId", email from orders left join users on users.id = user_id where orders.id = $1',
    [orderId],
  )
  return { orderId, ...rows[0] }
}

const refundOf = async (orderId: number, more: Partial<RefundOrderIntent> = {}) => ({
  ...{ kind: 'refund_order' as const, lineIds: null, reason: null, reclaim: null },
  ...(await touched(orderId)),
  ...more,
})
const refund = async (...args: Parameters<typeof refundOf>) => acme.tryTo(await refundOf(...args))
const end = async (kind: 'complete_order' | 'cancel_order' | 'fail_order', orderId: number) =>
  acme.tryTo({ kind, welcome: true, ...(await touched(orderId)) })

async function addCredits(owner: 'team' | 'organization', amount: number): Promise<void> {
  const id = owner === 'team' ? acme.teams.evening : acme.organizationId
  await query(
    `with account as (insert into credit_accounts (${owner}_id) values ($1) returning id)
     insert into credit_entries (account_id, amount, operation_id) select id, $2, 1 from account`,
    [id, amount],
  )
}

/** The team's and the organization's. */
async function balances(): Promise<(string | undefined)[]> {
  const { rows } = await query('select team_id, balance from credit_accounts')
  return [rows.find(row => row.team_id !== null)?.balance, rows.find(row => row.team_id === null)?.balance]
}

/** Asks as another process would. */
function openAnother() {
  const { pool } = db.database
  const engine = createEngine({ pool, passwordLinkDays: 7, now: () => new Date(), onMail: () => {} })
  const call = { actor: { kind: 'system' }, organizationId: acme.organizationId, source: null, ip: null } as const
  return (intent: Parameters<Domain['tryTo']>[0]) =>
    engine.submit({ ...intent, call: { ...call, receivedAt: new Date() } } as Intent)
}

async function lineIds(orderId: number): Promise<number[]> {
  const { rows } = await query('select id from order_lines where order_id = $1 order by id', [orderId])
  return rows.map(row => row.id)
}

const evening = { strategy: 'specific', team: 'Evening' } as const
const sit = (email: string) => acme.provision(email, { team: evening, courses: ['ielts'], from: 'seats' })

test('an order adds seats to the team and gives the learner what is bought directly', async () => {
  const outcome = await place([seats('ielts', 5), access('gmat')], { email: 'jane@example.com' })
  expect(outcome).toMatchObject({
    result: 'changed',
    seats: [{ product: 'ielts', added: 5, quantity: 5, used: 0 }],
    enrollments: [{ course: 'gmat', status: 'active' }],
  })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 5, used: 0 })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active' })
  const { rows } = await query(
    `select source, order_lines.seats from grants join order_lines on order_lines.id = origin_id and order_lines.user_id = grants.user_id`,
  )
  expect(rows).toEqual([{ source: 'order', seats: 0 }])
  expect((await query('select kind from messages')).rows).toEqual([{ kind: 'welcome' }])
})

test('an order with a known reference is the same order, also when it comes 20 times at once', async () => {
  const another = openAnother()
  const send = async (order: ReturnType<typeof orderOf>, times: number) => {
    const copies = Array.from({ length: times }, () => [acme.tryTo(order), another(order)])
    const outcomes = (await Promise.all(copies.flat())) as OrderedOutcome[]
    expect(outcomes.filter(({ result }) => result === 'changed')).toHaveLength(1)
    expect(new Set(outcomes.map(({ orderId }) => orderId)).size).toBe(1)
  }
  await send(orderOf([seats('ielts', 5)], { reference: 'order-1' }), 10)
  // With no seats to wait for, only the reference stands between two of them.
  for (let round = 0; round < 10; round++)
    await send(orderOf([seats('gmat', 5)], { reference: `pending-${round}`, completed: false }), 1)
  // What is no longer for sale was sold then all the same.
  const item = await fromCatalog('1.00')
  await place([item], { reference: 'order-2' })
  expect(await place([{ ...item, product: null }], { reference: 'order-2' })).toMatchObject({ result: 'unchanged' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 15, used: 0 })
})

test("the team's credits pay first, then its organization's; a refund gives them back the other way round", async () => {
  await addCredits('team', 130)
  await addCredits('organization', 100)
  const orderId = await placed([await fromCatalog('100.00'), await fromCatalog('70.50')], { payment: 'credits' })
  expect(await balances()).toEqual(['0.00', '59.50'])
  const [first = 0, second = 0] = await lineIds(orderId)
  // 40.50 came from the organization: it gets them first.
  await refund(orderId, { lineIds: [second] })
  expect(await balances()).toEqual(['30.00', '100.00'])
  await refund(orderId, { lineIds: [first] })
  expect(await balances()).toEqual(['130.00', '100.00'])
  const { rows } = await query('select partially_refunded_at < refunded_at as later from orders')
  expect(rows).toEqual([{ later: true }])
})

test('not enough credits is refused whole, and what is missing is named', async () => {
  await addCredits('team', 60)
  await addCredits('organization', 15)
  const lines = [await fromCatalog('100.00'), seats('gmat', 1)]
  expect(await place(lines, { payment: 'credits' })).toMatchObject({
    problems: [{ code: 'no_price', field: 'lines.1.product' }],
  })
  expect(await place(lines.slice(0, 1), { payment: 'credits', email: 'jane@example.com' })).toMatchObject({
    result: 'refused',
    problems: [{ code: 'not_enough_credits', value: '25.00' }],
  })
  expect(await balances()).toEqual(['60.00', '15.00'])
  const { rows } = await query(
    'select (select count(*) from orders) as orders, (select count(*) from seats) as seats, (select count(*) from users) as users',
  )
  expect(rows).toEqual([{ orders: 0, seats: 0, users: 0 }])
})

test('of two orders that together cost more than there is, one succeeds', async () => {
  const another = openAnother()
  await addCredits('organization', 150)
  const lines = [await fromCatalog('100.00')]
  const ofMorning = orderOf(lines, { payment: 'credits', teamId: acme.teams.morning ?? 0 })
  for (let round = 0; round < 10; round++) {
    const elsewhere = round % 2 === 0 ? another : acme.tryTo
    const outcomes = await Promise.all([place(lines, { payment: 'credits' }), elsewhere(ofMorning)])
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['changed', 'refused'])
    expect(await balances()).toEqual([undefined, '50.00'])
    await refund((outcomes.find(({ result }) => result === 'changed') as OrderedOutcome).orderId)
  }
})

test('the database itself refuses a balance below zero', async () => {
  await addCredits('team', 5)
  const deduct =
    'insert into credit_entries (account_id, amount, operation_id) select id, -5.01, 1 from credit_accounts'
  await expect(query(deduct)).rejects.toMatchObject({ constraint: 'credit_accounts_enough' })
})

test('seats from the catalog begin on its terms; an allocation that is there keeps its own', async () => {
  await place([await fromCatalog('100.00', 3)])
  await sit('jane@example.com')
  expect((await query('select months from grants')).rows).toEqual([{ months: 3 }])
  await place([await fromCatalog('100.00', 9)])
  expect((await query('select access_months, quantity from seats')).rows).toEqual([{ access_months: 3, quantity: 20 }])
})

test('a pending order gives and costs nothing until it is completed, and completing it twice changes nothing', async () => {
  await addCredits('team', 100)
  const orderId = await placed([await fromCatalog('100.00', 3)], { payment: 'credits', completed: false })
  expect(await balances()).toEqual(['100.00', undefined])
  expect((await query('select * from seats')).rows).toEqual([])
  expect(await refund(orderId)).toMatchObject({ problems: [{ code: 'order_not_completed' }] })
  await end('fail_order', orderId)
  expect(await end('complete_order', orderId)).toMatchObject({
    result: 'changed',
    seats: [{ added: 10, quantity: 10 }],
  })
  expect(await balances()).toEqual(['0.00', undefined])
  expect((await query('select access_months from seats')).rows).toEqual([{ access_months: 3 }])
  expect(await end('complete_order', orderId)).toMatchObject({ result: 'unchanged' })
  expect(await end('cancel_order', orderId)).toMatchObject({ problems: [{ code: 'order_completed' }] })
})

test('a learner has what a pending order is for when it is completed, and the mail goes then', async () => {
  const orderId = await placed([access('gmat')], { completed: false, email: 'jane@example.com', teamId: null })
  expect(await acme.access('jane@example.com')).toEqual({})
  expect((await query('select * from messages')).rows).toEqual([])
  await end('complete_order', orderId)
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active' })
  expect((await query('select kind from messages')).rows).toEqual([{ kind: 'welcome' }])
})

test("a refund revokes that order's grants and reverses that order's seats, and nothing else; a second one changes nothing", async () => {
  await place([seats('ielts', 2)])
  await acme.provision('jane@example.com', { courses: ['ielts'], reference: 'shop-1', from: 'direct' })
  const orderId = await placed([seats('ielts', 3), access('both')], { email: 'jane@example.com' })
  expect(await refund(orderId, { reason: 'Changed her mind' })).toMatchObject({
    result: 'changed',
    seats: [{ added: -3, quantity: 2 }],
  })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 0 })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'revoked', ielts: 'active' })
  const { rows } = await query("select distinct revoked_reason from grants where source = 'order'")
  expect(rows).toEqual([{ revoked_reason: 'Changed her mind' }])
  expect(await refund(orderId)).toMatchObject({ result: 'unchanged' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 0 })
})

test('a product that has lost a course since is refunded whole', async () => {
  const orderId = await placed([access('both')], { email: 'jane@example.com' })
  await query(`delete from product_courses using products, courses
    where products.id = product_id and courses.id = product_courses.course_id and products.name = 'both' and courses.name = 'gmat'`)
  await refund(orderId)
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'revoked', ielts: 'revoked' })
})

test('what is refunded does not come back when an older revocation is undone', async () => {
  const orderId = await placed([access('gmat')], { email: 'jane@example.com' })
  const wish = { email: 'jane@example.com', course: 'gmat', reason: null } as const
  const { operationId } = await acme.ask({ kind: 'revoke', ...wish })
  await refund(orderId)
  expect(await acme.undo(operationId)).toMatchObject({ result: 'unchanged' })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'revoked' })
})

test('what is bought is for a team, a learner, or it is refused with all that is missing', async () => {
  expect(await place([seats('ielts', 1), access('gmat'), access('latin')], { teamId: null })).toMatchObject({
    problems: [
      { code: 'required', field: 'team' },
      { code: 'required', field: 'user' },
      { code: 'unknown_product', field: 'lines.2.product', value: 'latin' },
    ],
  })
  await query(`update courses set access_until = '2020-01-01' where name = 'gmat'`)
  expect(await place([access('gmat')], { email: 'jane@example.com' })).toMatchObject({
    problems: [{ code: 'course_ended', value: 'gmat' }],
  })
})

test('refunded at the same time by two processes, it is refunded once', async () => {
  const another = openAnother()
  await addCredits('team', 100)
  for (let round = 0; round < 10; round++) {
    const orderId = await placed([await fromCatalog('100.00')], { payment: 'credits' })
    const wish = await refundOf(orderId)
    const outcomes = await Promise.all([acme.tryTo(wish), another(wish)])
    expect(outcomes.map(({ result }) => result).toSorted()).toEqual(['changed', 'unchanged'])
    expect(await balances()).toEqual(['100.00', undefined])
    expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 0, used: 0 })
  }
})
