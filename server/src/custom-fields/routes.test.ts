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

const city = { name: 'city', label: 'City', kind: 'choice', choices: ['Pune', 'Delhi'] }

test('a custom field is made, read, changed, listed and deleted, and each change is in its history', async () => {
  const made = await api.post('/api/custom-fields', city)
  expect(made).toMatchObject({ status: 201, body: { ...city, organization: 'acme-prep', required: false } })
  const path = `/api/custom-fields/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  const changed = await api.patch(path, { label: 'Town', required: true })
  expect(changed).toMatchObject({ status: 200, body: { ...city, label: 'Town', required: true } })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { label: 'Place' }, stale)).toMatchObject({ status: 412 })
  expect((await api.get('/api/custom-fields?sort=name')).body.data).toMatchObject([{ name: 'city' }])
  expect(await api.post('/api/custom-fields', city)).toMatchObject({ status: 409 })
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect(await api.get(path)).toMatchObject({ status: 404 })
  const { rows } = await usher.database.pool.query(
    'select before, after from changes where object_id = $1 order by id',
    [made.body.id],
  )
  expect(rows).toMatchObject([
    { before: null, after: { label: 'City' } },
    { before: { label: 'City' }, after: { label: 'Town' } },
    { before: { label: 'Town' }, after: null },
  ])
})

test('a choice has choices and nothing else has; what a field holds is said once', async () => {
  const refused = (errors: object[]) => ({ status: 400, body: { errors } })
  expect(await api.post('/api/custom-fields', { ...city, choices: [] })).toMatchObject(refused([{ field: 'choices' }]))
  expect(await api.post('/api/custom-fields', { ...city, choices: ['A', 'A'] })).toMatchObject(
    refused([{ field: 'choices', message: 'must differ' }]),
  )
  expect(await api.post('/api/custom-fields', { ...city, kind: 'text', name: 'A b', label: ' ' })).toMatchObject(
    refused([{ field: 'name' }, { field: 'label' }, { field: 'choices' }]),
  )
  expect(await api.post('/api/custom-fields', { ...city, kind: 'colour' })).toMatchObject(refused([{ field: 'kind' }]))
  const made = await api.post('/api/custom-fields', { name: 'height', label: 'Height', kind: 'number' })
  const path = `/api/custom-fields/${made.body.id}`
  expect(await api.patch(path, { choices: ['1'] })).toMatchObject(refused([{ field: 'choices' }]))
  expect(await api.patch(path, { kind: 'text' })).toMatchObject(refused([{ field: 'kind' }]))
})

test("another organization's fields do not exist", async () => {
  const made = await api.post('/api/custom-fields', { ...city, organization: 'pune' })
  expect(made).toMatchObject({ status: 201, body: { organization: 'pune' } })
  const delhi = await openApi(usher, { organization: 'delhi' })
  const path = `/api/custom-fields/${made.body.id}`
  expect(await delhi.get(path)).toMatchObject({ status: 404 })
  expect(await delhi.patch(path, { label: 'Mine' })).toMatchObject({ status: 404 })
  expect(await delhi.delete(path)).toMatchObject({ status: 404 })
  expect(await delhi.get('/api/custom-fields?organization=pune')).toMatchObject({ status: 404 })
  expect(await delhi.post('/api/custom-fields', { ...city, organization: 'pune' })).toMatchObject({ status: 404 })
  expect((await delhi.get('/api/custom-fields')).body.data).toEqual([])
})
