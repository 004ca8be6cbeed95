/** What a bundle holds reaches those who hold seats of it, wherever their team is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { expectSoundLedger } from '../../test/ledger.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let path: string

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const bundle = { name: 'english', display_name: 'English', courses: ['ielts', 'gmat'] }
  const { id } = (await api.post('/api/products', bundle)).body
  path = `/api/products/${id}/courses`
  const user = (name: string) => ({ email: `${name}@example.com`, first_name: name })
  const seats = [{ product: 'english', quantity: 3 }]
  const team = { strategy: 'auto', name: 'Evening' }
  // Ann holds a seat, and has one of the courses otherwise too; Bob has bought the bundle for himself.
  const given = { user: user('ann'), team, seats, products: ['english'], external_ref: 'order-1' }
  expect((await api.post('/api/provision', given)).status).toBe(201)
  await api.post('/api/provision', { user: user('ann'), courses: ['gmat'], external_ref: 'order-2' })
  await api.post('/api/provision', { user: user('bob'), products: ['english'] })
  // Cid holds a seat that his team, below, has bought.
  const pune = (await api.post('/api/teams', { name: 'Morning', organization: 'pune' })).body.id
  const offers = { organizations: ['pune'], teams: [] }
  const item = (await api.post('/api/catalog-items', { name: 'E', product: 'english', seats: 2, credits: '1', offers }))
    .body.id
  const order = { team: pune, lines: [{ catalog_item: item }], payment: 'external', external_ref: 'order-3' }
  expect((await api.post('/api/orders', order)).status).toBe(201)
  const sits = { user: user('cid'), team: { strategy: 'specific', id: pune }, products: ['english'], from: 'seats' }
  expect((await api.post('/api/provision', { ...sits, organization: 'pune' })).status).toBe(201)
})
afterAll(() => usher.close())

async function access() {
  const { rows } = await usher.database.pool.query(`
    select split_part(u.email, '@', 1) as name, array_agg(c.name order by c.name) as courses
    from enrollments e join users u on u.id = e.user_id join courses c on c.id = e.course_id
    where e.revoked_at is null group by u.email order by u.email`)
  return Object.fromEntries(rows.map(row => [row.name, row.courses.join(' ')]))
}

test('who holds a seat gets what is added and loses what leaves; what was had otherwise stays', async () => {
  expect(await access()).toEqual({ ann: 'gmat ielts', bob: 'gmat ielts', cid: 'gmat ielts' })
  const planned = await api.put(`${path}?mode=plan`, { courses: ['ielts', 'gre'] })
  const kinds = planned.body.changes.map((row: { action: string; kind: string }) => `${row.action} ${row.kind}`)
  expect(kinds.filter((kind: string) => kind === 'create grant')).toHaveLength(2)
  expect(kinds.filter((kind: string) => kind === 'update grant')).toHaveLength(2)
  expect(kinds).toContain('update product')
  expect(await access()).toEqual({ ann: 'gmat ielts', bob: 'gmat ielts', cid: 'gmat ielts' })

  const set = await api.put(path, { courses: ['ielts', 'gre'] })
  expect(set).toMatchObject({ status: 200, body: { courses: ['gre', 'ielts'] } })
  expect(await access()).toEqual({ ann: 'gmat gre ielts', bob: 'gmat ielts', cid: 'gre ielts' })
  await expectSoundLedger(usher.database.pool, new Date())
  expect((await api.get(`/api/operations/${set.headers.get('usher-operation')}`)).body).toMatchObject({
    kind: 'set_bundle_courses',
    changes: expect.arrayContaining([expect.objectContaining({ kind: 'product' })]),
  })
})

test('the same courses again change nothing, and a course alone is no bundle', async () => {
  const { courses } = (await api.get(path.replace('/courses', ''))).body
  const before = await usher.database.pool.query('select count(*) from grants')
  expect((await api.put(path, { courses })).status).toBe(200)
  expect(await usher.database.pool.query('select count(*) from grants')).toMatchObject({ rows: before.rows })
  const alone = (await api.get('/api/products?search=gre')).body.data[0].id
  expect(await api.put(`/api/products/${alone}/courses`, { courses: ['ielts'] })).toMatchObject({ status: 409 })
  expect(await api.put(path, { courses: ['latin'] })).toMatchObject({ status: 404 })
})

test('who gives the seat back afterwards loses all that it gave', async () => {
  await api.put(path, { courses: ['ielts', 'gre'] })
  const [seats] = (await api.get('/api/seats?organization=acme-prep')).body.data
  const ann = (await api.get('/api/users?email=ann@example.com')).body.data[0].id
  expect((await api.delete(`/api/seats/${seats.id}/claims/${ann}`)).status).toBe(204)
  expect(await access()).toMatchObject({ ann: 'gmat' })
})
