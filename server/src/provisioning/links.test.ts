import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { createInvitations } from '../../test/invitations.ts'
import { createEngine } from './engine.ts'
import type { LinkTarget } from './intents/invitation.ts'

let db: TestDatabase
let acme: Domain
let clock: Date

beforeEach(async () => {
  clock = new Date('2026-12-01T10:00:00Z')
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
})
afterEach(() => db.drop())

type Target = LinkTarget & { readonly linkId: number }

/** A link to a course, unless it is to the team `evening` or to a group. */
async function makeLink(limits: Record<string, unknown> = {}, to: Partial<LinkTarget> = {}): Promise<Target> {
  const target = { teamId: null, groupId: null, courses: to.teamId || to.groupId ? [] : ['ielts'], ...to }
  const row = {
    organization_id: acme.organizationId,
    token_hash: Buffer.from(`${Math.random()}`),
    prefix: 'x',
    ...limits,
  }
  const names = [...Object.keys(row), 'team_id', 'group_id']
  const values = [...Object.values(row), target.teamId, target.groupId]
  const { rows } = await db.database.pool.query(
    `insert into links (${names}, course_id) select ${names.map((_, index) => `$${index + 1}`)},
      (select id from courses where name = any($${names.length + 1})) returning id`,
    [...values, target.courses],
  )
  return { ...target, linkId: rows[0].id }
}

const follow = (link: Target, email: string, firstName = 'Jane') =>
  acme.tryTo({ kind: 'follow_link', ...link, email, firstName, lastName: '' })
const approve = (link: Target, email: string) => acme.tryTo({ kind: 'approve_join', ...link, email })
const decline = (link: Target, email: string) => acme.tryTo({ kind: 'decline_join', ...link, email })

async function read(table: string, { linkId }: Target) {
  const where = table === 'links' ? 'id' : 'link_id'
  return (await db.database.pool.query(`select * from ${table} where ${where} = $1 order by id`, [linkId])).rows
}
const usesOf = async (link: Target) => (await read('links', link))[0].used

test('50 who follow a link of 10 uses at once: 10 are let in, 40 are told why', async () => {
  const link = await makeLink({ max_uses: 10 })
  const emails = Array.from({ length: 50 }, (_, index) => `learner${index}@example.com`)
  const outcomes = await Promise.all(emails.map(email => follow(link, email)))
  expect(outcomes.filter(({ result }) => result === 'changed')).toHaveLength(10)
  const refused = outcomes.filter(outcome => outcome.result === 'refused')
  expect(refused).toHaveLength(40)
  for (const { problems } of refused) expect(problems).toMatchObject([{ code: 'link_used_up' }])
  expect(await usesOf(link)).toBe(10)
  const { rows } = await db.database.pool.query(
    'select count(*) as users, (select count(*) from grants where source = $1 and origin_id = $2) as grants from users',
    ['link', link.linkId],
  )
  expect(rows).toEqual([{ users: 10, grants: 10 }])
})

test('one who is left to come, through many processes at once: one is let in, the others are told why', async () => {
  const call = { actor: { kind: 'system' }, organizationId: acme.organizationId, source: null, ip: null } as const
  const engines = Array.from({ length: 8 }, () =>
    createEngine({ pool: db.database.pool, passwordLinkDays: 7, now: () => clock, onMail: () => {} }),
  )
  for (let round = 0; round < 5; round++) {
    const link = { kind: 'follow_link', ...(await makeLink({ max_uses: 1 })) } as const
    const outcomes = await Promise.all(
      engines.map((engine, index) => {
        const person = { email: `r${round}-${index}@example.com`, firstName: 'Jane', lastName: '' }
        return engine.submit({ ...link, ...person, call: { ...call, receivedAt: clock } })
      }),
    )
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['changed', ...Array(7).fill('refused')])
  }
})

