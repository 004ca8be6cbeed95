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
  const isOwner = { field: expect.stringContaining('role'), message: expect.stringContaining('owner') }
  for (const mapping of [{ team: evening, role: 'owner' }, { organization_role: 'owner' }])
    for (const api of [admin, lakeside])
      expect(await map(api, { value: 'X', ...mapping })).toMatchObject({ status: 400, body: { errors: [isOwner] } })
  await lakeside.post('/api/roles', { name: 'helper', display_name: 'Helper', permissions: ['users.view'] })
  expect(await map(admin, { value: 'X', team: evening, role: 'helper' })).toMatchObject({ status: 200 })
  await query(`update roles set permissions = '{organizations.delete}' where name = 'helper'`)
  await come('cal', ['X'])
  expect(await placesOf('cal')).toEqual([])
  expect((await lastNoted()).detail).toContain(`team ${evening}`)
})

const roleOf = async (name: string) =>
  (
    await query(`select role from memberships m join users u on u.id = m.user_id where u.email = $1`, [
      `${name}@school.example`,
    ])
  )[0].role
const idOf = async (name: string) =>
  (await query(`select id from users where email = $1`, [`${name}@school.example`]))[0].id
const says = (name: string, claims: object) =>
  school.signOn({ sub: name, email: `${name}@school.example`, given_name: name, ...claims })

test('a role of the organization is given by any claim, taken back, and undone, as long as nobody else changed it', async () => {
  await map(
    lakeside,
    { claim: 'realm_access.roles', value: 'staff', organization_role: 'manager', follow: true },
    { claim: 'department', value: 'Maths', group: chess, follow: true },
  )
  const staff = { realm_access: { roles: ['staff'] } }
  await says('dan', { ...staff, department: 'Maths' })
  expect([await roleOf('dan'), await placesOf('dan')]).toEqual(['manager', ['chess']])
  await says('dan', { department: 'Physics' })
  expect([await roleOf('dan'), await placesOf('dan')]).toEqual(['manager', []])
  expect((await lastNoted()).detail).toContain('role')
  await says('dan', { realm_access: { roles: [] } })
  expect(await roleOf('dan')).toBe('learner')
  await says('dan', staff)
  const [given] = (await lakeside.get('/api/operations?email=dan@school.example&kind=change_role&limit=1')).body.data
  expect(given).toMatchObject({ source: `identity provider ${school.id}` })
  expect(await lakeside.post(`/api/operations/${given.id}/undo`)).toMatchObject({ status: 200 })
  expect(await roleOf('dan')).toBe('learner')
  await says('dan', staff)
  await lakeside.patch(`/api/memberships/lakeside/${await idOf('dan')}`, { role: 'admin' })
  await says('dan', { realm_access: { roles: [] } })
  expect(await roleOf('dan')).toBe('admin')
})

test('a role in a team follows, and a place there is not taken from whom others promoted', async () => {
  await map(
    lakeside,
    { value: 'Teachers', team: evening, role: 'manager', follow: true },
    { value: 'Pupils', team: evening, follow: true },
  )
  await come('eli', ['Pupils'])
  await come('eli', ['Pupils', 'Teachers'])
  expect(await placesOf('eli')).toEqual(['evening as manager'])
  await come('eli', ['Pupils'])
  expect(await placesOf('eli')).toEqual(['evening as learner'])
  await lakeside.patch(`/api/teams/${evening}/members/${await idOf('eli')}`, { role: 'admin' })
  await come('eli', [])
  expect(await placesOf('eli')).toEqual(['evening as admin'])
})

test('who changes what a provider is trusted by may do as much as it gives', async () => {
  const { body } = await lakeside.post('/api/identity-providers', {
    ...{ name: 'Another', client_secret: 'x', oidc: { issuer: 'https://login.example.com', client_id: 'usher' } },
  })
  const another = `/api/identity-providers/${body.id}`
  const staff = { mappings: [{ value: 'Staff', organization_role: 'admin' }] }
  expect(await lakeside.put(`${another}/mappings`, staff)).toMatchObject({ status: 200 })
  const weak = await openApi(usher, { organization: 'lakeside', scopes: ['settings.edit', 'settings.view'] })
  const claims = { groups: ['their_groups'] }
  expect(await weak.patch(another, { claims })).toMatchObject({ status: 403 })
  await lakeside.put(`${another}/mappings`, { mappings: [] })
  expect(await weak.patch(another, { claims })).toMatchObject({ status: 200 })
})

test('what is said of a person is kept, at the first sign-in or at each, and what cannot be is noted', async () => {
  for (const field of [{ name: 'house' }, { name: 'year', kind: 'number' }])
    await lakeside.post('/api/custom-fields', { label: field.name, kind: 'text', ...field })
  const attributes = [
    { field: 'last_name', when: 'each' },
    { field: 'custom_fields.house', claim: 'house' },
    { field: 'custom_fields.year', claim: 'year', when: 'each' },
  ]
  const provider = `/api/identity-providers/${school.id}`
  expect(await lakeside.patch(provider, { attributes })).toMatchObject({
    status: 200,
    body: { enabled: true, attributes },
  })
  const personOf = async (name: string, at = lakeside) => (await at.get(`/api/users/${await idOf(name)}`)).body
  await says('flo', { family_name: 'First', house: 'Red', year: 7 })
  expect(await personOf('flo')).toMatchObject({ last_name: 'First', custom_fields: { house: 'Red', year: 7 } })
  await says('flo', { family_name: 'Second', house: 'Blue', year: '8', email: 'flo.second@school.example' })
  expect(await personOf('flo')).toMatchObject({
    ...{ email: 'flo@school.example', last_name: 'Second', custom_fields: { house: 'Red', year: 8 } },
  })
  const count = async () => (await query(`select count(*) from operations where kind = 'update_user'`))[0].count
  const before = await count()
  await says('flo', { family_name: 'Second', year: 'none' })
  expect([await count(), (await lastNoted()).detail]).toEqual([before, 'custom_fields.year: must be a number'])
  expect(await personOf('flo')).toMatchObject({ custom_fields: { house: 'Red', year: 8 } })
})

