/**
 * Who may do what, through every face: with all permissions but the one that an operation takes, it is refused in the words of
 * the face; with that one alone it is done. The operations are those that the faces describe, so a new one is tried by itself.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { attributes, openNorthpass } from '../../test/northpass.ts'
import { bodyFor, call, fill, type Operation, operations, queryFor, thingOf } from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, signIn } from '../../test/sessions.ts'
import { things } from '../../test/things.ts'
import { toUuid } from '../dialects/northpass/ids.ts'
import type { Expandable } from '../http/shapes.ts'
import { builtInRoles } from '../lib/roles/built-in-roles.ts'
import { type Permission, permissions } from '../lib/roles/permissions.ts'
import { readable } from '../lib/roles/readable.ts'

let usher: TestServer
let acme: Api
/** Holds the role `probe`, whose permissions a test says. */
let person: Person

beforeAll(async () => {
  usher = await startTestServer()
  const above = await openApi(usher)
  await above.post('/api/organizations', { name: 'acme', slug: 'acme' })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  await acme.post('/api/roles', { name: 'probe', display_name: 'Probe', permissions: ['users.view'] })
  person = await signIn(usher, { organization: 'acme', role: 'probe' })
})
afterAll(() => usher.close())

const keyWith = (scopes: Permission[]) => openApi(usher, { organization: 'acme', scopes })

async function personWith(allowed: readonly Permission[]): Promise<Person> {
  await usher.database.pool.query(`update roles set permissions = $1 where name = 'probe'`, [allowed])
  return person
}

const allBut = (lacking: string | null) => permissions.filter(permission => permission !== lacking)

const managers = builtInRoles.find(({ name }) => name === 'manager')?.permissions
/** What the calls here ask for besides: nobody gives more than they have, and some of the people are new. */
const more: Readonly<Record<string, readonly Permission[]>> = {
  'post /api/organizations/{organization}/break-glass-owners': permissions,
  'delete /api/organizations/{organization}/break-glass-owners/{user}': permissions,
  'post /api/keys': ['provision'],
  'patch /api/keys/{id}': ['provision'],
  'post /api/roles': ['users.view', 'enrollments.view'],
  'patch /api/teams/{id}/members/{user}': managers ?? [],
  'post /api/users/upsert': ['users.edit'],
  'post /api/teams/{id}/members': ['users.create'],
  'post /api/groups/{id}/members': ['users.create'],
  'post /api/links': ['enrollments.create'],
  'post /api/orders': ['orders.edit'],
  'post /api/webhooks': ['users', 'invitations', 'enrollments', 'seats', 'orders'].map(
    of => `${of}.view` as Permission,
  ),
  'patch /api/webhooks/{id}': ['enrollments.view'],
  'get /api/webhooks/{id}/deliveries/{delivery}': ['enrollments.view'],
  'post /api/webhooks/{id}/deliveries/{delivery}/redeliver': ['enrollments.view'],
}
/** What is refused to them for another reason, and which. */
const otherwise: Readonly<Record<string, RegExp>> = {
  'post /api/users/{id}/impersonation': /^A key acts as nobody/,
  'post /api/organizations/{organization}/credits': /from above/,
  'post /api/teams/{id}/credits': /from above/,
}

const taking = operations.filter(({ permission }) => permission !== null)

async function ask(who: Api, each: Operation, more: Record<string, string> = {}) {
  const { method, path } = each
  const parts = (await thingOf(path)?.(acme)) ?? []
  return call(who, method, `${fill(path, parts)}?${queryFor(each, more)}`, await bodyFor(acme, each, parts))
}

describe('the native API', () => {
  test.each(taking)('$name', async each => {
    const { name, permission } = each
    const lacking = allBut(permission)
    for (const who of [await keyWith(lacking), await personWith(lacking)]) {
      const { status, body } = await ask(who, each)
      expect([status, body.code, body.detail]).toEqual([403, 'forbidden', lacks(permission)])
    }
    const enough = [permission as Permission, ...(more[name] ?? [])]
    for (const who of [await keyWith(enough), await personWith(enough)]) {
      const { status, body } = await ask(who, each)
      const isDone = status < 300 || status === 409 || (status === 403 && otherwise[name]?.test(body.detail))
      expect(isDone, JSON.stringify(body)).toBe(true)
    }
    // Their session is one of somebody else now.
    if (name.endsWith('/impersonation')) person = await signIn(usher, { organization: 'acme', role: 'probe' })
  })

  const expanding = operations.filter(each => kindsIn(each).length > 0)
  test.each(expanding)('$name shows whole what may be seen', async each => {
    for (const kind of kindsIn(each)) {
      const itself = each.permission as Permission
      const alone = await ask(await keyWith([itself]), each, { expand: kind })
      const both = await ask(await keyWith([itself, readable[kind]]), each, { expand: kind })
      expect([kind, alone.status, both.status]).toEqual([kind, readable[kind] === itself ? 200 : 403, 200])
    }
  })
})

const lacks = (permission: string | null) =>
  expect.stringMatching(new RegExp(`takes the permission ${permission}\\.?$`))

function kindsIn({ operation: { parameters = [] } }: Operation): Expandable[] {
  const expand = parameters.find(({ name }) => name === 'expand') as { schema?: { items?: { enum?: Expandable[] } } }
  return expand?.schema?.items?.enum ?? []
}

interface Described {
  readonly 'x-permission': Permission | null
  readonly 'x-permission-too'?: Permission
}

const described: Readonly<Record<string, Readonly<Record<string, Described>>>> = JSON.parse(
  readFileSync(new URL('../../../openapi.northpass.json', import.meta.url), 'utf8'),
).paths

