import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { runUsher } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Acme Pune', slug: 'acme-pune' })
})
afterAll(() => usher.close())

test('every course is sold alone, whoever made it', async () => {
  const cli = ['course', 'create', '--organization', 'acme-prep', '--name', 'by_hand', '--display-name', 'By hand']
  expect(await runUsher(usher.databaseUrl, [...cli, '--forever'])).toMatchObject({ status: 0 })
  await api.post('/api/courses', { name: 'by_call', display_name: 'By call', access: { days: 9 } })
  const { data } = (await api.get('/api/products?sort=name')).body
  expect(data).toMatchObject(
    ['by_call', 'by_hand', 'gmat', 'gre', 'ielts', 'pte_academic'].map(name => ({
      kind: 'course',
      name,
      courses: [name],
      access: null,
      renewal: null,
    })),
  )
})

test('the product of a course follows it, and is changed by nobody else', async () => {
  const { body: course } = await api.post('/api/courses', { name: 'toefl', display_name: 'TOEFL', access: null })
  const path = `/api/products/${(await findProduct('toefl')).id}`
  await api.patch(`/api/courses/${course.id}`, { name: 'toefl_ibt', display_name: 'TOEFL iBT', description: 'New' })
  const renamed = { name: 'toefl_ibt', display_name: 'TOEFL iBT', description: 'New', courses: ['toefl_ibt'] }
  expect((await api.get(path)).body).toMatchObject({ ...renamed, archived_at: null })
  await api.delete(`/api/courses/${course.id}`)
  expect((await api.get(path)).body).toMatchObject({ ...renamed, archived_at: expect.any(String) })
  const refused = [await api.post(`${path}/restore`), await api.patch(path, { name: 'x' }), await api.delete(path)]
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([409, 'conflict']))
  await api.post(`/api/courses/${course.id}/restore`)
  expect((await api.get(path)).body).toMatchObject({ archived_at: null })
})

test('no bundle takes the name of a course, and no course that of a bundle', async () => {
  const bundle = { display_name: 'Bundle', courses: ['ielts'] }
  const taken = { status: 409, body: { errors: [{ field: 'name', message: expect.stringContaining('is taken') }] } }
  expect(await api.post('/api/products', { ...bundle, name: 'gre' })).toMatchObject(taken)
  const { body: own } = await api.post('/api/products', { ...bundle, name: 'own' })
  expect(await api.patch(`/api/products/${own.id}`, { name: 'gre' })).toMatchObject(taken)
  const course = { name: 'own', display_name: 'Own', access: null }
  expect(await api.post('/api/courses', course)).toMatchObject(taken)
  expect((await api.get('/api/courses?search=own')).body.data).toEqual([])
  const [gmat] = (await api.get('/api/courses?search=gmat')).body.data
  expect(await api.patch(`/api/courses/${gmat.id}`, { name: 'own' })).toMatchObject(taken)
  expect(await api.post('/api/courses', { ...course, organization: 'acme-pune' })).toMatchObject({ status: 201 })
})

test('a bundle is made, read, changed, archived, and taken into use again', async () => {
  const ielts = (await api.get('/api/courses?search=ielts')).body.data[0]
  const made = await api.post('/api/products', {
    name: 'english',
    display_name: 'English',
    courses: [ielts.id, 'pte_academic', 'ielts'],
    access: { months: 12 },
    renewal: 'longest',
  })
  expect(made).toMatchObject({
    status: 201,
    body: {
      organization: 'acme-prep',
      kind: 'bundle',
      courses: ['ielts', 'pte_academic'],
      access: { months: 12 },
      renewal: 'longest',
    },
  })
  const path = `/api/products/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)

  const other = await api.put(`${path}/courses`, { courses: ['gre', ielts.id] })
  expect(other).toMatchObject({ status: 200, body: { courses: ['gre', 'ielts'] } })
  const changed = await api.patch(path, { access: null })
  expect(changed).toMatchObject({ status: 200, body: { courses: ['gre', 'ielts'], access: null, renewal: 'longest' } })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { renewal: null }, stale)).toMatchObject({ status: 412 })
  expect(await api.patch(path, { renewal: null })).toMatchObject({ body: { courses: ['gre', 'ielts'], renewal: null } })

  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get('/api/products?search=english')).body.data).toEqual([])
  expect((await api.get('/api/products?search=english&archived=true')).body.data).toHaveLength(1)
  expect(await api.post(`${path}/restore`)).toMatchObject({ status: 200, body: { archived_at: null } })
})

test('a bundle takes courses of its organization that are in use, and says of each other what is wrong with it', async () => {
  await api.post('/api/courses', { organization: 'acme-pune', name: 'foreign', display_name: 'Foreign', access: null })
  const bundle = { name: 'faulty', display_name: 'Faulty' }
  expect(await api.post('/api/products', { ...bundle, courses: ['ielts', 'foreign', 'ielst', 5] })).toMatchObject({
    status: 404,
    body: {
      code: 'not_found',
      errors: [1, 2, 3].map(place => ({ field: `courses.${place}`, message: 'is no course of acme-prep' })),
    },
  })
  const { body: old } = await api.post('/api/courses', { name: 'old', display_name: 'Old', access: null })
  const { body: kept } = await api.post('/api/products', {
    ...bundle,
    name: 'kept',
    display_name: 'Kept',
    courses: ['old'],
  })
  await api.delete(`/api/courses/${old.id}`)
  expect(await api.post('/api/products', { ...bundle, courses: ['ielts', 'old'] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'courses.1', message: 'is archived' }] },
  })
  expect(await api.post('/api/products', { ...bundle, courses: [] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'courses' }] },
  })
  expect((await api.get('/api/products?search=faulty&archived=true')).body.data).toEqual([])
  const more = await api.put(`/api/products/${kept.id}/courses`, { courses: ['old', 'ielts'] })
  expect(more).toMatchObject({ status: 200, body: { courses: ['ielts', 'old'] } })
})

test('products of another organization are not there', async () => {
  const { body } = await api.post('/api/products', { name: 'far', display_name: 'Far', courses: ['gre'] })
  const below = await openApi(usher, { organization: 'acme-pune' })
  const path = `/api/products/${body.id}`
  const answers = [
    await below.get(path),
    await below.patch(path, { display_name: 'Mine' }),
    await below.delete(path),
    await below.put(`${path}/courses`, { courses: ['gre'] }),
    await below.post(`${path}/restore`),
    await below.get('/api/products?organization=acme-prep'),
    await below.post('/api/products', { name: 'mine', display_name: 'Mine', courses: ['gre'] }),
  ]
  expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404, 404, 404])
  expect((await api.get(path)).body).toEqual(body)
})

async function findProduct(name: string) {
  return (await api.get(`/api/products?search=${name}`)).body.data[0]
}
