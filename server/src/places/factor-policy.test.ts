/** Organizations that ask for a second factor: what is closed without one, to whom, and from when on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { codeOf } from '../../test/authenticator.ts'
import { bodyFor, call, fill, operations, readAll } from '../../test/operations.ts'
import { runUsher } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Person, type Standing, signIn, signInByProvider } from '../../test/sessions.ts'

const password = 'a long enough password'

/** A tree: `acme-prep` over `acme` and `sibling`, and `branch` below `acme`. */
let usher: TestServer
let above: Api
let acme: Api
let owner: Person
const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const say = (who: Api, asked: string | null, grace_days = 0, slug = 'acme') =>
  who.patch(`/api/organizations/${slug}`, { second_factor: asked && { asked, grace_days } })
const needed = { status: 403, body: { code: 'second_factor_needed' } }
const there = { status: 200 }
const asked = async (who: Api) => (await who.get('/api/me')).body.second_factor_asked
const open = async (who: Api) =>
  (await who.get('/api/me')).body.organizations.map(({ slug }: { slug: string }) => slug).sort()
/** The rule came, and the person became a member, so many days ago. */
const pass = async (days: number) => {
  await query(
    `update organizations set second_factor_since = now() - make_interval(days => $1)
    where second_factor is not null`,
    [days],
  )
  await query(`update memberships set created_at = now() - make_interval(days => $1)`, [days])
}

beforeAll(async () => {
  usher = await startTestServer()
  above = await openApi(usher)
  for (const [slug, parent] of [['acme'], ['sibling'], ['branch', 'acme']])
    await above.post('/api/organizations', { name: slug, slug, ...(parent && { parent }) })
  await query('update organizations set rate_limit = 0')
  acme = await openApi(usher, { organization: 'acme' })
  await acme.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  owner = await signIn(usher, { organization: 'acme', role: 'owner' })
})
afterAll(() => usher.close())
beforeEach(async () => {
  await query(`update organizations set second_factor = null, second_factor_days = null, second_factor_since = null,
    second_factor_from = null`)
})

describe('who has none when the time is over', () => {
  test.each(operations)('does nothing: $name', async each => {
    const body = await bodyFor(acme, each)
    await say(acme, 'for_roles')
    const before = await readAll(usher)
    expect(await call(owner, each.method, fill(each.path, []), body)).toMatchObject(needed)
    expect(await readAll(usher)).toEqual(before)
  })

  test('sets it up, and goes on', async () => {
    const person = await signIn(usher, { organization: 'acme', role: 'admin' })
    await say(acme, 'for_all')
    expect(await person.get('/api/users')).toMatchObject(needed)
    expect(await openApiAs(usher, { cookie: person.cookie }).get('/api/users')).toMatchObject(needed)
    expect(await asked(person)).toMatchObject([{ slug: 'acme', closed: true }])
    expect(await open(person)).toEqual([])
    const { body } = await person.post('/api/me/authenticator', { current_password: password })
    await person.post('/api/me/authenticator/confirmation', { code: codeOf(body.secret) })
    expect(await person.get('/api/users')).toMatchObject(there)
    expect(await asked(person)).toEqual([])
    expect(await person.post('/api/me/authenticator/removal', { current_password: password })).toMatchObject(there)
    expect(await person.get('/api/users')).toMatchObject(needed)
  })

  test('has no courses there, and keeps what is of another organization', async () => {
    const person = await signIn(usher, { organization: 'acme' })
    const member = { email: person.email, first_name: 'Pat' }
    const sibling = await openApi(usher, { organization: 'sibling' })
    await sibling.post('/api/users', { ...member, send_welcome_email: false })
    await acme.post('/api/provision', { user: member, courses: ['ielts'], send_welcome_email: false })
    const courses = async () => (await person.get('/api/me/courses')).body.courses.length
    expect(await courses()).toBe(1)
    await say(acme, 'for_all')
    expect(await courses()).toBe(0)
    expect(await open(person)).toEqual(['sibling'])
    await say(acme, null)
    expect(await courses()).toBe(1)
  })
})

