/** The name of a course or a product is read without case wherever it comes in; none can be made that differs by it alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let count = 0
const jane = () => ({ email: `jane-${++count}@example.com`, first_name: 'Jane' })

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

test('IELTS is ielts, in every face that takes the name of a course', async () => {
  expect(await usher.call('/provision/student/', { ...jane(), courses: ['IELTS', 'ielts', 'Gmat'] })).toMatchObject({
    status: 201,
    body: { enrollments: [{ course_type: 'ielts' }, { course_type: 'gmat' }] },
  })
  const provision = { user: jane(), courses: ['IELTS'], products: ['GMAT', 'gmat'] }
  const { body } = await api.post('/api/provision', provision)
  expect(body.enrollments.map(({ course }: { course: string }) => course).sort()).toEqual(['gmat', 'ielts'])
  const { id: group } = (await api.post('/api/groups', { name: 'Autumn' })).body
  const { id: bundle } = (await api.post('/api/products', bundleOf(['IELTS', 'Gmat']))).body
  for (const [method, path, sent] of [
    ['post', `/api/groups/${group}/courses`, { courses: ['IELTS'] }],
    ['delete', `/api/groups/${group}/courses/IELTS`],
    ['put', `/api/products/${bundle}/courses`, { courses: ['PTE_Academic'] }],
    ['post', '/api/links', { target: { course: 'IELTS' } }],
    ['post', '/api/invitations', { ...jane(), courses: ['IELTS'], products: ['GMAT'] }],
    ['post', '/api/catalog-items', { name: 'Ten', product: 'IELTS', seats: 10, credits: '1' }],
    ['post', '/api/orders', { user: jane(), lines: [{ product: 'IELTS' }], payment: 'external', external_ref: 'o-1' }],
  ] as const)
    expect([path, (await api[method as 'post'](path, sent)).status]).toEqual([path, expect.toBeOneOf([200, 201, 204])])
})

test('seats of a product are those of its name in any case, and lists are filtered by it', async () => {
  const { id: team } = (await api.post('/api/teams', { name: 'Blue' })).body
  const seats = { quantity: 2, external_ref: 'seats-1' }
  await api.post(`/api/teams/${team}/seats`, { product: 'IELTS', ...seats })
  expect(await api.post(`/api/teams/${team}/seats`, { product: 'ielts', ...seats })).toMatchObject({ status: 200 })
  const order = { user: jane(), team: { strategy: 'specific', id: team }, courses: ['Ielts'], from: 'seats' }
  expect(await api.post('/api/provision', order)).toMatchObject({ status: 201 })
  const more = { user: jane(), team: { strategy: 'specific', id: team }, seats: [{ product: 'IELTS', quantity: 1 }] }
  expect((await api.post('/api/provision', { ...more, external_ref: 'seats-2' })).body.seats).toMatchObject([
    { product: 'ielts', quantity: 3, used: 1 },
  ])
  expect((await api.get('/api/seats?product=IELTS')).body.data).toMatchObject([{ product: 'ielts', quantity: 3 }])
  expect((await api.get('/api/reports/seats?product=IELTS')).body.data).toMatchObject([{ product: 'ielts' }])
  expect((await api.get('/api/enrollments?course=IELTS')).body.data.length).toBeGreaterThan(0)
})

test('no course and no product has capital letters, whoever writes it', async () => {
  expect(await api.post('/api/courses', { name: 'IELTS', display_name: 'IELTS', access: null })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'name', message: expect.stringMatching(/lower-case/) }] },
  })
  for (const table of ['courses', 'products'])
    await expect(usher.database.pool.query(`update ${table} set name = 'IELTS' where name = 'ielts'`)).rejects.toThrow(
      `${table}_name_is_small`,
    )
})

const bundleOf = (courses: string[]) => ({ name: 'bundle', display_name: 'Bundle', courses, access: null })
