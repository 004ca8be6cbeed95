/** One person, however somebody writes her address, wherever one is taken: each place with each spelling. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { attributes, type Northpass, openNorthpass } from '../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { email as emailOption } from '../cli/options.ts'
import { toUuid } from '../dialects/northpass/ids.ts'

const identity = "ida.o'neil-ng@xn--bcher-kva.example"
const spellings = {
  'as people write it': "ida.o'neil-ng@bücher.example",
  'as it is kept': identity,
  'in capitals': "IDA.O'NEIL-NG@BÜCHER.EXAMPLE",
  'with an apostrophe of print': 'ida.o’neil-ng@bücher.example',
  'with an accent in place of the apostrophe': 'ida.o´neil-ng@bücher.example',
  'with a hyphen that keeps together': "ida.o'neil\u2011ng@bücher.example",
  'with marks apart from their letters': "ida.o'neil-ng@bu\u0308cher.example",
  'with a dot of Asia': "ida.o'neil-ng@bücher\u3002example",
  'behind a space without width': "\u200bida.o'neil-ng@bücher.example",
  'before a space without width': "ida.o'neil-ng@bücher.example\u200b",
  'behind a byte order mark': "\ufeffida.o'neil-ng@bücher.example",
  'between marks of direction': "\u202aida.o'neil-ng@bücher.example\u202c\u200e",
  'with a word joiner and spaces': "\u00a0\u2060 ida.o'neil-ng@bücher.example\u00ad\n",
}

const password = 'a long password'
let mailed = 0

// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
type Body = any
let usher: TestServer
let api: Api
let school: Northpass
let id: number
let team: { id: number }
let group: { id: number }
let join: string

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  school = await openNorthpass(usher)
  team = (await api.post('/api/teams', { name: 'Readers' })).body
  group = (await api.post('/api/groups', { name: 'Readers' })).body
  const link = { target: { course: 'gmat' }, domains: ['\u200b@BÜCHER.example\u00a0'] }
  join = `/api${new URL((await api.post('/api/links', link)).body.url).pathname}`
  const order = { email: identity, first_name: 'Ida', courses: 'ielts', external_ref: 'order-1' }
  id = (await usher.call('/provision/student/', order)).body.user_id
  const sold = { lines: [{ product: 'ielts' }], payment: 'external', external_ref: 'order-2' }
  await api.post('/api/orders', { ...sold, user: { email: identity, first_name: 'Ida' } })
  await api.post('/api/invitations', { email: identity, first_name: 'Ida', team: team.id })
  await api.post(`/api/teams/${team.id}/members`, { user_id: id })
  const { rows } = await usher.database.pool.query('select password_link_id as link from users where id = $1', [id])
  const token = usher.passwordLinks.mailedUrl(id, rows[0].link).split('/').at(-1)
  await post(`/api/password-links/${token}`, { password })
})
afterAll(() => usher.close())

/** Whom a call finds, or what it says instead. */
type LookUp = (email: string) => Promise<unknown>

const asked = (email: string) => encodeURIComponent(email)
const first = async (answer: Promise<{ body: Body }>, field = 'id') => {
  const { body } = await answer
  return body.data?.length === 1 ? Number(body.data[0][field]?.id ?? body.data[0][field]) : body
}
/** Of the dialect. */
const oneOf = async (answer: Promise<{ body: Body }>) => {
  const { body } = await answer
  const person = [body.data].flat()
  return person.length === 1 && person[0].id === toUuid('people', id) ? id : body
}
const filter = (name: string) => (email: string) => oneOf(school.get(`/v2/people?filter[email]${name}=${asked(email)}`))
const named = { first_name: 'Ida' }

