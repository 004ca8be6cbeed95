import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'

let database: TestDatabase
let domain: Domain

beforeEach(async () => {
  database = await createTestDatabase()
  domain = await createDomain(database)
})
afterEach(() => database.drop())

const query = async (text: string, values: unknown[] = []) => (await database.database.pool.query(text, values)).rows
const setMode = (mode: string | null) =>
  query('update organizations set sign_in_mode = $2 where id = $1', [domain.organizationId, mode])
const mails = () => query('select kind from messages order by id')
const resend = (email: string) => domain.tryTo({ kind: 'resend_way_in', email })

test('who signs in elsewhere is mailed no way in and gets no link, but has the course', async () => {
  await setMode('single_sign_on')
  const outcome = await domain.provision('jane@example.com', { courses: ['ielts'], welcome: true })
  expect(outcome).toMatchObject({ result: 'created', mailQueued: false, passwordLinkId: null })
  expect(await domain.access('jane@example.com')).toEqual({ ielts: 'active' })
  const invite = { firstName: 'Bob', lastName: null, teamId: null, role: null, courses: [], products: [], groups: [] }
  const expiresAt = new Date(Date.now() + 86_400_000)
  const invited = await domain.tryTo({ kind: 'invite', email: 'bob@example.com', ...invite, from: null, expiresAt })
  expect(invited).toMatchObject({ result: 'changed' })
  expect(await mails()).toEqual([])
  expect(await resend('jane@example.com')).toMatchObject({
    result: 'refused',
    problems: [{ code: 'no_way_in_mailed' }],
  })
})

test('the way to sign in is that of the topmost organization that says one', async () => {
  const makeBelow = async (path: number[], slug: string): Promise<number> => {
    const [made] = await query(
      `insert into organizations (parent_id, path, name, slug) values ($1, '{}', $2, $2) returning id`,
      [path.at(-1), slug],
    )
    await query('update organizations set path = $1 where id = $2', [[...path, made.id], made.id])
    return made.id
  }
  const root = domain.organizationId
  const branch = await makeBelow([root], 'branch')
  const leaf = await makeBelow([root, branch], 'leaf')
  const isMailed = async (email: string) => {
    const call = { actor: { kind: 'system' }, organizationId: leaf, source: null, ip: null } as const
    const outcome = await domain.engine.submit({
      kind: 'provision',
      call: { ...call, receivedAt: new Date() },
      ...{ email, firstName: 'Jane', lastName: null, courses: [], access: null, reference: null },
      ...{ welcome: true, grantSource: 'api', problems: [] },
    })
    return 'mailQueued' in outcome && outcome.mailQueued
  }
  expect(await isMailed('a@example.com')).toBe(true)
  await query(`update organizations set sign_in_mode = 'single_sign_on' where id = $1`, [leaf])
  expect(await isMailed('b@example.com')).toBe(false)
  await query(`update organizations set sign_in_mode = 'password' where id = $1`, [branch])
  expect(await isMailed('c@example.com')).toBe(true)
  await setMode('single_sign_on')
  expect(await isMailed('d@example.com')).toBe(false)
})

test('a way in that is sent again has another link, and none is sent to who has come in or is not here', async () => {
  const { passwordLinkId: first } = await domain.provision('jane@example.com', { welcome: true })
  expect(await resend('jane@example.com')).toMatchObject({ result: 'changed' })
  const [{ password_link_id: second }] = await query('select password_link_id from users')
  expect(second).not.toBe(first)
  expect(await mails()).toEqual([{ kind: 'welcome' }, { kind: 'welcome' }])
  await query('update users set password_set_at = now()')
  expect(await resend('jane@example.com')).toMatchObject({ problems: [{ code: 'already_activated' }] })
  expect(await resend('bob@example.com')).toMatchObject({ problems: [{ code: 'unknown_user' }] })
})

test('whose name is not said keeps the one there is', async () => {
  await domain.provision('jane@example.com', { firstName: 'Jane' })
  await domain.provision('jane@example.com', { firstName: '', groups: ['Readers'] })
  expect(await query('select first_name from users')).toEqual([{ first_name: 'Jane' }])
})
