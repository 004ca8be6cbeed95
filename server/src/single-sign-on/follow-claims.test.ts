import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { openSchool, type School } from '../../test/sign-on.ts'

let usher: TestServer
let school: School
let lakeside: Api
let readers: number
let chess: number
let evening: number
beforeAll(async () => {
  usher = await startTestServer()
  await (await openApi(usher)).post('/api/organizations', { name: 'lakeside', slug: 'lakeside' })
  await query('update organizations set rate_limit = 0')
  lakeside = await openApi(usher, { organization: 'lakeside' })
  school = await openSchool(usher, 'lakeside')
  await query(`insert into domains (organization_id, name, token, proven_at)
    select id, 'school.example', 'x', now() from organizations where slug = 'lakeside'`)
  readers = (await lakeside.post('/api/groups', { name: 'readers' })).body.id
  chess = (await lakeside.post('/api/groups', { name: 'chess' })).body.id
  evening = (await lakeside.post('/api/teams', { name: 'evening' })).body.id
})
afterAll(async () => {
  school.idp.close()
  await usher.close()
})

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const map = (api: Api, ...mappings: object[]) => api.put(`/api/identity-providers/${school.id}/mappings`, { mappings })
const come = (name: string, groups?: unknown) =>
  school.signOn({
    sub: name,
    email: `${name}@school.example`,
    given_name: name,
    ...(groups !== undefined && { groups }),
  })
const placesOf = async (name: string) =>
  (
    await query(
      `select g.name from group_members m join groups g on g.id = m.group_id join users u on u.id = m.user_id where u.email = $1
      union all select t.name || ' as ' || m.role from team_members m join teams t on t.id = m.team_id join users u on u.id = m.user_id
      where u.email = $1 order by 1`,
      [`${name}@school.example`],
    )
  ).map(({ name }) => name)
const lastNoted = async () => (await lakeside.get(`/api/identity-providers/${school.id}/sign-ons?limit=1`)).body.data[0]

test('being in a group of the provider gives what it is mapped to, and follows it where that is said', async () => {
  const set = await map(
    lakeside,
    { value: 'Readers', group: readers, follow: true },
    { value: 'Chess', group: chess },
    { value: 'Teachers', team: evening, role: 'manager', follow: true },
  )
  expect(set).toMatchObject({ status: 200 })
  expect((await lakeside.get(`/api/identity-providers/${school.id}/mappings`)).body).toEqual(set.body)
  await come('ada', ['Readers', 'Chess', 'Teachers', 'readers', 'Unknown'])
  expect(await placesOf('ada')).toEqual(['chess', 'evening as manager', 'readers'])
  await come('ada', ['Chess'])
  expect(await placesOf('ada')).toEqual(['chess'])
  await come('ada', [])
  expect(await placesOf('ada')).toEqual(['chess'])
  const log = await lakeside.get('/api/operations?email=ada@school.example&kind=leave_group')
  expect(log.body.data).toMatchObject([{ source: `identity provider ${school.id}` }])
})

test('what was not said, or cannot be all, takes nothing away; nor is taken what others gave', async () => {
  await map(
    lakeside,
    { value: 'Readers', group: readers, follow: true },
    { value: 'Chess', group: chess, follow: true },
  )
  await come('bea', ['Readers'])
  await come('bea')
  await come(
    'bea',
    Array.from({ length: 100 }, (_, n) => `Group ${n}`),
  )
  expect(await placesOf('bea')).toEqual(['readers'])
  const [{ id }] = (await query(`select id from users where email = 'bea@school.example'`)) as [{ id: number }]
  await lakeside.post(`/api/groups/${chess}/members`, { user_id: id })
  await come('bea', ['Other'])
  expect(await placesOf('bea')).toEqual(['chess'])
})

test('a mapping gives no more than who wrote it may, then and later', async () => {
  const admin = await signIn(usher, { organization: 'lakeside', role: 'admin' })
  expect(await map(admin, { value: 'X', team: evening, role: 'owner' })).toMatchObject({ status: 403 })
  await lakeside.post('/api/roles', { name: 'helper', display_name: 'Helper', permissions: ['users.view'] })
  expect(await map(admin, { value: 'X', team: evening, role: 'helper' })).toMatchObject({ status: 200 })
  await query(`update roles set permissions = '{organizations.delete}' where name = 'helper'`)
  await come('cal', ['X'])
  expect(await placesOf('cal')).toEqual([])
  expect((await lastNoted()).detail).toContain(`team ${evening}`)
})

test.each([
  [{ value: 'X' }, 400],
  [{ value: 'X', group: 1, team: 2 }, 400],
  [{ value: 'X', group: 999_999_999 }, 404],
])('%j is no mapping', async (mapping, status) => {
  expect(await map(lakeside, mapping)).toMatchObject({ status })
})

test('a group beside or above the provider is not there for it', async () => {
  const above = await openApi(usher)
  const { body } = await above.post('/api/groups', { name: 'of the top' })
  expect(await map(above, { value: 'X', group: body.id })).toMatchObject({ status: 404 })
})
