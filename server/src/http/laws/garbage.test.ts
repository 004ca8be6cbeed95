/**
 * Whatever a caller sends, the fault is never ours: every operation of `openapi.json`, with garbage in each part of its
 * address, query and body in turn. What a thing in an address is made by stands in `test/things.ts`.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { sample } from '../../../test/sample.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { bodies, things } from '../../../test/things.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema
type Schema = any

interface Operation {
  'x-permission'?: string | null
  parameters?: { in: string; name: string; required?: boolean; example?: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

interface Request {
  readonly method: string
  readonly path: string
  readonly address: string
  readonly body?: unknown
}

const description = JSON.parse(readFileSync(new URL('../../../../openapi.json', import.meta.url), 'utf8'))
const operations = Object.entries<Record<string, Operation>>(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => operation['x-permission'] !== undefined)
    .map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
)

const longText = 'x'.repeat(20_000)
const texts = ['', '\u0000', 'x\ud800', '\ufffd', '__proto__', longText]
const moments = ['2026-12-31T23:59:60Z', '9999-12-31T23:59:59-14:00', '9999-12-31']
const numbers = [-1, 0.5, 2 ** 53, 1e308]
const garbage = [...texts, ...moments, ...numbers, null, {}, [], { '\u0000': 1 }, ['\ud800']]
const inAddresses = ['\u0000', 'constructor', '-1', '1e308', '9007199254740993', 'x,y']
const inQueries = [...inAddresses, ...moments, '', 'constructor:x', longText.slice(0, 900)]

let usher: TestServer
let acme: Api

beforeAll(async () => {
  usher = await startTestServer()
  await (await openApi(usher)).post('/api/organizations', { name: 'Acme', slug: 'acme' })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
})
afterAll(() => usher.close())

describe('garbage is never an error of the server, and no text is taken whatever its length', () => {
  test.each(operations)('$name', async ({ name, method, path, operation }) => {
    const parts = (await thingOf(path)?.(acme)) ?? []
    const address = fill(path, parts)
    const body = await goodBody(name, operation)
    const requests = [
      ...parts.flatMap((_, index) => inAddresses.map(text => ({ address: fill(path, parts.with(index, text)), body }))),
      ...badQueries(operation).map(query => ({ address: `${address}?${query}`, body })),
      ...badBodies(body, operation, path).flatMap(body =>
        addressesFor(address, operation).map(address => ({ address, body })),
      ),
    ].map(request => ({ method, path, ...request }))
    expect(await failuresOf(requests)).toEqual([])
  })
})

test('a cursor that holds nonsense is refused, whatever the list is sorted by', async () => {
  const sorts = ['id', 'name', 'slug', 'at', 'created_at', 'position', 'enrollment'].flatMap(sort => [sort, `-${sort}`])
  const values = ['abc', '', '\u0000', '99999999999999999999', '-infinity', '2026-13-01']
  const lists = operations.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'cursor'))
  for (const { method, path } of lists) {
    const address = fill(path, (await thingOf(path)?.(acme)) ?? [])
    const requests = sorts.flatMap(sort =>
      values.map(value => {
        const cursor = Buffer.from(JSON.stringify([sort, value, 1])).toString('base64url')
        return { method, path, address: `${address}?${new URLSearchParams({ sort, cursor })}` }
      }),
    )
    expect(await failuresOf(requests)).toEqual([])
  }
  const cursor = Buffer.from(JSON.stringify(['id', 'abc', 1])).toString('base64url')
  expect(await acme.get(`/api/keys?sort=id&cursor=${cursor}`)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'cursor' }] },
  })
})

test('text that cannot be read is refused by the name of its field, wherever it is', async () => {
  const body = { user: { email: 'a@example.com', first_name: 'x\ud800' }, courses: ['ielts', '\u0000'], 'y\ufffd': 1 }
  const answer = await acme.post('/api/provision', body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual([
    'user.first_name',
    'courses.1',
    'y\ufffd',
  ])
  expect(await acme.get('/api/users?search=%00')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'search' }] },
  })
  const deep = JSON.parse('['.repeat(1000) + ']'.repeat(1000))
  expect(await acme.post('/api/provision', { user: deep }, { 'idempotency-key': 'deep' })).toMatchObject({
    status: 400,
  })
})

test.each([
  ['/api/teams', { name: 'Long' }],
  ['/api/groups', { name: 'Long' }],
  ['/api/organizations', { name: 'Long', slug: 'long' }],
  ['/api/courses', { name: 'long', display_name: 'Long', access: null }],
  ['/api/products', { name: 'long-bundle', display_name: 'Long', courses: ['ielts'], access: null }],
  ['/api/catalog-items', { name: 'Long', product: 'ielts', seats: 1, credits: '1' }],
  ['/api/webhooks', { url: 'https://hooks.example.com' }],
])('a description has an end: %s', async (path, body) => {
  expect(await acme.post(path, { ...body, description: longText })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'description', message: expect.stringMatching(/\d/) }] },
  })
})

test('a moment beyond the year 9999 is refused in words', async () => {
  expect(await acme.get('/api/enrollments?ends_before=9999-12-31T23:59:59-14:00')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'ends_before', message: expect.stringMatching(/1970 to 9999/) }] },
  })
  expect(await acme.get('/api/enrollments?ends_before=2026-12-31T23:59:60Z')).toMatchObject({ status: 200 })
})

test('a reference is one line that can be read', async () => {
  const [team] = (await things['/api/teams/{id}']?.(acme)) ?? []
  for (const external_ref of ['one\ntwo', '\u0001x'])
    expect(await acme.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 1, external_ref })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'external_ref', message: expect.stringMatching(/must be one line/) }] },
    })
})

test('what an Idempotency-Key guards is kept by it and by the API key, with its quotation marks or without', async () => {
  const [team] = (await things['/api/teams/{id}']?.(acme)) ?? []
  const seats = { product: 'ielts', quantity: 1 }
  const headers = { 'idempotency-key': '"mine"' }
  expect(await acme.post(`/api/teams/${team}/seats`, seats, headers)).toMatchObject({ status: 201 })
  const { rows } = await usher.database.pool.query("select reference from seat_entries where reference like '% mine'")
  expect(rows).toEqual([{ reference: expect.stringMatching(/idempotency-key \d+ mine$/) }])
})

/** The first few that the server did not stand. */
async function failuresOf(requests: readonly Request[]): Promise<string[]> {
  const failures: string[] = []
  const left = requests.values()
  const work = async () => {
    for (const { method, address, body } of left) {
      const hasBody = method !== 'get' && method !== 'delete'
      const answer = await (hasBody ? acme[method as 'post'](address, body) : acme[method as 'get' | 'delete'](address))
      const sent = JSON.stringify(body) ?? ''
      // Of many at once each has an answer of its own; and what is looked for is not kept.
      const isKept = !Array.isArray(body) && !address.endsWith('/search')
      const isTaken = answer.status < 300 && hasBody && isKept && sent.includes(longText)
      if (answer.status >= 500 || isTaken) failures.push(`${method} ${address} ${sent}`.slice(0, 300))
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return failures.slice(0, 5)
}

function badQueries({ parameters = [] }: Operation): URLSearchParams[] {
  const inQuery = parameters.filter(parameter => parameter.in === 'query')
  const good = inQuery.filter(({ required }) => required).map(({ name, example = '' }) => [name, example])
  return inQuery.flatMap(({ name }) =>
    inQueries.map(text => new URLSearchParams({ ...Object.fromEntries(good), [name]: text })),
  )
}

/** Where a write can be planned, both ways: they go different ways through the database. */
function addressesFor(address: string, { parameters = [] }: Operation): string[] {
  return parameters.some(({ name }) => name === 'mode') ? [`${address}?mode=plan`, address] : [address]
}

function badBodies(good: unknown, { requestBody }: Operation, path: string): unknown[] {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return []
  const bad = [...new Map([...spoil(schema, good)].map(body => [JSON.stringify(body), body])).values()]
  return path === '/api/provision' ? [...bad, ...bad.map(body => [body])] : bad
}

/** What fits a schema but for one part of it. */
function* spoil(schema: Schema, good: unknown = sampleOf(schema)): Generator<unknown> {
  const { anyOf, properties = {}, items, additionalProperties } = resolve(schema)
  if (anyOf) for (const each of anyOf) yield* spoil(each)
  else yield* garbage
  const base = typeof good === 'object' && !Array.isArray(good) ? good : {}
  for (const [name, part] of Object.entries(properties)) for (const bad of spoil(part)) yield { ...base, [name]: bad }
  if (items?.type || items?.anyOf || items?.$ref) for (const bad of spoil(items)) yield [bad]
  if (typeof additionalProperties === 'object') for (const bad of garbage) yield { level: bad, constructor: bad }
}

function sampleOf(schema: Schema): unknown {
  return sample(resolve(schema), description.components.schemas)
}

function resolve(schema: Schema): Schema {
  return schema.$ref ? description.components.schemas[schema.$ref.split('/').at(-1)] : schema
}

async function goodBody(name: string, { requestBody }: Operation): Promise<unknown> {
  const schema = requestBody?.content['application/json']?.schema
  return bodies[name]?.(acme, []) ?? (schema && sampleOf(schema))
}

/** What makes the thing of an address, or the thing that it is below. */
function thingOf(path: string) {
  const addresses = Object.keys(things).filter(address => path === address || path.startsWith(`${address}/`))
  const address = addresses.find(address => address.split('{').length === path.split('{').length)
  return address === undefined ? undefined : things[address]
}

function fill(path: string, parts: readonly (number | string)[]): string {
  const left = [...parts]
  return path.replace(/\{\w+\}/g, () => encodeURIComponent(String(left.shift() ?? 1)))
}
