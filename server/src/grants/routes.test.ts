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

async function provision(name: string, body: object = {}, by = api) {
  const user = { email: `${name}@example.com`, first_name: name }
  const answer = await by.post('/api/provision', { user, courses: ['ielts'], ...body })
  expect(answer.status).toBeLessThan(300)
  return answer.body
}

async function list(filter: string, by = api) {
  const { status, body } = await by.get(`/api/grants?${filter}`)
  return status === 200 ? body.data : status
}

test('one order is taken back and the other stays, with the reason and who did it', async () => {
  const first = await provision('jane', { external_ref: 'order-1' })
  await provision('jane', { external_ref: 'order-2', access: { days: 10 } })
  const [{ enrollment_id: enrollmentId, grant_id: grantId }] = first.enrollments
  const grants = await list(`enrollment=${enrollmentId}`)
  expect(grants).toMatchObject([
    { id: grantId, source: 'api', reference: 'order-1', access: { months: 6 }, renewal: 'extend', revoked_at: null },
    { reference: 'order-2', access: { days: 10 }, enrollment_id: enrollmentId, course: 'ielts' },
  ])
  const before = await api.get(`/api/enrollments/${enrollmentId}`)
  const planned = await api.post(`/api/grants/${grantId}/revoke?mode=plan`, { reason: 'Refund' })
  expect(planned.body.changes).toMatchObject([{ kind: 'enrollment' }, { kind: 'grant' }])

  const revoked = await api.post(`/api/grants/${grantId}/revoke`, { reason: 'Refund' })
  const operation = Number(revoked.headers.get('usher-operation'))
  expect(revoked).toMatchObject({
    status: 200,
    body: { id: grantId, revoked_reason: 'Refund', revoked_operation_id: operation },
  })
  expect((await api.get(`/api/grants/${grantId}`)).body).toEqual(revoked.body)
  const after = await api.get(`/api/enrollments/${enrollmentId}`)
  expect(after.body.status).toBe('active')
  expect(Date.parse(after.body.ends_at)).toBeLessThan(Date.parse(before.body.ends_at) - 150 * 86_400_000)
  expect(await list(`operation=${operation}`)).toMatchObject([{ id: grantId }])
  expect(await list(`operation=${first.operation_id}`)).toMatchObject([{ id: grantId }])

  await api.post(`/api/grants/${grants[1].id}/revoke`)
  expect((await api.get(`/api/enrollments/${enrollmentId}`)).body.status).toBe('revoked')
})

test('grants are found by person, course, source and operation, in steady pages over all courses', async () => {
  const names = ['g1', 'g2', 'g3', 'g4']
  for (const name of names) await provision(name, { courses: ['gre', 'gmat'] })
  const { body: extended } = await api.get('/api/enrollments?user=g2@example.com&course=gre')
  await api.post(`/api/enrollments/${extended.data[0].id}/extend`, { access: { days: 3 } })
  expect(await list('user=g2@example.com')).toMatchObject([
    { course: 'gre', source: 'api' },
    { course: 'gre', source: 'person' },
    { course: 'gmat', source: 'api' },
  ])
  expect(await list('course=gre&source=person')).toMatchObject([{ email: 'g2@example.com', access: { days: 3 } }])
  expect((await list('course=gre&source=api')).map((row: { email: string }) => row.email.slice(0, 2))).toEqual(names)
  expect(await list('user=g2@example.com&sort=-id&limit=1')).toMatchObject([{ source: 'person' }])

  const { body: whole } = await api.get('/api/grants?limit=200&count=true')
  expect(whole.total_count).toBe(whole.data.length)
  for (const sort of ['', '&sort=-enrollment']) {
    const ids: number[] = []
    for (let path = `/api/grants?limit=2${sort}`; path !== ''; ) {
      const { body } = await api.get(path)
      ids.push(...body.data.map((row: { id: number }) => row.id))
      path = body.next_cursor ? `/api/grants?limit=2${sort}&cursor=${body.next_cursor}` : ''
    }
    const all = whole.data.map((row: { id: number }) => row.id)
    expect(ids).toEqual(sort === '' ? all : all.toReversed())
  }
})

test('what lies beside or above is not there: not to read, to list or to revoke', async () => {
  for (const slug of ['left', 'right']) {
    await api.post('/api/organizations', { name: slug, slug })
    await api.post('/api/courses', { organization: slug, name: 'ielts', display_name: 'IELTS', access: { months: 1 } })
  }
  const left = await openApi(usher, { organization: 'left' })
  const right = await openApi(usher, { organization: 'right' })
  const { enrollments, operation_id, user } = await provision('lea', {}, left)
  const [{ grant_id: id, enrollment_id, course_id }] = enrollments
  await provision('lea')
  expect(await left.get(`/api/grants/${id}`)).toMatchObject({ status: 200 })
  expect(await api.get(`/api/grants/${id}`)).toMatchObject({ status: 200, body: { organization: 'left' } })
  expect(await right.get(`/api/grants/${id}`)).toMatchObject({ status: 404 })
  expect(await right.post(`/api/grants/${id}/revoke`)).toMatchObject({ status: 404 })
  for (const filter of [`enrollment=${enrollment_id}`, `course=${course_id}`, 'organization=left'])
    expect(await list(filter, right)).toBe(404)
  for (const filter of [`operation=${operation_id}`, `user=${user.id}`, 'user=lea@example.com', ''])
    expect(await list(filter, right)).toEqual([])
  expect(await list('user=lea@example.com', left)).toMatchObject([{ id }])
  expect((await api.get(`/api/grants/${id}`)).body.revoked_at).toBeNull()
})
