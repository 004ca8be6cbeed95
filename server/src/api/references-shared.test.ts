/** Every pair of things that take a reference, under one reference: what goes together, what is a repeat, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

/** A learner with a course that runs, and two teams with seats of it. */
interface World {
  readonly email: string
  readonly enrollment: number
  readonly team: number
  readonly seats: number
  readonly otherTeam: number
  readonly otherSeats: number
  readonly external_ref: string
}

async function begin(): Promise<World> {
  const n = ++count
  const email = `jane-${n}@example.com`
  const external_ref = `before-${n}`
  const team = (await api.post('/api/teams', { name: `Team ${n}` })).body.id
  const otherTeam = (await api.post('/api/teams', { name: `Other ${n}` })).body.id
  const user = { email, first_name: 'Jane' }
  const { body } = await api.post('/api/provision', { user, courses: ['ielts'], external_ref })
  const addSeats = async (id: number): Promise<number> =>
    (await api.post(`/api/teams/${id}/seats`, { product: 'ielts', quantity: 9, external_ref })).body.id
  const [seats, otherSeats] = [await addSeats(team), await addSeats(otherTeam)]
  const { enrollment_id: enrollment } = body.enrollments[0]
  return { email, enrollment, team, seats, otherTeam, otherSeats, external_ref: `order-${n}` }
}

/** The same course, the same team, the same number: only the thing that is asked for differs. */
const verbs = {
  student: ({ email, external_ref }: World) =>
    api.post('/api/v1/provision/student/', { email, first_name: 'Jane', courses: ['ielts'], external_ref }),
  provision: ({ email, external_ref }: World) =>
    api.post('/api/provision', { user: { email, first_name: 'Jane' }, courses: ['ielts'], external_ref }),
  'provision of seats': ({ email, team, external_ref }: World) =>
    api.post('/api/provision', {
      ...{ user: { email, first_name: 'Jane' }, team: { strategy: 'specific', id: team }, external_ref },
      seats: [{ product: 'ielts', quantity: 2 }],
    }),
  extension: ({ enrollment, external_ref }: World) =>
    api.post(`/api/enrollments/${enrollment}/extend`, { access: { months: 6 }, external_ref }),
  order: ({ email, external_ref }: World) =>
    api.post('/api/orders', {
      ...{ user: { email, first_name: 'Jane' }, payment: 'external', external_ref },
      lines: [{ product: 'ielts' }],
    }),
  'order of seats': ({ team, external_ref }: World) =>
    api.post('/api/orders', { team, payment: 'external', external_ref, lines: [{ product: 'ielts', seats: 2 }] }),
  'seats that are added': ({ team, external_ref }: World) =>
    api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 2, external_ref }),
  'seats that are moved': ({ team, otherSeats, external_ref }: World) =>
    api.post(`/api/seats/${otherSeats}/move`, { team, quantity: 2, external_ref }),
  'seats that are moved back': ({ seats, otherTeam: team, external_ref }: World) =>
    api.post(`/api/seats/${seats}/move`, { team, quantity: 2, external_ref }),
  refund: ({ external_ref }: World) => api.post('/api/refunds', { external_ref }),
}
type Verb = keyof typeof verbs

/** What is the same thing by two ways. */
const same: readonly (readonly Verb[])[] = [
  ['student', 'provision'],
  ['provision of seats', 'seats that are added'],
]
/** What cannot both be meant. */
const other: readonly (readonly [Verb, readonly Verb[]])[] = [
  ['extension', ['student', 'provision']],
  ['order', ['order of seats']],
  ['seats that are moved', ['provision of seats', 'seats that are added', 'order', 'order of seats']],
  ['seats that are moved back', ['provision of seats', 'seats that are added', 'order', 'order of seats']],
  ['seats that are moved', ['seats that are moved back']],
]
const isMove = (verb: Verb) => verb.startsWith('seats that are moved')

function expected(first: Verb, second: Verb): 'done' | 'repeat' | 'taken' | 'refunded' {
  if (first === second) return 'repeat'
  if (second === 'refund') return 'done'
  if (first === 'refund') return isMove(second) ? 'done' : 'refunded'
  const isPair = (one: Verb, all: readonly Verb[]) =>
    (first === one && all.includes(second)) || (second === one && all.includes(first))
  if (other.some(([one, all]) => isPair(one, all))) return 'taken'
  return same.some(all => all.includes(first) && all.includes(second)) ? 'repeat' : 'done'
}

const all = Object.keys(verbs) as Verb[]

describe.each(all)('%s', first => {
  test.each(all)('and then %s', async second => {
    const world = await begin()
    const before = await standing(world)
    const one = await verbs[first](world)
    expect(one.status, JSON.stringify(one.body)).toBeLessThan(300)
    const between = await written()
    const two = await verbs[second](world)
    const after = await written()
    switch (expected(first, second)) {
      case 'done':
        expect(two.status, JSON.stringify(two.body)).toBeLessThan(300)
        expect(after).not.toEqual(between)
        break
      case 'repeat':
        expect(two.status, JSON.stringify(two.body)).toBe(200)
        expect(after).toEqual(between)
        break
      case 'taken':
        expect(two.status).toBe(409)
        expect(JSON.stringify(two.body)).toContain('reference_taken')
        expect(after).toEqual(between)
        break
      case 'refunded':
        expect(two.status).toBe(409)
        expect(JSON.stringify(two.body)).toContain('reference_refunded')
        expect(after).toEqual(between)
    }
    // Whatever came by it goes by it; a move is no purchase.
    const refunded = await verbs.refund(world)
    expect(refunded.status).toBe(200)
    if (![first, second].some(isMove)) expect(await standing(world)).toEqual(before)
  })
})

/** What the person and the team have. */
async function standing({ email, team }: World) {
  const { rows } = await usher.database.pool.query(
    `select (select count(*) from grants g join users u on u.id = g.user_id where email = $1 and revoked_at is null) as grants,
      (select ends_at from enrollments e join users u on u.id = e.user_id where email = $1) as until,
      (select quantity from seats where team_id = $2) as seats`,
    [email, team],
  )
  return rows
}

/** How much was ever given and taken. */
async function written() {
  const { rows } = await usher.database.pool.query(
    `select (select count(*) from grants) as grants, (select count(*) from seat_entries) as entries,
      (select count(*) from orders) as orders, (select count(*) from refunds) as refunds`,
  )
  return rows
}
