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

const list = async (query: string) => (await api.get(`/api/operations?${query}`)).body.data

test('a change is in the log, with what was there before and after', async () => {
  const made = await api.post('/api/teams', { name: 'Evening class' })
  const changed = await api.patch(`/api/teams/${made.body.id}`, { description: 'Tuesdays' })
  const [latest] = await list('limit=1')
  expect(latest).toMatchObject({
    id: Number(changed.headers.get('usher-operation')),
    organization: 'acme-prep',
    kind: 'update_team',
    result: 'changed',
    actor: { kind: 'key', name: 'Tests', key_prefix: expect.stringMatching(/^usher_live_/) },
    ip: '127.0.0.1',
  })
  const { body } = await api.get(`/api/operations/${latest.id}`)
  expect(body.changes).toMatchObject([
    {
      action: 'update',
      kind: 'team',
      id: made.body.id,
      before: { description: '' },
      after: { description: 'Tuesdays' },
    },
  ])
  const creation = (await api.get(`/api/operations/${made.headers.get('usher-operation')}`)).body
  expect(creation.changes).toMatchObject([{ action: 'create', kind: 'team', before: null }])
})

test('a provision opens to all that it made, and its repetition to nothing', async () => {
  const student = { email: 'jane@example.com', first_name: 'Jane', courses: ['ielts', 'gmat'], external_ref: 'order-1' }
  await usher.call('/provision/student/', student)
  await usher.call('/provision/student/', student)
  const [again, first] = await list('email=Jane@example.com')
  expect([first.result, again.result]).toEqual(['created', 'already_provisioned'])
  const { body } = await api.get(`/api/operations/${first.id}`)
  expect(body).toMatchObject({ email: 'jane@example.com', courses: ['ielts', 'gmat'], reference: 'order-1' })
  expect(body.changes).toMatchObject([
    { action: 'create', kind: 'user', id: body.user, after: { email: 'jane@example.com' } },
    { action: 'create', kind: 'membership', id: body.user },
    { action: 'create', kind: 'grant', after: { course: 'ielts', reference: 'order-1', revoked_at: null } },
    { action: 'create', kind: 'grant', after: { course: 'gmat' } },
    { action: 'create', kind: 'message', after: { kind: 'welcome' } },
  ])
  expect((await api.get(`/api/operations/${again.id}`)).body.changes).toEqual([])
})

test('the log is sifted by person, result, kind, key, source and time', async () => {
  await usher.call('/provision/student/', { email: 'ann@example.com', first_name: 'Ann', source: 'zapier' })
  const middle = new Date().toISOString()
  await usher.call('/provision/student/', { email: 'ben@example.com', first_name: 'Ben', source: 'pabbly' })
  await usher.call('/provision/student/', { email: 'ben@example.com', first_name: 'Ben', courses: 'latin' })
  const emails = async (query: string) => (await list(query)).map((row: { email: string }) => row.email)
  expect(await emails('email=ann@example.com')).toEqual(['ann@example.com'])
  expect(await emails('result=refused&kind=provision')).toEqual(['ben@example.com'])
  expect(await emails('source=pabbly')).toEqual(['ben@example.com'])
  expect(await emails(`kind=provision&since=${middle}`)).toEqual(['ben@example.com', 'ben@example.com'])
  expect(await emails(`kind=provision&source=zapier&until=${middle}`)).toEqual(['ann@example.com'])
  expect(await emails(`kind=provision&source=pabbly&until=${middle}`)).toEqual([])
  const [{ actor }] = await list('email=ann@example.com')
  expect(await emails(`key=${actor.id}&limit=2`)).toEqual(['ben@example.com', 'ben@example.com'])
  expect(await emails(`key=${actor.id + 1}`)).toEqual([])
})

test('pages go back in time, each operation once, while new ones come', async () => {
  for (const name of ['a', 'b', 'c']) await api.post('/api/teams', { name })
  const first = (await api.get('/api/operations?limit=2&kind=create_team')).body
  await api.post('/api/teams', { name: 'd' })
  const second = (await api.get(`/api/operations?limit=200&kind=create_team&cursor=${first.next_cursor}`)).body
  const ids = [...first.data, ...second.data].map(row => row.id)
  const all = (await list('limit=200&kind=create_team')).map((row: { id: number }) => row.id)
  expect(ids).toEqual(all.slice(1))
})