describe('it is asked', () => {
  const isAsked = async (standing: Standing) => (await asked(await signIn(usher, standing))).length > 0
  test.each([
    ['optional', [false, false, false, false]],
    ['for_roles', [false, false, true, true]],
    ['for_all', [true, true, true, true]],
  ])('%s: of learners, those in teams, managers of teams, administrators', async (policy, whom) => {
    const team = (await acme.post('/api/teams', { name: policy })).body.id
    await say(acme, policy, 7)
    const organization = 'acme'
    expect([
      await isAsked({ organization }),
      await isAsked({ organization, team, teamRole: 'learner' }),
      await isAsked({ organization, team }),
      await isAsked({ organization, role: 'admin' }),
    ]).toEqual(whom)
  })

  test('after some days, which begin when it is said and when one becomes a member', async () => {
    await say(acme, 'for_all', 7)
    await pass(6)
    expect(await owner.get('/api/users')).toMatchObject(there)
    expect(await asked(owner)).toMatchObject([{ slug: 'acme', closed: false }])
    // Another number of days does not begin them anew.
    await say(acme, 'for_all', 5)
    expect(await owner.get('/api/users')).toMatchObject(needed)
    const late = await signIn(usher, { organization: 'acme', role: 'admin' })
    expect(await late.get('/api/users')).toMatchObject(there)
    // Whom it is asked of does.
    await say(acme, 'for_roles', 5)
    expect(await owner.get('/api/users')).toMatchObject(there)
  })

  test('of nobody whom a provider vouches for, and of no key', async () => {
    const vouched = await signInByProvider(usher, owner, 'acme')
    await say(acme, 'for_all')
    expect(await vouched.get('/api/users')).toMatchObject(there)
    expect(await asked(vouched)).toEqual([])
    expect(await acme.get('/api/users')).toMatchObject(there)
  })
})

describe('what is said from above holds', () => {
  const branch = () => openApi(usher, { organization: 'branch' })
  const refused = { status: 403, body: { errors: [{ field: 'second_factor' }] } }

  test('for all below', async () => {
    const below = await signIn(usher, { organization: 'branch', role: 'admin' })
    await say(await branch(), 'for_all', 0, 'branch')
    expect(await below.get('/api/users')).toMatchObject(needed)
    await say(acme, 'optional')
    expect(await below.get('/api/users')).toMatchObject(there)
    expect(await say(acme, 'for_all')).toMatchObject(there)
    expect(await below.get('/api/users')).toMatchObject(needed)
    expect(await say(await branch(), 'optional', 0, 'branch')).toMatchObject(refused)
    expect(await say(await branch(), 'for_all', 30, 'branch')).toMatchObject(refused)
    expect(await say(await branch(), 'for_all', 0, 'branch')).toMatchObject(there)
    // Who acts from above is a member there, not below.
    const other = await signIn(usher, { role: 'owner' })
    expect(await other.get('/api/users', { 'usher-organization': 'branch' })).toMatchObject(there)
  })

  test('what was said to it is not its own to change', async () => {
    expect(await say(acme, 'for_roles', 3, 'branch')).toMatchObject(there)
    for (const [policy, days] of [
      ['for_roles', 90],
      ['optional', 0],
      [null, 0],
    ] as const)
      expect(await say(await branch(), policy, days, 'branch')).toMatchObject(refused)
    expect(await say(acme, null, 0, 'branch')).toMatchObject(there)
    expect(await say(await branch(), 'for_all', 90, 'branch')).toMatchObject({
      body: { second_factor: { asked: 'for_all', grace_days: 90 } },
    })
  })

  test('days are 0 to 90, and it takes a proof', async () => {
    for (const days of [-1, 91]) expect(await say(acme, 'for_all', days)).toMatchObject({ status: 400 })
    await query(`update sessions set proven_at = now() - interval '11 minutes' where user_id = $1`, [owner.id])
    expect(await say(owner, 'optional')).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  })
})

test('whoever runs the server says it too', async () => {
  const run = (...words: string[]) => runUsher(usher.databaseUrl, ['org', 'update', 'acme', ...words])
  expect(await run('--second-factor', 'for-roles', '--second-factor-days', '3')).toMatchObject({ status: 0 })
  const read = async () => (await above.get('/api/organizations/acme')).body.second_factor
  expect(await read()).toEqual({ asked: 'for_roles', grace_days: 3 })
  expect(await run('--second-factor', 'as-above')).toMatchObject({ status: 0 })
  expect(await read()).toBeNull()
  expect(await run('--second-factor', 'everybody')).toMatchObject({ status: 2 })
})
