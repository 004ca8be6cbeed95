/** What is archived stays as it is: every operation of the native API that changes one thing, tried from above. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { openNorthpass } from '../../test/northpass.ts'
import {
  bodyFor,
  call,
  fill,
  operations,
  queryFor,
  readAll,
  takesInBody,
  takesInQuery,
  thingOf,
} from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

/** It is there by then; and what changes nothing. */
const aside = ['delete /api/organizations/{organization}', 'post /api/users/search', 'post /api/webhooks/{id}/test']
const changing = operations.filter(({ method, name }) => method !== 'get' && !aside.includes(name))
const ofOneThing = changing.filter(({ path }) => path.includes('{'))
const ofAnOrganization = changing.filter(
  each => !each.path.includes('{') && (takesInQuery(each, 'organization') || takesInBody(each, 'organization')),
)

let usher: TestServer
let group: Api
let acme: Api
let owner: Api

beforeAll(async () => {
  usher = await startTestServer()
  group = await openApi(usher)
  await group.post('/api/organizations', { name: 'Acme', slug: 'acme' })
  await usher.database.pool.query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  owner = await signIn(usher, { role: 'owner' })
})
afterAll(() => usher.close())

/** It and what is below it, all at once. */
const archive = (at: Date | null = new Date()) =>
  usher.database.pool.query(
    `update organizations set archived_at = $1, suspended_at = $1
      where path @> (select array[id] from organizations where slug = 'acme')`,
    [at],
  )
afterEach(async () => {
  await archive(null)
})

/** Where what is required is not enough. */
const user = { email: 'late@example.com', first_name: 'Late' }
const bodies: Record<string, object> = {
  'post /api/users/upsert': user,
  'post /api/orders': { user, lines: [{ product: 'ielts' }], payment: 'external', external_ref: 'late' },
}

async function expectRefused(answer: Promise<{ status: number; body: unknown }>, before: Record<string, string>) {
  const { status, body } = await answer
  expect([403, 404, 409], JSON.stringify(body)).toContain(status)
  expect(await readAll(usher)).toEqual(before)
}

describe('of an archived organization', () => {
  test.each(ofOneThing)('$name is refused', async each => {
    const parts = (await thingOf(each.path)?.(acme)) ?? []
    const body = await bodyFor(acme, each, parts)
    await archive()
    const who = each.path.endsWith('/impersonation') ? owner : group
    await expectRefused(call(who, each.method, fill(each.path, parts), body), await readAll(usher))
  })

  test.each(ofAnOrganization)('$name is refused', async each => {
    const body = bodies[each.name] ?? ((await bodyFor(acme, each)) as object)
    await archive()
    const before = await readAll(usher)
    const answer = takesInQuery(each, 'organization')
      ? call(group, each.method, `${each.path}?${queryFor(each, { organization: 'acme' })}`, body)
      : call(group, each.method, each.path, { ...body, organization: 'acme' })
    await expectRefused(answer, before)
  })
})

test('its own keys change nothing, by any API', async () => {
  const northpass = await openNorthpass(usher, { organization: 'acme' })
  await archive()
  const before = await readAll(usher)
  await expectRefused(acme.post('/api/teams', { name: 'Late' }), before)
  await expectRefused(northpass.post('/v2/groups', { data: { attributes: { name: 'Late' } } }), before)
})
