import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain, newcomer } from '../../test/domain.ts'
import { createEngine } from './engine.ts'
import type { ProvisionIntent } from './intents/provision.ts'

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

const evening = { strategy: 'specific', team: 'Evening' } as const
const morning = { strategy: 'specific', team: 'morning' } as const

function changeSeats(
  change: { add: number } | { to: number },
  more: { reclaim?: 'newest' | 'oldest'; reference?: string } = {},
) {
  const { reclaim = null, reference = null } = more
  return {
    kind: 'change_seats',
    teamId: acme.teams.evening ?? 0,
    product: 'ielts',
    change,
    reclaim,
    reference,
  } as const
}

test('200 who want one of 37 seats at once: 37 get one, 163 are told why', async () => {
  await acme.ask(changeSeats({ add: 37 }))
  const emails = Array.from({ length: 200 }, (_, index) => `learner${index}@example.com`)
  const outcomes = await Promise.all(
    emails.map(email => acme.tryTo({ ...newcomer(email), team: evening, courses: ['ielts'] })),
  )
  const refused = outcomes.filter(outcome => outcome.result === 'refused')
  expect(outcomes.filter(outcome => outcome.result === 'created')).toHaveLength(37)
  expect(refused).toHaveLength(163)
  for (const { problems } of refused)
    expect(problems).toEqual([{ code: 'no_seats_left', field: 'courses', value: 'ielts' }])
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 37, used: 37 })
  // Who was refused was not half done.
  const { rows } = await db.database.pool.query('select count(*) from users')
  expect(rows[0].count).toBe(37)
})

test('the database itself refuses one claim more than there are seats, and fewer seats than claims', async () => {
  await acme.provision('jane@example.com', {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
    courses: ['ielts'],
  })
  const { pool } = db.database
  await pool.query(`insert into users (email, first_name) values ('bob@example.com', 'Bob')`)
  const claim = `insert into claims (seat_id, user_id, operation_id) select seats.id, users.id, 1 from seats, users where email = 'bob@example.com'`
  await expect(pool.query(claim)).rejects.toMatchObject({ constraint: 'seats_enough' })
  const lower = 'insert into seat_entries (seat_id, quantity, operation_id) select id, -1, 1 from seats'
  await expect(pool.query(lower)).rejects.toMatchObject({ constraint: 'seats_enough' })
})

test('the same reference adds seats once, a new one adds again', async () => {
  const buy = (reference: string): Partial<ProvisionIntent> => ({
    team: evening,
    seats: [{ product: 'ielts', quantity: 5 }],
    seatsReference: reference,
  })
  const first = await acme.provision('jane@example.com', buy('order-1'))
  expect(first.seats).toMatchObject([{ product: 'ielts', added: 5, quantity: 5, used: 0 }])
  expect((await acme.provision('jane@example.com', buy('order-1'))).seats).toMatchObject([{ added: 0, quantity: 5 }])
  expect((await acme.provision('jane@example.com', buy('order-2'))).seats).toMatchObject([{ added: 5, quantity: 10 }])
  const together = await Promise.all(
    Array.from({ length: 20 }, () => acme.provision('jane@example.com', buy('order-3'))),
  )
  expect(together.filter(({ seats }) => seats[0]?.added === 5)).toHaveLength(1)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 15, used: 0 })
})

test('leaving a team gives the seat back and takes what came from it; what the learner bought stays', async () => {
  await acme.ask(changeSeats({ add: 1 }))
  await acme.provision('jane@example.com', { courses: ['gmat'], reference: 'order-1' })
  await acme.provision('jane@example.com', { team: evening, courses: ['ielts'] })
  await acme.provision('jane@example.com', { courses: ['ielts'], reference: 'order-2', from: 'direct' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })

  const leave = { kind: 'leave_team', teamId: acme.teams.evening ?? 0, email: 'jane@example.com', role: null } as const
  await acme.ask(leave)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active', ielts: 'active' })

  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  await acme.ask({ ...leave, email: 'bob@example.com' })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'revoked' })
})

