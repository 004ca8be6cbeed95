import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

let usher: TestServer
let top: Api
let middle: Api
let below: Api
/** An owner of the topmost one, in the one below. */
let visitor: Api

beforeAll(async () => {
  usher = await startTestServer()
  top = await openApi(usher)
  await top.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await top.post('/api/organizations', { name: 'Camp', slug: 'camp', parent: 'pune' })
  middle = await openApi(usher, { organization: 'pune' })
  below = await openApi(usher, { organization: 'camp' })
  const { cookie } = await signIn(usher, { role: 'owner' })
  visitor = openApiAs(usher, { cookie, origin: usher.url, 'usher-organization': 'camp' })
})
afterAll(() => usher.close())
beforeEach(async () => {
  for (const slug of ['acme-prep', 'pune', 'camp']) expect(await say(top, slug, null)).toMatchObject({ status: 200 })
})

const say = (by: Api, slug: string, sign_in_mode: string | null) =>
  by.patch(`/api/organizations/${slug}`, { sign_in_mode })
const refused = { status: 403, body: { errors: [{ field: 'sign_in_mode' }] } }
const done = { status: 200 }

test("how people sign in is an organization's own to say, while nothing was said from above", async () => {
  expect(await say(below, 'camp', 'single_sign_on')).toMatchObject(done)
  expect(await say(below, 'camp', 'password')).toMatchObject(done)
  expect(await say(below, 'camp', null)).toMatchObject(done)
})

test('what an organization says holds for all below it', async () => {
  expect(await say(top, 'acme-prep', 'single_sign_on')).toMatchObject(done)
  for (const by of [below, middle, top]) expect(await say(by, 'camp', 'password')).toMatchObject(refused)
  expect(await say(below, 'camp', 'single_sign_on')).toMatchObject(done)
  expect(await say(below, 'camp', null)).toMatchObject(done)
})

test.each([
  ['a key', () => top],
  ['a person', () => visitor],
])('what %s above says to it is not its own to change, nor of one between', async (_, by) => {
  expect(await say(by(), 'camp', 'single_sign_on')).toMatchObject(done)
  for (const other of [below, middle])
    for (const mode of ['password', null]) expect(await say(other, 'camp', mode)).toMatchObject(refused)
  expect(await below.patch('/api/organizations/camp', { name: 'Camp', sign_in_mode: 'single_sign_on' })).toMatchObject(
    done,
  )
  expect(await say(below, 'camp', null)).toMatchObject(refused)
  expect(await say(by(), 'camp', null)).toMatchObject(done)
  expect(await say(below, 'camp', 'password')).toMatchObject(done)
})
