/** The door to the core: a way in needs its words and a table of errors, and nothing of HTTP. */
import type { Pool, PoolClient } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { createDomain, type Domain } from '../../../test/domain.ts'
import { permissions as all, type Permission } from '../../lib/roles/permissions.ts'
import type { PlaceOrderIntent } from '../intents/order.ts'
import type { Problem } from '../intents/problem.ts'
import type { DoneTo } from '../item.ts'
import type { Caller } from './action.ts'
import { type Action, type ActionName, permissionOf } from './actions.ts'
import type { AskedAction } from './to-intent.ts'

let db: TestDatabase
let acme: Domain
beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

const callerWith = (permissions: readonly Permission[], changes: Partial<Caller> = {}): Caller => ({
  by: { actor: { kind: 'system' }, source: 'words', ip: null, receivedAt: new Date() },
  organization: { id: acme.organizationId },
  permissions: new Set(permissions),
  heldInTeams: [],
  ...changes,
})

/** A face for tests: a line of words asks one thing, and a line answers. */
const words = {
  ask: {
    provision: ([email = '', ...courses]: string[]) => {
      return { action: 'provision', email, courses } as const
    },
    seat: ([seats, user]: string[]) => {
      return { action: 'give_seat', seats: Number(seats), user: Number(user), welcome: false } as const
    },
    refund: ([order]: string[]) => {
      return { action: 'refund_order', order: Number(order), lineIds: null, reason: null, reclaim: null } as const
    },
  },
  tell: {
    provision: ({ userId, enrollments }: DoneTo<AskedAction<Action<'provision'>>>) =>
      `${userId} has ${enrollments.length}`,
    seat: ({ waitingFor }: DoneTo<AskedAction<Action<'give_seat'>>>) => (waitingFor.length > 0 ? 'waits' : 'has it'),
    refund: ({ result }: DoneTo<AskedAction<Action<'refund_order'>>>) => result,
  },
  refuse: ({ code, value }: Problem) =>
    ({ not_there: `who or what is ${value}?`, lacks_permission: 'you may not' })[code as string] ?? code,
}

async function say(line: string, caller = callerWith(all)): Promise<string> {
  const [verb = '', ...rest] = line.split(' ')
  const word = verb as keyof typeof words.ask
  const outcome = await acme.engine.submit({ caller, action: words.ask[word](rest) })
  if ('problems' in outcome) return outcome.problems.map(words.refuse).join(', ')
  return words.tell[word](outcome as never)
}

async function openTeam() {
  const { seats } = await acme.provision('jane@example.com', {
    team: { strategy: 'specific', team: 'Evening' },
    seats: ['ielts', 'gmat'].map(product => ({ product, quantity: 3 })),
    seatsReference: 'order-1',
    from: 'direct',
  })
  const { rows } = await db.database.pool.query(`select id from users where email = 'jane@example.com'`)
  return { seats: seats[0]?.seatId as number, otherSeats: seats[1]?.seatId as number, jane: rows[0].id as number }
}

async function placeOrder(email: string, changes: Partial<PlaceOrderIntent> = {}) {
  const line = { product: 'gmat', catalogItemId: null, quantity: 1, seats: 0, credits: null, ownPeriod: null }
  const order = { teamId: null, email, firstName: '', lastName: null, lines: [line], payment: 'external' } as const
  const asked = { ...order, kind: 'place_order', completed: true, reference: 'shop-1', welcome: false } as const
  const placed = await acme.tryTo({ ...asked, ...changes })
  return 'orderId' in placed ? placed.orderId : null
}

test('somebody is provisioned, given a seat, and has an order refunded, without HTTP', async () => {
  const { seats, jane } = await openTeam()
  expect(await say('provision jane@example.com gmat')).toBe(`${jane} has 1`)
  expect(await say(`seat ${seats} ${jane}`)).toBe('has it')
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active', ielts: 'active' })

  const order = await placeOrder('bob@example.com')
  expect(await say(`refund ${order}`)).toBe('changed')
  expect(await acme.access('bob@example.com')).toEqual({ gmat: 'revoked' })
  expect(await say(`refund ${order}`)).toBe('unchanged')
})

test('what is not there, or is somebody else’s, is answered in the words of the face', async () => {
  const { seats, jane } = await openTeam()
  const stranger = callerWith(all, { organization: { id: acme.organizationId + 1 } })
  expect(await say('seat 99999 1')).toBe('who or what is 99999?')
  expect(await say(`seat ${seats} 99999`)).toBe('who or what is 99999?')
  expect(await say(`seat ${seats} ${jane}`, stranger)).toBe(`who or what is ${seats}?`)
  expect(await say('provision jane@example.com chess')).toBe('unknown_course')
})