test('free seats move to another team in one operation, used ones do not', async () => {
  await acme.ask(changeSeats({ add: 3 }))
  await acme.provision('ann@example.com', { team: evening, courses: ['ielts'] })
  const move = (quantity: number) =>
    ({
      kind: 'move_seats',
      fromTeamId: acme.teams.evening ?? 0,
      toTeamId: acme.teams.morning ?? 0,
      product: 'ielts',
      quantity,
      reference: null,
    }) as const
  expect(await acme.tryTo(move(3))).toMatchObject({ problems: [{ code: 'no_seats_left', value: 2 }] })
  await acme.ask(move(2))
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  expect(await acme.seats('morning', 'ielts')).toEqual({ quantity: 2, used: 0 })
  await acme.provision('bob@example.com', { team: morning, courses: ['ielts'] })
})

test('on a waitlist, whoever came first is served first, in the transaction that frees a seat', async () => {
  await acme.ask(changeSeats({ add: 1 }))
  await db.database.pool.query('update seats set waitlist = true')
  for (const name of ['ann', 'bob', 'cid'])
    await acme.provision(`${name}@example.com`, { team: evening, courses: ['ielts'] })
  expect(await acme.access('bob@example.com')).toEqual({})
  await acme.ask({ kind: 'release_seat', teamId: acme.teams.evening ?? 0, product: 'ielts', email: 'ann@example.com' })
  expect(await acme.access('ann@example.com')).toEqual({ ielts: 'revoked' })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
  await acme.ask(changeSeats({ add: 1 }))
  expect(await acme.access('cid@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 2 })
})

test('seats are reclaimed right while another process gives them away', async () => {
  const { pool } = db.database
  const another = createEngine({ pool, passwordLinkDays: 7, now: () => new Date(), onMail: () => {} })
  for (let round = 0; round < 10; round++) {
    await acme.ask(changeSeats({ to: 40 }))
    const emails = Array.from({ length: 30 }, (_, index) => `r${round}-${index}@example.com`)
    const claims = emails.map(email => acme.tryTo({ ...newcomer(email), team: evening, courses: ['ielts'] }))
    const actor = { kind: 'system' } as const
    const call = { actor, organizationId: acme.organizationId, source: null, ip: null, receivedAt: new Date() }
    const lower = { ...changeSeats({ to: 5 }, { reclaim: 'newest' }), call }
    expect(await another.submit(lower)).toMatchObject({ result: 'changed' })
    await Promise.all(claims)
    expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 5, used: 5 })
    const { rows } = await pool.query(
      'select count(*) from grants join claims on claims.id = origin_id where revoked_at is null and released_at is not null',
    )
    expect(rows).toEqual([{ count: 0 }])
  }
})

test("seats never move to another organization's team, even when both are asked for at once", async () => {
  const { pool } = db.database
  const insert = async (text: string) => (await pool.query(`insert into ${text} returning id`)).rows[0].id as number
  const beside = await insert(`organizations (path, name, slug) values ('{9}', 'Beside', 'beside')`)
  const team = await insert(`teams (organization_id, name) values (${beside}, 'Theirs')`)
  const actor = { kind: 'system' } as const
  const call = { actor, organizationId: acme.organizationId, source: null, ip: null, receivedAt: new Date() }
  const seats = { product: 'ielts', reference: null } as const
  const [, , moved] = await acme.engine.run([
    { ...changeSeats({ add: 3 }), call },
    {
      kind: 'leave_team',
      call: { ...call, organizationId: beside },
      teamId: team,
      email: 'ann@example.com',
      role: null,
    },
    { kind: 'move_seats', call, fromTeamId: acme.teams.evening ?? 0, toTeamId: team, quantity: 1, ...seats },
  ])
  expect(moved).toMatchObject({ result: 'refused', problems: [{ code: 'unknown_team', field: 'team', value: team }] })
})
