/**
 * Nobody gets beyond what their key is for: every operation of the native API, from `openapi.json`, tried by those who may
 * not. A route whose address needs a thing that `test/things.ts` cannot make fails here: give it a line there.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import {
  bodyFor,
  call,
  fill,
  type Operation,
  operations,
  queryFor,
  readAll,
  takesInBody,
  takesInQuery,
  thingOf,
} from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { permissions } from '../lib/roles/permissions.ts'

const ofOneThing = operations.filter(({ path }) => path.includes('{'))
const ofAnOrganization = operations.filter(takesOrganization)

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
  test.each(operations)('$name is 401', async each => {
    const answer = await call(openApiWith(usher, ''), each.method, fill(each.path, []), await bodyFor(acme, each))
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})

describe('with a key that may do all but this', () => {
  test.each(operations.filter(({ permission }) => permission !== null))('$name is 403', async each => {
    const others = await openApi(usher, { scopes: permissions.filter(other => other !== each.permission) })
    const answer = await call(others, each.method, fill(each.path, []), await bodyFor(acme, each))
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})

describe("a thing of Acme's", () => {
  test.each(ofOneThing)('$name is not there for a sibling, nor for a branch to change', async each => {
    const { method, path } = each
    const parts = (await thingOf(path)?.(acme)) ?? []
    const address = fill(path, parts)
    const body = await bodyFor(acme, each, parts)
    const before = await readAll(usher)
    expect(await call(sibling, method, address, body)).toMatchObject({ status: 404 })
    // What is given from above may be read below.
    if (method !== 'get') expect([403, 404]).toContain((await call(branch, method, address, body)).status)
    expect(await readAll(usher)).toEqual(before)
    // It was this thing that was refused, and nothing else that was wrong.
    const own = await call(await whoMay(path), method, address, body)
    expect([200, 201, 202, 204, 409], JSON.stringify(own.body)).toContain(own.status)
  })
})

describe('an organization beside', () => {
  test.each(ofAnOrganization)('is not there for $name', async each => {
    const { method, path } = each
    const parts = (await thingOf(path)?.(acme)) ?? []
    const address = fill(path, parts)
    const body = await bodyFor(acme, each, parts)
    const before = await readAll(usher)
    for (const organization of ['sibling', 'acme-prep']) {
      const answer = takesInQuery(each, 'organization')
        ? await call(acme, method, `${address}?${queryFor(each, { organization })}`, body)
        : await call(acme, method, address, { ...(body as object), organization })
      expect(answer).toMatchObject({ status: 404 })
    }
    expect(await readAll(usher)).toEqual(before)
  })
})

/** Credits come from above; and no key acts as somebody else. */
async function whoMay(path: string): Promise<Api> {
  if (path.endsWith('/credits')) return group
  return path.endsWith('/impersonation') ? signIn(usher, { organization: 'acme', role: 'owner' }) : acme
}

function takesOrganization(each: Operation): boolean {
  return takesInQuery(each, 'organization') || takesInBody(each, 'organization')
}
