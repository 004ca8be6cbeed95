import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let jane: number

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
  jane = await add('jane@example.com')
  await add('jane@example.com', 'pune')
})
afterAll(() => usher.close())

test('memberships are listed of an organization, by role, and of a user', async () => {
  const joe = await add('joe@example.com')
  await api.patch(`/api/memberships/acme-prep/${joe}`, { role: 'manager' })
  const emails = async (query: string) =>
    (await api.get(`/api/memberships?${query}`)).body.data.map((row: { email: string }) => row.email)
  expect(await emails('')).toEqual(['jane@example.com', 'joe@example.com'])
  expect(await emails('role=manager')).toEqual(['joe@example.com'])
  expect(await emails('role=learner')).toEqual(['jane@example.com'])
  expect((await api.get(`/api/memberships?user=${jane}&sort=-id&count=true`)).body).toMatchObject({
    data: [{ organization: 'pune' }, { organization: 'acme-prep' }],
    total_count: 2,
  })
  const first = await api.get(`/api/memberships?user=${jane}&limit=1`)
  const second = await api.get(`/api/memberships?user=${jane}&limit=1&cursor=${first.body.next_cursor}`)
  expect([...first.body.data, ...second.body.data].map(row => row.organization).sort()).toEqual(['acme-prep', 'pune'])
})

test('the role of a member is changed, and the membership suspended and resumed, with its history', async () => {
  const id = await add('ann@example.com')
  const path = `/api/memberships/acme-prep/${id}`
  const before = await api.get(path)
  expect(before).toMatchObject({ status: 200, body: { user_id: id, role: 'learner', suspended_at: null } })
  expect(await api.patch(path, { role: 'admin' })).toMatchObject({ status: 200, body: { role: 'admin' } })
  const stale = { 'if-match': before.headers.get('etag') ?? '' }
  expect(await api.patch(path, { role: 'owner' }, stale)).toMatchObject({ status: 412 })
  expect(await api.patch(path, { suspended: true })).toMatchObject({
    body: { role: 'admin', suspended_at: expect.any(String) },
  })
  expect(await api.patch(path, { suspended: false })).toMatchObject({ body: { suspended_at: null } })
  expect((await api.patch(`${path}?mode=plan`, { role: 'learner' })).body.changes).toMatchObject([
    { action: 'update', kind: 'membership', before: { role: 'admin' }, after: { role: 'learner' } },
  ])
  expect((await api.get(path)).body.role).toBe('admin')
  const { rows } = await usher.database.pool.query(
    "select before->>'role' as before, after->>'role' as after from changes where kind = 'membership' and object_id = $1 order by id",
    [id],
  )
  expect(rows[0]).toEqual({ before: 'learner', after: 'admin' })
})

test('nobody gives a role, or takes one, that allows more than they are allowed', async () => {
  const id = await add('bob@example.com')
  const path = `/api/memberships/acme-prep/${id}`
  const editor = await openApi(usher, { scopes: ['users.edit', 'users.view'] })
  await api.post('/api/roles', { name: 'viewer', display_name: 'Viewer', permissions: ['users.view'] })
  expect(await editor.patch(path, { role: 'manager' })).toMatchObject({
    status: 403,
    body: { errors: [{ field: 'role' }] },
  })
  expect(await editor.patch(path, { role: 'viewer' })).toMatchObject({ status: 200 })
  expect(await editor.patch(path, { role: 'learner' })).toMatchObject({ status: 200 })
  await api.patch(path, { role: 'owner' })
  expect(await editor.patch(path, { role: 'learner' })).toMatchObject({ status: 403 })
  expect(await editor.patch(path, { suspended: true })).toMatchObject({ status: 403 })
  expect(await api.patch(path, { role: 'emperor' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'role' }] },
  })
})

test('a role holds below where it was made and not beside; of two of one name the nearer one holds', async () => {
  const make = (name: string, organization: string, permissions: string[]) =>
    api.post('/api/roles', { name, display_name: name, organization, permissions })
  await make('coach', 'acme-prep', ['keys.create'])
  await make('only-delhi', 'delhi', [])
  const path = `/api/memberships/pune/${jane}`
  expect(await api.patch(path, { role: 'only-delhi' })).toMatchObject({ status: 400 })
  const editor = await openApi(usher, { scopes: ['users.edit'] })
  expect(await editor.patch(path, { role: 'coach' })).toMatchObject({ status: 403 })
  await make('coach', 'pune', [])
  expect(await editor.patch(path, { role: 'coach' })).toMatchObject({ status: 200, body: { role: 'coach' } })
  const pune = await openApi(usher, { organization: 'pune' })
  expect(await pune.patch(path, { role: 'viewer' })).toMatchObject({ status: 400 })
})

