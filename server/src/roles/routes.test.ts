import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())

const coach = { name: 'coach', display_name: 'Coach', permissions: ['users.view', 'enrollments.view'] }

test('every permission there is has a sentence', async () => {
  const { body } = await api.get('/api/permissions')
  expect(body.data).toContainEqual({ name: 'provision', description: expect.stringMatching(/^Provision: .*\.$/) })
  for (const { name, description } of body.data) {
    expect(name).toMatch(/^[a-z]+(?:\.[a-z]+)?$/)
    expect(description).toMatch(/^[A-Z].{5,}\.$/)
  }
})

test('a role is made, read, changed and deleted, and each change is in its history', async () => {
  const made = await api.post('/api/roles', coach)
  expect(made).toMatchObject({ status: 201, body: { ...coach, organization: 'acme-prep' } })
  const path = `/api/roles/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  const changed = await api.patch(path, { permissions: ['users.view'] })
  expect(changed).toMatchObject({ status: 200, body: { ...coach, permissions: ['users.view'] } })
  expect(await api.patch(path, { display_name: 'X' }, { 'if-match': made.headers.get('etag') ?? '' })).toMatchObject({
    status: 412,
  })
  expect(await api.post('/api/roles', coach)).toMatchObject({ status: 409, body: { errors: [{ field: 'name' }] } })
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect(await api.get(path)).toMatchObject({ status: 404 })
  const { rows } = await usher.database.pool.query(
    'select before, after from changes where object_id = $1 order by id',
    [made.body.id],
  )
  expect(rows).toMatchObject([
    { before: null, after: coach },
    { before: coach, after: { permissions: ['users.view'] } },
    { before: { permissions: ['users.view'] }, after: null },
  ])
})

test('built-in roles are listed first, read by name, and stay as they are', async () => {
  await api.post('/api/roles', { ...coach, name: 'a-coach' })
  const { body } = await api.get('/api/roles?limit=3')
  expect(body.data).toMatchObject([{ name: 'owner', id: null }, { name: 'admin' }, { name: 'manager' }])
  const rest = await api.get(`/api/roles?limit=3&cursor=${body.next_cursor}`)
  expect(rest.body.data).toMatchObject([
    { name: 'learner', permissions: [], organization: null },
    { name: 'a-coach', id: expect.any(Number) },
  ])
  expect(await api.get('/api/roles/learner')).toMatchObject({ status: 200, body: { id: null, name: 'learner' } })
  expect(await api.patch('/api/roles/learner', { permissions: ['users.view'] })).toMatchObject({ status: 403 })
  expect(await api.delete('/api/roles/owner')).toMatchObject({ status: 403 })
  expect(await api.post('/api/roles', { ...coach, name: 'owner' })).toMatchObject({ status: 409 })
})

test('a permission that does not exist is refused, and so is a role that allows more than its maker may', async () => {
  expect(await api.post('/api/roles', { ...coach, name: 'b', permissions: ['users.fly'] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'permissions.0' }] },
  })
  const strong = await api.post('/api/roles', { ...coach, name: 'strong', permissions: ['keys.create'] })
  const weak = await openApi(usher, { scopes: ['roles.create', 'roles.edit', 'users.view'] })
  const more = { ...coach, name: 'c', permissions: ['users.view', 'keys.create'] }
  expect(await weak.post('/api/roles', more)).toMatchObject({
    status: 403,
    body: { errors: [{ field: 'permissions', message: expect.stringMatching(/: keys\.create$/) }] },
  })
  const path = `/api/roles/${strong.body.id}`
  expect(await weak.patch(path, { permissions: [] })).toMatchObject({ status: 403 })
  expect(await weak.patch(path, { display_name: 'Strong' })).toMatchObject({ status: 200 })
  expect(await weak.post('/api/roles', { ...more, permissions: ['users.view'] })).toMatchObject({ status: 201 })
})

test('a role holds in its organization and below; beside and above it does not exist', async () => {
  const top = await api.post('/api/roles', { ...coach, name: 'top' })
  const ofPune = await api.post('/api/roles', { ...coach, name: 'of-pune', organization: 'pune' })
  const names = async (asked: Api, query = '') =>
    (await asked.get(`/api/roles${query}`)).body.data.flatMap(({ id, name }: { id: number | null; name: string }) =>
      id === null ? [] : [name],
    )
  expect(await names(api, '?organization=pune')).toEqual(expect.arrayContaining(['top', 'of-pune']))
  expect(await names(api, '?organization=delhi')).not.toContain('of-pune')
  const delhi = await openApi(usher, { organization: 'delhi' })
  expect(await names(delhi)).toEqual([])
  for (const { body } of [top, ofPune]) {
    expect(await delhi.get(`/api/roles/${body.id}`)).toMatchObject({ status: 404 })
    expect(await delhi.patch(`/api/roles/${body.id}`, { display_name: 'X' })).toMatchObject({ status: 404 })
    expect(await delhi.delete(`/api/roles/${body.id}`)).toMatchObject({ status: 404 })
  }
  expect(await delhi.post('/api/roles', { ...coach, organization: 'pune' })).toMatchObject({ status: 404 })
  expect(await delhi.get('/api/roles?organization=pune')).toMatchObject({ status: 404 })
})

test('plan mode makes no role', async () => {
  expect(await api.post('/api/roles?mode=plan', { ...coach, name: 'ghost' })).toMatchObject({
    status: 200,
    body: { changes: [{ action: 'create', kind: 'role', after: { name: 'ghost' } }] },
  })
  expect((await api.get('/api/roles?sort=-name')).body.data).not.toContainEqual(
    expect.objectContaining({ name: 'ghost' }),
  )
})