test('an action takes at most four turns to the database', async () => {
  const { seats, jane } = await openTeam()
  const order = await placeOrder('jane@example.com')
  const turns = await countTurns(db.database.pool)
  await say('provision warm@example.com') // ids are at hand from here on
  const taken: Record<string, number> = {}
  for (const line of [
    'provision new@example.com ielts gmat',
    'provision jane@example.com gmat',
    `seat ${seats} ${jane}`,
    `refund ${order}`,
  ])
    taken[line.split(' ')[0] as string] = await turns(() => say(line))
  expect(taken).toEqual({ provision: 3, seat: 4, refund: 4 })
})

/** One of each, which may be done as the world stands. What is of a team is of the evening's; the other one is the morning's. */
async function listAll(): Promise<{ readonly [Named in ActionName]: Action<Named> }> {
  const { seats, otherSeats, jane: user } = await openTeam()
  expect(await say(`seat ${seats} ${user}`)).toBe('has it')
  const { evening: team = 0, morning: toTeam = 0 } = acme.teams
  const { operationId } = await acme.provision('jane@example.com', { courses: ['gmat'], groups: ['Readers'] })
  const order = (await placeOrder('bob@example.com')) ?? 0
  const pending = (await placeOrder('bob@example.com', { completed: false, reference: 'shop-2' })) ?? 0
  const expiresAt = new Date(Date.now() + 7 * 86_400_000)
  const invited = await acme.tryTo({
    ...{ kind: 'invite', email: 'eve@example.com', firstName: '', lastName: null, teamId: team, role: null },
    ...{ courses: [], products: [], groups: [], from: null, expiresAt },
  })
  const { pool } = db.database
  const { rows: links } = await pool.query(
    `insert into links (organization_id, team_id, token_hash, prefix, needs_approval) values ($1, $2, 'x', 'x', true) returning id`,
    [acme.organizationId, team],
  )
  const link = links[0].id
  const { rows: items } = await pool.query(
    `with item as (insert into catalog_items (organization_id, product_id, name, seats, credits)
       select organization_id, id, 'Seats', 1, 10 from products where name = 'ielts' returning id, organization_id)
     insert into catalog_offers (catalog_item_id, organization_id) select id, organization_id from item returning catalog_item_id`,
  )
  const item = items[0].catalog_item_id
  const ann = { email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee' }
  await acme.tryTo({ kind: 'follow_link', linkId: link, teamId: team, groupId: null, courses: [], ...ann })
  const { rows } = await pool.query(
    'select (select id from groups) as group, id as grant, (select id from enrollments limit 1) as enrollment, (select id from link_joins) as join, (select id from products where name = $2) as product, (select id from users where email = $3) as bob from grants where operation_id = $1',
    [operationId, 'both', 'bob@example.com'],
  )
  const { group, grant, enrollment, join, product, bob } = rows[0]
  const invitation = 'invitationId' in invited ? invited.invitationId : 0
  const [courses, reason, reclaim] = [['gmat'], null, null]
  return {
    add_seats: { action: 'add_seats', team, product: 'ielts', quantity: 1, reference: 'order-2' },
    change_seats: { action: 'change_seats', seats, quantity: 5 },
    remove_seats: { action: 'remove_seats', seats: otherSeats },
    move_seats: { action: 'move_seats', seats, toTeam, quantity: 1, reference: null },
    give_seat: { action: 'give_seat', seats, user, welcome: false },
    release_seat: { action: 'release_seat', seats, user },
    change_team_role: { action: 'change_team_role', team, user, role: 'learner' },
    leave_team: { action: 'leave_team', team, user },
    move_team_member: { action: 'move_team_member', team, user, toTeam },
    archive_team: { action: 'archive_team', team: toTeam },
    join_team: {
      action: 'join_team',
      team,
      person: { email: 'jane@example.com' },
      firstName: null,
      lastName: null,
      role: null,
      welcome: false,
    },
    join_group: { action: 'join_group', group, person: { user }, firstName: null, lastName: null, welcome: false },
    leave_group: { action: 'leave_group', group, user },
    attach_courses: { action: 'attach_courses', group, courses },
    detach_courses: { action: 'detach_courses', group, courses },
    set_courses: { action: 'set_courses', group, courses },
    archive_group: { action: 'archive_group', group },
    suspend: { action: 'suspend', enrollment },
    resume: { action: 'resume', enrollment },
    complete: { action: 'complete', enrollment },
    extend: { action: 'extend', enrollment, access: { days: 3 }, reference: null },
    revoke: { action: 'revoke', enrollment, reason, reference: null },
    revoke_grant: { action: 'revoke_grant', grant, reason },
    provision: {
      ...{ action: 'provision', organization: acme.organizationId, email: 'jane@example.com', courses },
      ...{ access: { until: '2100-01-01' }, team: { strategy: 'specific', team }, teamRole: 'learner' },
    },
    leave_organization: { action: 'leave_organization', organization: acme.organizationId, user },
    resend_way_in: { action: 'resend_way_in', organization: acme.organizationId, user },
    change_role: { action: 'change_role', organization: acme.organizationId, user, role: 'learner' },
    merge_users: { action: 'merge_users', user, with: bob },
    invite: {
      ...{ action: 'invite', team, email: 'ivy@example.com', firstName: 'Ivy', lastName: null, role: null, expiresAt },
      ...{ courses: [], products: [], groups: [], from: null },
    },
    renew_invitation: { action: 'renew_invitation', invitation, expiresAt, send: false },
    withdraw_invitation: { action: 'withdraw_invitation', invitation },
    approve_join: { action: 'approve_join', link, join },
    decline_join: { action: 'decline_join', link, join },
    set_bundle_courses: { action: 'set_bundle_courses', product, courses },
    undo: { action: 'undo', operation: operationId },
    complete_order: { action: 'complete_order', order: pending },
    cancel_order: { action: 'cancel_order', order: pending },
    fail_order: { action: 'fail_order', order: pending },
    place_order: {
      ...{ action: 'place_order', team, email: null, firstName: '', lastName: null, payment: 'credits' },
      ...{
        lines: [{ item, product: null, quantity: 1, seats: 0 }],
        completed: false,
        reference: 'shop-3',
        welcome: false,
      },
    },
    refund: { action: 'refund', reference: 'order-1', courses: [], reason, reclaim: 'newest' },
    refund_order: { action: 'refund_order', order, lineIds: null, reason, reclaim },
  }
}

test('every action takes its permission, in the organization or in its teams, and four turns at most', async () => {
  const turns = await countTurns(db.database.pool)
  for (const [name, action] of Object.entries(await listAll())) {
    const { permission, inTeams } = permissionOf(action.action)
    const ask = async (caller: Caller) => (await acme.engine.plan([{ caller, action }])).outcomes[0]
    const lacking = all.filter(each => each !== permission)
    const held = (...teams: string[]) => ({
      heldInTeams: teams.map(team => ({ id: acme.teams[team] ?? 0, permissions: new Set([permission]) })),
    })
    const lacks = { result: 'refused', problems: [{ code: 'lacks_permission', value: permission }] }
    const taken = await turns(async () => {
      expect((await ask(callerWith([permission, ...(besides[name] ?? [])])))?.result, name).not.toBe('refused')
    })
    expect(taken, name).toBeLessThanOrEqual(4)
    expect(await ask(callerWith(lacking)), name).toMatchObject(lacks)
    for (const one of besides[name] ?? [])
      expect((await ask(callerWith(all.filter(each => each !== one))))?.result, `${name} without ${one}`).toBe(
        'refused',
      )
    // What is of the evening team is nothing of who has it in the morning team alone.
    const inBoth = await ask(callerWith(lacking, held('evening', 'morning')))
    const inOther = await ask(callerWith(lacking, held('morning')))
    if (inTeams) expect([inBoth?.result === 'refused', inOther], name).toMatchObject([false, { problems: [notThere] }])
    else expect([inBoth, inOther], name).toMatchObject([lacks, lacks])
  }
})

/** An undoing takes what doing the same directly takes, and so does what comes of several things. */
const besides: Partial<Record<string, readonly Permission[]>> = {
  undo: ['groups.assign', 'enrollments.delete'],
  invite: ['teams.assign'],
}

const notThere = { code: 'not_there' }

/** Every packet, and every statement that goes alone, waits once for the database. */
async function countTurns(pool: Pool) {
  let count = 0
  const clients = new WeakSet<PoolClient>()
  pool.on('acquire', client => {
    if (clients.has(client)) return
    clients.add(client)
    const query = client.query.bind(client) as (...asked: unknown[]) => unknown
    client.query = ((...asked: unknown[]) => {
      count++
      return query(...asked)
    }) as typeof client.query
  })
  return async (work: () => Promise<unknown>) => {
    count = 0
    await work()
    return count
  }
}