test('the database itself refuses one use more than there are', async () => {
  const link = await makeLink({ max_uses: 1 })
  const join = (email: string) =>
    db.database.pool.query(
      `insert into link_joins (link_id, email, first_name, operation_id) values ($1, $2, 'Jane', 1)`,
      [link.linkId, email],
    )
  await join('jane@example.com')
  await expect(join('bob@example.com')).rejects.toMatchObject({ constraint: 'links_uses_left' })
})

test('the same person again is one use, and gets nothing twice', async () => {
  const link = await makeLink({ max_uses: 1 })
  await Promise.all([follow(link, 'jane@example.com'), follow(link, 'jane@example.com')])
  expect(await follow(link, 'jane@example.com')).toMatchObject({ result: 'unchanged' })
  expect(await usesOf(link)).toBe(1)
  const { rows } = await db.database.pool.query('select count(*) from messages')
  expect(rows).toEqual([{ count: 1 }])
})

test('a link to a team gives one of each of its seats, and lets nobody in when one is not left', async () => {
  const seats = [
    { product: 'ielts', quantity: 2 },
    { product: 'gmat', quantity: 1 },
  ]
  const team = { strategy: 'specific', team: 'evening' } as const
  await acme.provision('ann@example.com', { team, seats, seatsReference: 'order-1' })
  const link = await makeLink({}, { teamId: acme.teams.evening ?? 0 })
  expect(await follow(link, 'jane@example.com')).toMatchObject({ result: 'changed' })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active', ielts: 'active' })
  expect(await follow(link, 'bob@example.com')).toMatchObject({ problems: [{ code: 'no_seats_left', value: 'gmat' }] })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 1 })
  expect(await usesOf(link)).toBe(1)
})

test('a course that the person has is not made longer by a link', async () => {
  await db.database.pool.query('update courses set access_months = 6')
  await acme.provision('jane@example.com', { courses: ['ielts'] })
  await follow(await makeLink(), 'jane@example.com')
  const { rows } = await db.database.pool.query('select ends_at from enrollments')
  expect(rows).toEqual([{ ends_at: new Date('2027-06-01T10:00:00Z') }])
})

test('who must be approved has no account before, and access after', async () => {
  const link = await makeLink({ needs_approval: true, max_uses: 2 })
  for (const email of ['ann@example.com', 'bob@example.com', 'ann@example.com']) await follow(link, email)
  expect(await usesOf(link)).toBe(2)
  expect(await follow(link, 'cid@example.com')).toMatchObject({ problems: [{ code: 'link_used_up' }] })
  const { rows } = await db.database.pool.query(
    'select count(*) as users, (select count(*) from messages) as mails from users',
  )
  expect(rows).toEqual([{ users: 0, mails: 0 }])

  const twice = await Promise.all([approve(link, 'ann@example.com'), approve(link, 'ann@example.com')])
  expect(twice.map(({ result }) => result).sort()).toEqual(['changed', 'refused'])
  expect(await acme.access('ann@example.com')).toEqual({ ielts: 'active' })
  // Who is declined makes room for another, and stays declined.
  expect(await decline(link, 'bob@example.com')).toMatchObject({ result: 'changed' })
  expect(await approve(link, 'bob@example.com')).toMatchObject({ problems: [{ code: 'join_decided' }] })
  expect(await follow(link, 'bob@example.com')).toMatchObject({ result: 'unchanged' })
  expect(await follow(link, 'cid@example.com')).toMatchObject({ result: 'changed' })
  await db.database.pool.query('update links set needs_approval = false')
  expect(await follow(link, 'bob@example.com')).toMatchObject({ result: 'unchanged' })
  expect(await acme.access('bob@example.com')).toEqual({})
  expect(await read('link_joins', link)).toMatchObject([
    { email: 'ann@example.com', joined_at: clock, user_id: expect.any(Number) },
    { email: 'bob@example.com', declined_at: clock, user_id: null },
    { email: 'cid@example.com', joined_at: null, declined_at: null },
  ])
})

test('what somebody got by a link can be undone', async () => {
  const outcome = await follow(await makeLink(), 'jane@example.com')
  await createInvitations(db, acme, () => clock).undo(outcome.operationId)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'revoked' })
})