test('the name is kept with the membership where the account is others’ too', async () => {
  const above = await openApi(usher)
  await above.post('/api/organizations', { name: 'hillside', slug: 'hillside' })
  await query('update organizations set rate_limit = 0')
  const hillside = await openApi(usher, { organization: 'hillside' })
  await says('gus', { family_name: 'Lakes' })
  await hillside.post('/api/users', {
    email: 'gus@school.example',
    first_name: 'Gus',
    last_name: 'Hills',
    send_welcome_email: false,
  })
  await says('gus', { family_name: 'Waters' })
  const lastName = async (api: Api) => (await api.get('/api/users?email=gus@school.example')).body.data[0].last_name
  expect([await lastName(lakeside), await lastName(hillside)]).toEqual(['Waters', 'Lakes'])
  // Whatever else becomes of the account leaves it.
  await query(`update users set updated_at = now(), locale = 'de' where email = 'gus@school.example'`)
  expect(await lastName(lakeside)).toBe('Waters')
})

test.each([
  [[{ field: 'custom_fields.nowhere', claim: 'x' }], 400],
  [[{ field: 'email' }], 400],
  [[{ field: 'custom_fields.house' }], 400],
  [[{ field: 'name' }, { field: 'last_name' }], 400],
  [[{ field: 'name' }, { field: 'name', claim: 'x' }], 400],
])('%j is nothing to keep', async (attributes, status) => {
  expect(await lakeside.patch(`/api/identity-providers/${school.id}`, { attributes })).toMatchObject({ status })
})

test('who has a provider change people may change them', async () => {
  const weak = await openApi(usher, { organization: 'lakeside', scopes: ['settings.edit', 'settings.view'] })
  const attributes = [{ field: 'last_name' }]
  expect(await weak.patch(`/api/identity-providers/${school.id}`, { attributes })).toMatchObject({ status: 403 })
})

test.each([
  [{ value: 'X' }, 400],
  [{ value: 'X', group: 1, team: 2 }, 400],
  [{ value: 'X', group: 1, organization_role: 'manager' }, 400],
  [{ value: 'X', group: 1, role: 'manager' }, 400],
  [{ value: 'X', organization_role: 'nobody' }, 400],
  [{ value: 'X', group: 999_999_999 }, 404],
])('%j is no mapping', async (mapping, status) => {
  expect(await map(lakeside, mapping)).toMatchObject({ status })
})

test('a group beside or above the provider is not there for it', async () => {
  const above = await openApi(usher)
  const { body } = await above.post('/api/groups', { name: 'of the top' })
  expect(await map(above, { value: 'X', group: body.id })).toMatchObject({ status: 404 })
})

test('who tries it reads what came, by its own names, and what would be given and kept', async () => {
  await map(
    lakeside,
    { claim: 'department', value: 'Maths', group: chess },
    { value: 'Staff', organization_role: 'manager' },
    { value: 'Staff', team: evening },
  )
  const attributes = [
    { field: 'custom_fields.house', claim: 'house' },
    { field: 'custom_fields.year', claim: 'year' },
  ]
  await lakeside.patch(`/api/identity-providers/${school.id}`, { attributes })
  const trial = await lakeside.post(`/api/identity-providers/${school.id}/test`)
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    sub: 'hal',
    email: 'flo@school.example',
    department: 'Maths',
    groups: ['Staff'],
    house: 'Red',
    year: 'x',
  }
  const { location } = await school.signOn({ ...claims, auth_time: now }, { start: trial.body.url })
  expect(location?.searchParams.get('test')).toBeTruthy()
  const { report } = await lastNoted()
  expect(report).toMatchObject({
    who: { kind: 'comes' },
    gives: [
      { does: 'join', kind: 'group', name: 'chess', refused: null },
      { does: 'become', kind: 'organization', role: 'manager', refused: null },
      { does: 'join', kind: 'team', name: 'evening', role: 'learner', refused: null },
    ],
    keeps: { custom_fields: { house: 'Red' } },
    faults: [expect.stringContaining('custom_fields.year')],
  })
  expect(report.said).toContainEqual({ claim: 'department', values: ['Maths'], count: 1 })
  expect(await placesOf('flo')).toEqual([])
  const blind = await openApi(usher, { organization: 'lakeside', scopes: ['settings.view'] })
  const { body } = await blind.get(`/api/identity-providers/${school.id}/sign-ons?limit=1`)
  expect(JSON.stringify(body.data[0].report)).not.toMatch(/Maths|manager|flo/)
})

test('who tries it does not read whether a stranger’s address has an account elsewhere', async () => {
  await (await openApi(usher)).post('/api/organizations', { name: 'other', slug: 'other' })
  const stranger = await signIn(usher, { organization: 'other' })
  await map(lakeside, { value: 'Readers', group: readers })
  const tryAs = async (sub: string, email: string) => {
    const trial = await lakeside.post(`/api/identity-providers/${school.id}/test`)
    const claims = { sub, email, groups: ['Readers'], auth_time: Math.floor(Date.now() / 1000) }
    await school.signOn(claims, { start: trial.body.url })
    const { who, gives } = (await lastNoted()).report
    return { who, gives }
  }
  const unknown = await tryAs('s-1', 'nobody-has-this@example.com')
  expect(unknown.who).toEqual({ kind: 'refused', code: 'unknown_person' })
  expect(await tryAs('s-2', stranger.email)).toEqual(unknown)
})