test('sorted by id the log is in the order of ids, whatever their time was', async () => {
  for (const name of ['e', 'f', 'g']) await api.post('/api/teams', { name })
  const ids = async (query: string) => (await list(query)).map((row: { id: number }) => row.id)
  const [latest] = await ids('limit=1')
  await usher.database.pool.query(`update operations set at = at - interval '1 day' where id = $1`, [latest])
  const sorted = (await ids('limit=200&sort=id')) as number[]
  expect(sorted).toEqual(sorted.toSorted((one, other) => one - other))
  expect(sorted.length).toBeGreaterThan(3)
  expect(await ids('limit=200&sort=-id')).toEqual(sorted.toReversed())
  expect((await ids('limit=200&sort=-at')).at(-1)).toBe(latest)
  const first = (await api.get('/api/operations?limit=2&sort=-id')).body
  const second = (await api.get(`/api/operations?limit=2&sort=-id&cursor=${first.next_cursor}`)).body
  expect([...first.data, ...second.data].map(({ id }: { id: number }) => id)).toEqual(sorted.toReversed().slice(0, 4))
})

test('the log of an organization beside is not to be seen', async () => {
  await usher.database.pool.query(`insert into organizations (id, path, name, slug)
    select id, array[id], 'Beta', 'beta' from (select nextval('ids') as id) fresh`)
  const beta = await openApi(usher, { organization: 'beta' })
  const made = await beta.post('/api/teams', { name: 'Theirs' })
  const theirs = made.headers.get('usher-operation')
  expect(await beta.get(`/api/operations/${theirs}`)).toMatchObject({ status: 200 })
  expect(await api.get(`/api/operations/${theirs}`)).toMatchObject({ status: 404 })
  expect(await api.get('/api/operations?organization=beta')).toMatchObject({ status: 404 })
})

test('who asked is told only of keys and people of the organization and those below it', async () => {
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const pune = await openApi(usher, { organization: 'pune' })
  const above = await api.post('/api/teams', { name: 'From above', organization: 'pune' })
  const own = await pune.post('/api/teams', { name: 'Own' })
  const idOf = ({ headers }: typeof above) => Number(headers.get('usher-operation'))
  const hidden = { actor: { kind: 'key', id: null, name: null, key_prefix: null }, ip: null }
  const shown = { actor: { kind: 'key', id: expect.any(Number), name: 'Tests' }, ip: '127.0.0.1' }
  expect((await pune.get(`/api/operations/${idOf(above)}`)).body).toMatchObject(hidden)
  expect((await pune.get(`/api/operations/${idOf(own)}`)).body).toMatchObject(shown)
  const { data } = (await pune.get('/api/operations?kind=create_team')).body
  expect(data).toMatchObject([
    { id: idOf(own), ...shown },
    { id: idOf(above), ...hidden },
  ])
  const seen = (await api.get(`/api/operations/${idOf(above)}`)).body
  expect(seen).toMatchObject(shown)
  expect((await pune.get(`/api/operations?key=${seen.actor.id}`)).body.data).toEqual([])
  expect((await api.get(`/api/operations?organization=pune&key=${seen.actor.id}`)).body.data).not.toEqual([])
})

test('the log is searched by who asked and whom it is about', async () => {
  const made = await api.post('/api/provision', {
    user: { email: 'searched@example.com', first_name: 'Sam' },
    courses: ['ielts'],
    external_ref: 'order-7731',
  })
  const user = made.body.user.id
  const find = async (query: string) =>
    (await api.get(`/api/operations?${query}`)).body.data.map(({ id }: { id: number }) => id)
  const id = made.body.operation_id
  expect(await find(`user=${user}`)).toEqual([id])
  expect(await find('reference=order-7731')).toEqual([id])
  expect(await find('reference=order-773')).toEqual([])
  expect(await find('actor=key&kind=provision')).toContain(id)
  for (const other of ['actor=user', 'actor=unknown_key', 'by=1', 'user=1']) expect(await find(other)).not.toContain(id)
})

test('a kind that there is not is told so, with the one that may be meant', async () => {
  const { status, body } = await api.get('/api/operations?kind=create_teams')
  expect(status).toBe(400)
  expect(body.errors).toEqual([
    { field: 'kind', message: 'must be one of those that the reference lists: did you mean create_team?' },
  ])
})
