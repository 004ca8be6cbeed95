/** What a known reference answers, for every thing that takes one: the same again is a repeat, anything else is refused. */
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

interface Thing {
  /** Where it is asked for. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** What may be different in it. */
  readonly others: readonly Readonly<Record<string, unknown>>[]
  /** What is the same, said otherwise. */
  readonly same?: Readonly<Record<string, unknown>>
}

const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: 'Jane', last_name: 'Doe' })

async function newTeam(): Promise<number> {
  return (await api.post('/api/teams', { name: `Team ${++count}` })).body.id
}

async function newSeats(team: number, quantity: number): Promise<number> {
  const seats = { product: 'ielts', quantity, external_ref: `seats-${team}` }
  return (await api.post(`/api/teams/${team}/seats`, seats)).body.id
}

const things: Readonly<Record<string, () => Promise<Thing>>> = {
  'a student': async () => ({
    path: '/api/v1/provision/student/',
    body: { ...person('student'), courses: ['ielts', 'gmat'], tenure_months: 3 },
    others: [{ tenure_months: 6 }, { tenure_months: '12' }],
    same: { ...person('STUDENT'), courses: 'gmat,ielts', tenure_months: '3' },
  }),
  'a provision': async () => ({
    path: '/api/provision',
    body: { user: person('direct'), courses: ['ielts'], access: { months: 3 }, starts_at: '2027-01-01T00:00:00Z' },
    others: [
      { access: { months: 4 } },
      { access: { days: 90 } },
      { access: { until: '2028-01-01T00:00:00Z' } },
      { starts_at: '2027-01-02T00:00:00Z' },
    ],
    same: { starts_at: '2027-01-01T01:00:00+01:00' },
  }),
  'a provision of seats': async () => ({
    path: '/api/provision',
    body: {
      user: person('seats'),
      team: { strategy: 'specific', id: await newTeam() },
      seats: [{ product: 'ielts', quantity: 4 }],
    },
    others: [5, 3, 1].map(quantity => ({ seats: [{ product: 'ielts', quantity }] })),
    same: { seats: [1, 3].map(quantity => ({ product: 'ielts', quantity })) },
  }),
  'an order': async () => ({
    path: '/api/orders',
    body: { user: person('order'), lines: [{ product: 'ielts' }, { product: 'gmat' }], payment: 'external' },
    others: [
      { user: person('somebody-else') },
      { lines: [{ product: 'ielts' }] },
      { lines: [{ product: 'gre' }] },
      { lines: [{ product: 'ielts' }, { product: 'gmat' }, { product: 'gre' }] },
      { team: await newTeam() },
    ],
    same: { lines: [{ product: 'gmat' }, { product: 'ielts' }] },
  }),
  'an order of seats': async () => ({
    path: '/api/orders',
    body: { team: await newTeam(), lines: [{ product: 'ielts', seats: 5 }], payment: 'external' },
    others: [
      { team: await newTeam() },
      { lines: [{ product: 'ielts', seats: 6 }] },
      { lines: [{ product: 'gmat', seats: 5 }] },
      { user: person('buyer') },
    ],
  }),
  'seats that are added': async () => ({
    path: `/api/teams/${await newTeam()}/seats`,
    body: { product: 'ielts', quantity: 5 },
    others: [10, 4, 1].map(quantity => ({ quantity })),
  }),
  'seats that are moved': async () => ({
    path: `/api/seats/${await newSeats(await newTeam(), 9)}/move`,
    body: { team: await newTeam(), quantity: 3 },
    others: [{ quantity: 2 }, { quantity: 9 }, { team: await newTeam() }],
  }),
  'an extension': async () => {
    const { body } = await api.post('/api/provision', { user: person('longer'), courses: ['ielts'] })
    return {
      path: `/api/enrollments/${body.enrollments[0].enrollment_id}/extend`,
      body: { access: { months: 1 } },
      others: [{ access: { months: 2 } }, { access: { days: 30 } }],
    }
  },
}

describe.each(Object.entries(things))('%s', (name, make) => {
  test('comes again by its reference, and nothing else does', async () => {
    const { path, body, others, same = {} } = await make()
    const asked = { ...body, external_ref: `reference of ${name}` }
    const first = await api.post(path, asked)
    expect(first.status).toBeLessThan(300)
    const count = () =>
      usher.database.pool.query('select count(*) from grants union all select sum(quantity) from seats')
    const { rows } = await count()
    for (const other of others) {
      const answer = await api.post(path, { ...asked, ...other })
      expect([other, answer.status]).toEqual([other, 409])
      expect(JSON.stringify(answer.body)).toContain('reference_taken')
      expect(JSON.stringify(answer.body.errors)).toContain('external_ref')
    }
    for (const repeat of [asked, { ...asked, ...same }])
      expect(await api.post(path, repeat)).toMatchObject({ status: 200 })
    expect((await count()).rows).toEqual(rows)
  })
})

test('what was archived since is still a repeat, and given to nobody new', async () => {
  await api.post('/api/courses', { name: 'sat', display_name: 'SAT', access: { months: 1 } })
  await api.post('/api/products', { name: 'pack', display_name: 'Pack', courses: ['sat'] })
  const team = await newTeam()
  const calls = [
    ['/api/v1/provision/student/', { ...person('old'), courses: ['sat'] }],
    ['/api/provision', { user: person('older'), products: ['pack'] }],
    [
      '/api/provision',
      { user: person('oldest'), team: { strategy: 'specific', id: team }, seats: [{ product: 'pack', quantity: 2 }] },
    ],
    [`/api/teams/${team}/seats`, { product: 'pack', quantity: 2 }],
    ['/api/orders', { user: person('buyer'), lines: [{ product: 'sat' }], payment: 'external' }],
  ] as const
  const send = (suffix: string) =>
    Promise.all(calls.map(([path, body], index) => api.post(path, { ...body, external_ref: `old-${index}${suffix}` })))
  expect((await send('')).map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  await api.delete(`/api/products/${(await api.get('/api/products?search=pack')).body.data[0].id}`)
  await api.delete(`/api/courses/${(await api.get('/api/courses?search=sat')).body.data[0].id}`)
  expect((await send('')).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect((await send(' new')).map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
})