const places: Record<string, LookUp> = {
  'the student API': async email => (await usher.call('/provision/student/', { email, ...named })).body.user_id,
  'an order that comes again': async email =>
    (await usher.call('/provision/student/', { email, ...named, courses: 'ielts', external_ref: 'order-1' })).body
      .already_provisioned && id,
  'POST /api/provision': async email => (await api.post('/api/provision', { user: { email, ...named } })).body.user?.id,
  'POST /api/users': async email => (await api.post('/api/users', { email, ...named })).status === 409 && id,
  'POST /api/users/upsert': async email => (await api.post('/api/users/upsert', { email, ...named })).body.id,
  'POST /api/users/search': email => first(api.post('/api/users/search', { email })),
  'users by email': email => first(api.get(`/api/users?email=${asked(email)}`)),
  'users by search': email => first(api.get(`/api/users?search=${asked(email)}`)),
  'team members': async email => (await api.post(`/api/teams/${team.id}/members`, { email })).body.user?.id,
  'group members': async email => (await api.post(`/api/groups/${group.id}/members`, { email })).body.user?.id,
  'enrollments of a user': email => first(api.get(`/api/enrollments?course=ielts&user=${asked(email)}`), 'user_id'),
  'grants of a user': email => first(api.get(`/api/grants?limit=1&sort=id&user=${asked(email)}`), 'user_id'),
  'an explanation': async email => (await api.get(`/api/explain?course=ielts&user=${asked(email)}`)).body.user?.id,
  'orders by email': email => first(api.get(`/api/orders?email=${asked(email)}`), 'user'),
  'orders by search': email => first(api.get(`/api/orders?search=${asked(email)}`), 'user'),
  'a new order': async email => {
    const user = { email, ...named }
    const order = { user, lines: [{ product: 'ielts' }], payment: 'external', external_ref: 'order-2' }
    return (await api.post('/api/orders', order)).body.user?.id
  },
  'invitations by email': email => first(api.get(`/api/invitations?email=${asked(email)}`), 'user_id'),
  'invitations by search': email => first(api.get(`/api/invitations?search=${asked(email)}`), 'user_id'),
  'a new invitation': async email =>
    (await api.post('/api/invitations', { email, ...named, team: team.id })).body.user_id ?? id,
  'the log': email => first(api.get(`/api/operations?limit=1&email=${asked(email)}`), 'user'),
  'POST /v2/people': email => oneOf(school.post('/v2/people', attributes({ email, ...named }))),
  'POST /v1/learners': email => oneOf(school.post('/v1/learners', attributes({ email, ...named }))),
  'filter[email][eq]': filter('[eq]'),
  'filter[email][in]': filter('[in][]'),
  'filter[email][cont]': filter('[cont]'),
  'filter[email][start]': filter('[start]'),
  'filter[email][end]': filter('[end]'),
  'filter[email]': filter(''),
  'a person in many': async email => {
    const people = [{ email, groups: 'Readers' }]
    await school.post('/v2/bulk/people', attributes({ people }))
    return oneOf(school.get(`/v2/people?filter[email][eq]=${asked(identity)}`))
  },
  'q=': email => oneOf(school.get(`/v2/people?q=${asked(email)}`)),
  'signing in': async email => (await post('/api/auth/sign-in/email', { email, password })).body.user?.id,
  'a forgotten password': async email => {
    await usher.database.pool.query('delete from attempts')
    await post('/api/password-requests', { email })
    return (await countMails()) > mailed++ && id
  },
  'a link that is followed': async email => (await post(join, { email, ...named })).body.email === identity && id,
  'the command line': async email => emailOption(email) === identity && id,
}

test.each(Object.entries(spellings))('written %s, she is found everywhere', async (_, spelling) => {
  const found = Object.entries(places).map(async ([name, place]) => [name, await place(spelling)])
  const everywhere = Object.keys(places).map(name => [name, id])
  expect(Object.fromEntries(await Promise.all(found))).toEqual(Object.fromEntries(everywhere))
})

test('all of it was one person', async () => {
  const { rows } = await usher.database.pool.query(`select email from users where email like 'ida%'`)
  expect(rows).toEqual([{ email: identity }])
})

test.each(['ida.o’', 'IDA', '\u200bida.o’neil-ng@bü', "ida.o'neil-ng@bücher", "ida.o'neil-ng@bücher.ex"])(
  'the beginning %j is enough for a search',
  async text => {
    for (const list of ['users', 'orders', 'invitations'])
      expect([
        list,
        await first(
          api.get(`/api/${list}?search=${asked(text)}`),
          list === 'orders' ? 'user' : list === 'users' ? 'id' : 'user_id',
        ),
      ]).toEqual([list, id])
    for (const predicate of ['cont', 'start'])
      expect(await oneOf(school.get(`/v2/people?filter[email][${predicate}]=${asked(text)}`))).toBe(id)
  },
)

test.each([
  ['cont', 'bücher'],
  ['cont', '@BÜCHER.example'],
  ['end', '@bücher.example'],
  ['end', 'bücher.example'],
])('filter[email][%s]=%s finds the domain as people write it, and its opposite does not', async (predicate, text) => {
  await school.post('/v2/people', attributes({ email: 'bob@example.com' }))
  expect(await oneOf(school.get(`/v2/people?filter[email][${predicate}]=${asked(text)}`))).toBe(id)
  const { body } = await school.get(`/v2/people?limit=100&filter[email][not_${predicate}]=${asked(text)}`)
  const others = body.data.map((person: Body) => person.attributes.email)
  expect(others).toContain('bob@example.com')
  expect(others).not.toContain(identity)
})

test.each(['“ida”@example.com', 'ida…@example.com', 'i\u200bda@example.com', 'ida•neil@example.com'])(
  '%j cannot be mailed: no account is made of it anywhere',
  async email => {
    expect(await usher.call('/provision/student/', { email, ...named })).toMatchObject({ status: 400 })
    expect((await api.post('/api/provision', { user: { email, ...named } })).status).toBe(400)
    expect((await api.post('/api/users', { email, ...named })).status).toBe(400)
    expect((await school.post('/v2/people', attributes({ email }))).status).toBe(422)
    expect((await post(join, { email, ...named })).status).toBe(400)
    expect(() => emailOption(email)).toThrow()
  },
)

async function countMails() {
  return (
    await usher.database.pool.query(
      "select count(*)::int as n from messages where user_id = $1 and kind = 'password_link'",
      [id],
    )
  ).rows[0].n
}

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(usher.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Body }
}
