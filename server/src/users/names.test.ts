/** A name is read alike wherever it comes in: what is not seen in it, or turns it around, is refused and kept nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let link: string
let course: number
let count = 0
const email = () => `person-${++count}@example.com`

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.patch('/api/organizations/acme-prep', { northpass: { calls_a_second: 0 } })
  course = (await api.get('/api/courses')).body.data[0].id
  link = new URL((await api.post('/api/links', { target: { course: 'ielts' } })).body.url).pathname
})
afterAll(() => usher.close())

type Names = { first_name: string; last_name?: string }

/** Everything that makes a person or gives one a name. */
const ways: Readonly<Record<string, (names: Names) => Promise<{ status: number }>>> = {
  'the student API': names => usher.call('/provision/student/', { email: email(), ...names }),
  'POST /api/provision': names => api.post('/api/provision', { user: { email: email(), ...names } }),
  'a whole name': ({ first_name, last_name = '' }) =>
    api.post('/api/provision', { user: { email: email(), name: `${first_name} ${last_name}` } }),
  'POST /api/users': names => api.post('/api/users', { email: email(), ...names }),
  'PATCH /api/users': async names => {
    const { body } = await api.post('/api/users', { email: email(), first_name: 'Jane' })
    return api.patch(`/api/users/${body.id}`, names)
  },
  'an invitation': names => api.post('/api/invitations', { email: email(), ...names }),
  'a link': names => api.post(`/api${link}`, { email: email(), ...names }),
  'an order': names =>
    api.post('/api/orders', {
      user: { email: email(), ...names },
      lines: [{ product: 'ielts' }],
      payment: 'external',
      external_ref: email(),
    }),
  'a team': async names => {
    const { body } = await api.post('/api/teams', { name: email() })
    return api.post(`/api/teams/${body.id}/members`, { email: email(), ...names })
  },
  Northpass: names => api.post('/v2/people', { data: { type: 'people', attributes: { email: email(), ...names } } }),
  'many of Northpass': names =>
    api.post('/v2/bulk/people', { data: { attributes: { people: [{ email: email(), ...names }] } } }),
}

const evil = ['A\u202eevil', 'Ja\u200bne', 'Ja\u200dne', 'Ja\u00adne', 'Ja\u2066ne', 'J\ufffdrg']

test.each(Object.entries(ways))('%s takes no name that hides something', async (_, way) => {
  for (const name of evil) {
    expect((await way({ first_name: name })).status).toBeOneOf([400, 422])
    expect((await way({ first_name: 'Jane', last_name: name })).status).toBeOneOf([400, 422])
  }
  const { rows } = await usher.database.pool.query('select first_name, last_name from users')
  expect(JSON.stringify(rows)).not.toMatch(/evil|Ja.ne"/u)
})

/** Nothing of it has ink. */
const blank = [
  '\u2800',
  ' \u2800\u00a0',
  '\u3164',
  '\u115f\u1160',
  '\uffa0',
  '\u034f',
  '\ufe0f',
  '\u{1d159}',
  '\ue000',
  '\ufffc',
]

test.each(Object.entries(ways))('%s takes no name in which there is nothing to see', async (_, way) => {
  for (const name of blank) {
    const { status } = await way({ first_name: name })
    const { rows } = await usher.database.pool.query('select first_name from users order by id desc limit 1')
    // A mail address is enough for some: then the name is none.
    if (status < 300) expect(rows[0].first_name).toBeOneOf(['', 'Jane'])
    await way({ first_name: 'Jane', last_name: name })
  }
  const { rows } = await usher.database.pool.query('select first_name, last_name from users')
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`[${blank.join('').replace(/[\s\u00a0]/g, '')}]`, 'u'))
})

test.each(Object.entries(ways))('%s takes names as people write them', async (_, way) => {
  const names = { first_name: ' Ana\u00a0\tMari\u0301a ', last_name: 'می\u200cخواهم' }
  expect((await way(names)).status).toBeOneOf([200, 201, 202])
  const { rows } = await usher.database.pool.query('select first_name, last_name from users order by id desc limit 1')
  expect(rows).toEqual([{ first_name: 'Ana María', last_name: 'می\u200cخواهم' }])
})

