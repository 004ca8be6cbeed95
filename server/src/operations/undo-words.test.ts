/** What is undone over the API, what is not, and what is then to be done instead. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const operationOf = (answer: { headers: Headers }) => Number(answer.headers.get('usher-operation'))
const undo = (answer: { headers: Headers }) => api.post(`/api/operations/${operationOf(answer)}/undo`)

async function enrolled(email: string) {
  await api.post('/api/provision', { user: { email, first_name: 'Ann' }, courses: ['ielts'] })
  return (await api.get(`/api/enrollments?user=${email}`)).body.data[0].id as number
}

test('an item that was opened is closed again, and opened again when that is undone', async () => {
  const id = await enrolled('ann@example.com')
  const course = (await api.get('/api/courses?limit=200')).body.data.find(
    (row: { name: string }) => row.name === 'ielts',
  )
  const item = (await api.get(`/api/courses/${course.id}/items`)).body.data.at(-1).id
  const opened = await api.post(`/api/enrollments/${id}/items/${item}/open`)
  expect(opened.status).toBe(200)
  const isOpen = async () => {
    const { rows } = await usher.database.pool.query('select item_id from opened_items where enrollment_id = $1', [id])
    return rows.map(row => row.item_id)
  }
  expect(await isOpen()).toEqual([item])
  const closed = await undo(opened)
  expect(closed).toMatchObject({ status: 200, body: { result: 'changed' } })
  expect(await isOpen()).toEqual([])
  expect(await undo(closed)).toMatchObject({ status: 200, body: { result: 'changed' } })
  expect(await isOpen()).toEqual([item])
})

test('an end of access is not undone, and the answer says what gives more', async () => {
  const id = await enrolled('bob@example.com')
  const { rows } = await usher.database.pool.query(
    `insert into operations (organization_id, kind, actor_kind, result, at, duration_ms)
      select organization_id, 'access_ended', 'system', 'changed', now(), 0 from courses
      join enrollments e on e.course_id = courses.id where e.id = $1 returning id`,
    [id],
  )
  expect(await api.post(`/api/operations/${rows[0].id}/undo`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('extend the enrollment') },
  })
})