const ofNorthpass = Object.entries(described).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { 'x-permission': permission, 'x-permission-too': too }]) =>
    permission ? [{ name: `${method} ${path}`, method, path, taken: [permission, ...(too ? [too] : [])] }] : [],
  ),
)

describe('the Northpass API', () => {
  test.each(ofNorthpass)('$name', async ({ method, path, taken }) => {
    const open = (scopes: Permission[]) => openNorthpass(usher, { organization: 'acme', scopes })
    const address = await addressOf(path)
    const body = method === 'get' ? undefined : attributes({ name: 'x', email: 'x@example.com', first_name: 'X' })
    for (const permission of taken) {
      const refused = await call(await open(allBut(permission)), method, address, body)
      expect(refused).toMatchObject({ status: 403, body: { errors: [{ status: '403', detail: lacks(permission) }] } })
    }
    const { status, body: answer } = await call(await open(taken), method, address, body)
    const isNone = path.endsWith('/categories/{id}')
    // What is sent need not be what it takes: it was let in, and looked at.
    const letIn = method === 'get' ? [isNone ? 404 : 200] : [200, 201, 202, 204, 400, 404, 409, 422]
    expect(letIn, JSON.stringify(answer)).toContain(status)
  })
})

/** What rows say of people, by what people are called here, and what an organization keeps of them. */
const facts = {
  email: /thing-\d+@example\.com/,
  first_name: /\bJane\b/,
  last_name: /\bZephyr\b/,
  external_id: /\bsso-\d+/,
  locale: /\bpt-BR\b/,
  tags: /\bevenings\b/,
}
const names = ['email', 'first_name', 'last_name']

async function toldBy(who: Api, address: string): Promise<string[]> {
  await usher.database.pool.query(`
    update memberships set external_id = 'sso-' || user_id, locale = 'pt-BR', tags = '{evenings}' where external_id is null`)
  const { status, body } = await who.get(address)
  const text = status === 200 ? JSON.stringify(body) : ''
  return Object.entries(facts).flatMap(([name, looks]) => (looks.test(text) ? [name] : []))
}

describe('what the rows that a permission opens by itself say of people', () => {
  const told = new Map<string | null, Set<string>>()
  beforeAll(async () => {
    for (const each of taking.filter(({ method, name }) => method === 'get' && !(name in more))) {
      const { path, permission } = each
      // A list is read where there is one of what it lists.
      const listed = Object.keys(things).find(address => address.startsWith(`${path}/{`))
      const parts = (await (listed ? things[listed] : thingOf(path))?.(acme)) ?? []
      const address = `${fill(path, parts)}?${queryFor(each, {})}`
      const facts = await toldBy(await keyWith([permission as Permission]), address)
      told.set(permission, new Set([...(told.get(permission) ?? []), ...facts]))
    }
  }, 120_000)

  test('is the name and the email of whom they are about; what is kept of them is for who sees people', () => {
    const said = [...told].map(([permission, facts]) => [permission, [...facts]])
    expect(Object.fromEntries(said.filter(([, facts]) => facts?.length))).toEqual({
      ...Object.fromEntries(rowsAboutPeople.map(name => [`${name}.view`, names])),
      'users.view': Object.keys(facts),
    })
  })

  test.each(ofNorthpass.filter(({ method }) => method === 'get'))('is no more in $path', async ({ path, taken }) => {
    const open = await openNorthpass(usher, { organization: 'acme', scopes: taken })
    const there = await toldBy(open, await addressOf(path))
    const here = taken.flatMap(permission => [...(told.get(permission) ?? [])])
    expect(here).toEqual(expect.arrayContaining(there))
  })
})

const rowsAboutPeople = ['enrollments', 'groups', 'invitations', 'links', 'operations', 'orders', 'seats', 'teams']

/** Of a person in a group who has the courses of a learning path. */
async function addressOf(path: string): Promise<string> {
  if (!path.includes('{')) return path
  const { body: group } = await acme.post('/api/groups', { name: path + Math.random() })
  const { body } = await acme.post('/api/provision', {
    user: { email: `thing-${group.id}@example.com`, first_name: 'Jane', last_name: 'Zephyr' },
    courses: ['ielts'],
    groups: [group.id],
  })
  const uuids = {
    groups: toUuid('groups', group.id),
    courses: toUuid('courses', body.enrollments[0].course_id),
    people: toUuid('people', body.user.id),
    'learning-paths': toUuid('learning_paths', await bundle()),
  }
  const kind = Object.keys(uuids).find(kind => path.includes(`/${kind}/`)) ?? 'people'
  return path.replace('{person}', uuids.people).replace(/\{\w+\}/g, uuids[kind as keyof typeof uuids])
}

async function bundle(): Promise<number> {
  const { body } = await acme.get('/api/products?search=whole')
  if (body.data[0]) return body.data[0].id
  const whole = { name: 'whole', display_name: 'Whole', courses: ['ielts'], access: null }
  return (await acme.post('/api/products', whole)).body.id
}

describe('the student API', () => {
  test.each(['get /api/v1/ping', 'get /api/v1/courses', 'post /api/v1/provision/student'])('%s', async name => {
    const [method = '', path = ''] = name.split(' ')
    const body = method === 'post' ? { email: 'new@example.com', first_name: 'New', courses: ['ielts'] } : undefined
    const refused = await call(await keyWith(allBut('provision')), method, path, body)
    expect(refused).toMatchObject({ status: 403, body: { status: 'error' } })
    const { status } = await call(await keyWith(['provision']), method, path, body)
    expect([200, 201]).toContain(status)
  })
})
