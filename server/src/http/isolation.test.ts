/**
 * Nobody gets beyond what their key is for: every operation of the native API, from `openapi.json`, tried by those who may
 * not. A route whose address needs a thing that `test/things.ts` cannot make fails here: give it a line there.
 */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import { sample } from '../../test/sample.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { bodies, things } from '../../test/things.ts'
import { permissions } from '../lib/permissions.ts'

interface Operation {
  /** Null: any key may. */
  'x-permission'?: string | null
  parameters?: { in?: string; name?: string; required?: boolean; example?: string }[]
  // biome-ignore lint/suspicious/noExplicitAny: a JSON schema
  requestBody?: { content: Record<string, { schema: any }> }
}

const description = JSON.parse(readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'))
const operations = Object.entries<Record<string, Operation>>(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) => {
    const permission = operation['x-permission']
    return permission !== undefined ? [{ name: `${method} ${path}`, method, path, operation, permission }] : []
  }),
)
const ofOneThing = operations.filter(({ path }) => path.includes('{'))
const ofAnOrganization = operations.filter(({ operation }) => takesOrganization(operation))

/** A tree: `group` over `acme` and `sibling`, and `branch` below `acme`. */
let usher: TestServer
let group: Api
let acme: Api
let sibling: Api
let branch: Api

beforeAll(async () => {
  usher = await startTestServer()
  group = await openApi(usher)
  for (const [slug, parent] of [['acme'], ['sibling'], ['branch', 'acme']])
    await group.post('/api/organizations', { name: slug, slug, ...(parent && { parent }) })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  sibling = await openApi(usher, { organization: 'sibling' })
  branch = await openApi(usher, { organization: 'branch' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
})
afterAll(() => usher.close())

test('every thing with an address can be made here', () => {
  expect(ofOneThing.filter(({ path }) => !thingOf(path)).map(({ name }) => name)).toEqual([])
})

describe('without a key', () => {
  test.each(operations)('$name is 401', async ({ method, path, name, operation }) => {
    const answer = await call(openApiWith(usher, ''), method, fill(path, []), await bodyFor(name, operation))
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})

describe('with a key that may do all but this', () => {
  test.each(operations.filter(({ permission }) => permission !== null))(
    '$name is 403',
    async ({ method, path, name, operation, permission }) => {
      const others = await openApi(usher, { scopes: permissions.filter(other => other !== permission) })
      const answer = await call(others, method, fill(path, []), await bodyFor(name, operation))
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    },
  )
})

describe("a thing of Acme's", () => {
  test.each(ofOneThing)('$name is not there for a sibling, nor for a branch to change', async each => {
    const { method, path, name, operation } = each
    const address = fill(path, (await thingOf(path)?.(acme)) ?? [])
    const body = await bodyFor(name, operation)
    const before = await readAll()
    expect(await call(sibling, method, address, body)).toMatchObject({ status: 404 })
    // What is given from above may be read below.
    if (method !== 'get') expect([403, 404]).toContain((await call(branch, method, address, body)).status)
    expect(await readAll()).toEqual(before)
    // It was this thing that was refused, and nothing else that was wrong. Credits are given from above.
    const own = await call(path.endsWith('/credits') ? group : acme, method, address, body)
    expect([200, 201, 202, 204, 409], JSON.stringify(own.body)).toContain(own.status)
  })
})

describe('an organization beside', () => {
  test.each(ofAnOrganization)('is not there for $name', async ({ method, path, name, operation }) => {
    const address = fill(path, (await thingOf(path)?.(acme)) ?? [])
    const body = await bodyFor(name, operation)
    const before = await readAll()
    for (const organization of ['sibling', 'acme-prep']) {
      const inQuery = operation.parameters?.some(parameter => parameter.name === 'organization')
      const answer = inQuery
        ? await call(acme, method, `${address}?${queryFor(operation, organization)}`, body)
        : await call(acme, method, address, { ...(body as object), organization })
      expect(answer).toMatchObject({ status: 404 })
    }
    expect(await readAll()).toEqual(before)
  })
})

function takesOrganization({ parameters = [], requestBody }: Operation): boolean {
  return (
    parameters.some(parameter => parameter.in === 'query' && parameter.name === 'organization') ||
    JSON.stringify(resolve(requestBody?.content['application/json']?.schema)).includes('"organization":{')
  )
}

function queryFor({ parameters = [] }: Operation, organization: string): URLSearchParams {
  const query = new URLSearchParams({ organization })
  for (const parameter of parameters)
    if (parameter.in === 'query' && parameter.required) query.set(parameter.name ?? '', parameter.example ?? '')
  return query
}

function resolve(schema: { $ref?: string } | undefined): unknown {
  return schema?.$ref ? description.components.schemas[schema.$ref.split('/').at(-1) as string] : (schema ?? null)
}

/** What makes the thing of an address, or the thing that it is below. */
function thingOf(path: string) {
  const addresses = Object.keys(things).filter(address => path === address || path.startsWith(`${address}/`))
  const address = addresses.find(address => address.split('{').length === path.split('{').length)
  return address === undefined ? undefined : things[address]
}

function fill(path: string, parts: readonly (number | string)[]): string {
  const left = [...parts]
  return path.replace(/\{\w+\}/g, () => String(left.shift() ?? 1))
}

async function bodyFor(name: string, { requestBody }: Operation): Promise<unknown> {
  const body = bodies[name]
  if (body) return body(acme)
  const schema = requestBody?.content['application/json']?.schema
  return schema && sample(schema, description.components.schemas)
}

function call(api: Api, method: string, address: string, body: unknown) {
  if (method === 'get' || method === 'delete') return api[method](address)
  return api[method as 'post' | 'put' | 'patch'](address, body)
}

/** Everything that is kept, but for what is written of calls that are refused. */
async function readAll(): Promise<Record<string, string>> {
  const aside = ['operations', 'attempts', 'call_counts', 'migrations', 'migrations_lock']
  const { kysely } = usher.database
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname <> all(${aside}) order by relname`.execute(kysely)
  const parts = tables.map(
    ({ name }) => sql`select ${name} as name, md5(string_agg(md5((to_jsonb(t) - 'last_used_at')::text), ''
      order by to_jsonb(t)::text)) as hash from ${sql.table(name)} t`,
  )
  const { rows } = await sql<{ name: string; hash: string }>`${sql.join(parts, sql` union all `)}`.execute(kysely)
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}