test('a role of the same name is made below only by who is allowed what the one from above allows', async () => {
  await api.post('/api/roles', { name: 'warden', display_name: 'Warden', permissions: ['users.view', 'keys.create'] })
  const path = `/api/memberships/pune/${jane}`
  await api.patch(path, { role: 'warden' })
  const same = { name: 'warden', display_name: 'Warden', permissions: [] }
  const maker = await openApi(usher, { organization: 'pune', scopes: ['roles.create', 'users.view'] })
  for (const mode of ['?mode=plan', ''])
    expect(await maker.post(`/api/roles${mode}`, same)).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'name' }] },
    })
  expect(await maker.post('/api/roles', { ...same, name: 'keeper' })).toMatchObject({ status: 201 })
  const allowed = await openApi(usher, { organization: 'pune', scopes: ['roles.create', 'users.view', 'keys.create'] })
  expect(await allowed.post('/api/roles', same)).toMatchObject({ status: 201 })
  await api.patch(path, { role: 'learner' })
})

test('a role that somebody has is not deleted', async () => {
  const { body: role } = await api.post('/api/roles', { name: 'in-use', display_name: 'In use', permissions: [] })
  const path = `/api/memberships/pune/${jane}`
  await api.patch(path, { role: 'in-use' })
  expect(await api.delete(`/api/roles/${role.id}`)).toMatchObject({ status: 409 })
  expect(await api.get(`/api/roles/${role.id}`)).toMatchObject({ status: 200 })
  await api.patch(path, { role: 'learner' })
  expect(await api.delete(`/api/roles/${role.id}`)).toMatchObject({ status: 204 })
})

test('whoever is given more than a learner may: the link that a key was shown into the account opens no more', async () => {
  const { body } = await usher.call('/provision/student/', {
    email: 'cid@example.com',
    first_name: 'Cid',
    courses: 'gre',
  })
  const link = new URL(body.set_password_url ?? '').pathname.replace('/set-password/', '/api/password-links/')
  expect((await fetch(usher.url + link)).status).toBe(200)
  await api.patch(`/api/memberships/acme-prep/${body.user_id}`, { role: 'manager' })
  expect((await fetch(usher.url + link)).status).toBe(404)
})

test('a password chosen by a link that a key was shown ends when the person may do more, and so does its session', async () => {
  const { body } = await usher.call('/provision/student/', { email: 'dora@example.com', first_name: 'Dora' })
  const link = new URL(body.set_password_url ?? '').pathname.replace('/set-password/', '/api/password-links/')
  const set = await fetch(usher.url + link, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'correct horse battery' }),
  })
  const cookie = set.headers.getSetCookie().join().split(';')[0] ?? ''
  const me = () => fetch(`${usher.url}/api/me`, { headers: { cookie } })
  expect((await me()).status).toBe(200)
  await api.patch(`/api/memberships/acme-prep/${body.user_id}`, { role: 'manager' })
  expect((await me()).status).toBe(401)
})

test('memberships beside and above do not exist', async () => {
  const delhi = await openApi(usher, { organization: 'delhi' })
  for (const organization of ['pune', 'acme-prep']) {
    const path = `/api/memberships/${organization}/${jane}`
    expect(await delhi.get(path)).toMatchObject({ status: 404 })
    expect(await delhi.patch(path, { role: 'owner' })).toMatchObject({ status: 404 })
    expect(await delhi.get(`/api/memberships?organization=${organization}`)).toMatchObject({ status: 404 })
  }
  expect((await delhi.get(`/api/memberships?user=${jane}`)).body.data).toEqual([])
  expect(await delhi.get(`/api/memberships/delhi/${jane}`)).toMatchObject({ status: 404 })
  const pune = await openApi(usher, { organization: 'pune' })
  expect((await pune.get(`/api/memberships?user=${jane}`)).body.data).toMatchObject([{ organization: 'pune' }])
})

async function add(email: string, organization?: string): Promise<number> {
  const { body } = await api.post('/api/users/upsert', { email, first_name: 'Jane', organization })
  return body.id
}
