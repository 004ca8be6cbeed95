/** The log says of an operation that it was undone, for as long as that is true. */
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

const provide = async (email: string, more = {}): Promise<number> =>
  (await api.post('/api/provision', { user: { email, first_name: 'Ann' }, courses: ['ielts'], ...more })).body
    .operation_id
const undo = async (id: number): Promise<number> => (await api.post(`/api/operations/${id}/undo`)).body.operation_id
const undoneBy = async (id: number): Promise<number | null> => (await api.get(`/api/operations/${id}`)).body.undone_by

test('an operation names what undid it, in the list too, until that is undone itself', async () => {
  const asked = await provide('ann@example.com')
  expect(await undoneBy(asked)).toBeNull()
  const undone = await undo(asked)
  expect(await undoneBy(asked)).toBe(undone)
  const { data } = (await api.get('/api/operations?email=ann@example.com')).body
  expect(data.find((row: { id: number }) => row.id === asked)).toMatchObject({ undone_by: undone })

  const redone = await undo(undone)
  expect([await undoneBy(asked), await undoneBy(undone)]).toEqual([null, redone])
  const again = await undo(redone)
  expect([await undoneBy(asked), await undoneBy(undone), await undoneBy(redone)]).toEqual([undone, null, again])
})

test('an undoing that finds nothing to do undoes nothing', async () => {
  const asked = await provide('bob@example.com')
  const undone = await undo(asked)
  const idle = await undo(asked)
  expect(await undoneBy(asked)).toBe(undone)
  expect(await api.get(`/api/operations/${idle}`)).toMatchObject({ body: { result: 'unchanged', changes: [] } })
})

test('what was given back since stands, and can be undone again', async () => {
  const asked = await provide('cid@example.com', { courses: ['ielts', 'gmat'] })
  const { data } = (await api.get('/api/enrollments?user=cid@example.com')).body
  const gmat = data.find(({ course }: { course: string }) => course === 'gmat')
  const { headers } = await api.post(`/api/enrollments/${gmat.id}/revoke`)
  const undone = await undo(asked)
  expect(await undoneBy(asked)).toBe(undone)
  await undo(Number(headers.get('usher-operation')))
  expect(await undoneBy(asked)).toBeNull()
  const again = await undo(asked)
  expect(await undoneBy(asked)).toBe(again)
})

test('what an operation changed stays in it when it is undone, and says so', async () => {
  const team = (await api.post('/api/teams', { name: 'Evening class' })).body.id
  await api.post(`/api/teams/${team}/seats`, { product: 'gmat', quantity: 1, external_ref: 'frozen' })
  const places = { team: { strategy: 'specific', id: team }, groups: ['Readers'], products: ['gmat'], from: 'seats' }
  const asked = await provide('eve@example.com', { ...places, courses: [] })
  const read = async (id: number) => (await api.get(`/api/operations/${id}`)).body.changes as Record<string, unknown>[]
  const before = await read(asked)
  expect(before.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['team_member', 'group_member', 'claim', 'grant']),
  )
  const undone = await undo(asked)
  const taken = new Set(['team_member', 'group_member', 'claim', 'grant', 'group'])
  const marked = before.map(change => (taken.has(String(change.kind)) ? { ...change, undone: true } : change))
  expect((await read(asked)).filter(({ kind }) => kind !== 'group')).toEqual(
    marked.filter(({ kind }) => kind !== 'group'),
  )
  await undo(undone)
  const { body: user } = await api.get('/api/users?search=eve@example.com')
  expect((await api.delete(`/api/memberships/acme-prep/${user.data[0].id}`)).status).toBe(204)
  expect((await read(asked)).find(({ kind }) => kind === 'membership')).toMatchObject({
    action: 'create',
    undone: true,
  })
})