test.each<[what: string, make: (name: string) => [path: string, body: object]]>([
  ['an organization', name => ['/api/organizations', { name, slug: `o-${++count}` }]],
  ['a team', name => ['/api/teams', { name }]],
  ['a team of a provision', name => ['/api/provision', { user: jane(), team: { strategy: 'auto', name } }]],
  ['a group', name => ['/api/groups', { name }]],
  ['a group of a provision', name => ['/api/provision', { user: jane(), groups: [name] }]],
  ['a course', name => ['/api/courses', { name: `c-${++count}`, display_name: name, access: null }]],
  ['a key', name => ['/api/keys', { name }]],
  ['a role', name => ['/api/roles', { name: `r-${++count}`, display_name: name, permissions: ['users.view'] }]],
  ['a product', name => ['/api/products', { name: `p-${++count}`, display_name: name, courses: ['ielts'] }]],
  [
    'a lesson',
    name => [`/api/courses/${course}/items`, { kind: 'lesson', title: name, launch_url: 'https://example.com/1' }],
  ],
  ['a link', name => ['/api/links', { name, target: { course: 'ielts' } }]],
  ['a tag', name => ['/api/users', { ...jane(), tags: [name] }]],
  ['an external id', name => ['/api/users', { ...jane(), external_id: name }]],
  ['a custom field', name => ['/api/custom-fields', { name: `f-${++count}`, label: name, kind: 'text' }]],
])('%s has no name that hides something, either', async (what, make) => {
  for (const name of what === 'a link' ? evil : [...evil, ...blank]) {
    const [path, body] = make(name)
    expect(await api.post(path, body)).toMatchObject({ status: 400 })
  }
  const [path, body] = make(` Spring\u00a0 ${++count} `)
  expect((await api.post(path, body)).status).toBeOneOf([200, 201])
})

test('a group of many is named like one alone', async () => {
  const bulk = (name: string) => api.post('/v2/bulk/groups', { data: { attributes: { groups: [name] } } })
  for (const name of [...evil, ...blank]) expect((await bulk(name)).status).toBe(422)
  const name = `Ana\u00a0\u2800 Mari\u0301a ${++count}`
  await bulk(name)
  await bulk(`Ana María ${count}`)
  const { rows } = await usher.database.pool.query(`select name from groups where name like 'Ana%'`)
  expect(rows).toEqual([{ name: `Ana María ${count}` }])
})

test.each<[what: string, send: (text: string) => Promise<{ status: number }>]>([
  ['a source', source => api.post('/api/provision', { user: jane(), source })],
  ['a source of the student API', source => usher.call('/provision/student/', { ...jane(), source })],
  ['a source of an order', source => api.post('/api/orders', { ...order(), source })],
  ['a reference', external_ref => api.post('/api/provision', { user: jane(), external_ref })],
  ['a reference of the student API', external_ref => usher.call('/provision/student/', { ...jane(), external_ref })],
  ['a reference of an order', external_ref => api.post('/api/orders', { ...order(), external_ref })],
  ['a reference of a refund', external_ref => api.post('/api/refunds', { external_ref })],
  ['a reason', reason => api.post('/api/refunds', { external_ref: email(), reason })],
  [
    'a reason of an order',
    async reason => api.post(`/api/orders/${(await api.post('/api/orders', order())).body.id}/refund`, { reason }),
  ],
])('%s holds nothing that cannot be read', async (_, send) => {
  for (const text of evil) expect((await send(text)).status).toBe(400)
  expect((await send(`Spring ${++count}`)).status).toBeOneOf([200, 201])
})

const order = () => ({ user: jane(), lines: [{ product: 'ielts' }], payment: 'external', external_ref: email() })
const jane = () => ({ email: email(), first_name: 'Jane' })
