import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let team: number

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await api.post('/api/organizations', { name: 'Delhi', slug: 'delhi' })
  team = (await api.post('/api/teams', { name: 'Evening', organization: 'pune' })).body.id
})
afterAll(() => usher.close())

test("credits are added and deducted with what they were for, a team's beside its organization's", async () => {
  const path = `/api/teams/${team}/credits`
  expect((await api.get(path)).body).toEqual({ balance: '0.00', data: [], next_cursor: null })
  const added = await api.post(path, { amount: '250', description: ' Invoice 118 ' })
  expect(added).toMatchObject({
    status: 201,
    body: { amount: '250.00', description: 'Invoice 118', order: null, balance: '250.00' },
  })
  expect(added.body.operation_id).toBe(Number(added.headers.get('usher-operation')))
  expect(await api.post(path, { amount: '-12.5' })).toMatchObject({ status: 201, body: { balance: '237.50' } })
  await api.post('/api/organizations/pune/credits', { amount: '5' })
  expect((await api.get('/api/organizations/pune/credits')).body).toMatchObject({ balance: '5.00', data: [{}] })

  const page = (await api.get(`${path}?limit=1&count=true`)).body
  expect(page).toMatchObject({ balance: '237.50', data: [{ amount: '-12.50' }], total_count: 2 })
  const next = await api.get(`${path}?limit=1&cursor=${page.next_cursor}`)
  expect(next.body).toMatchObject({ data: [{ amount: '250.00' }], next_cursor: null })
  const { body } = await api.get(`/api/operations/${added.body.operation_id}`)
  expect(body).toMatchObject({
    kind: 'add_credits',
    changes: [{ action: 'create', kind: 'credit_entry', after: { amount: '250.00', team_id: team } }],
  })
})

test('more than there is cannot be deducted', async () => {
  const path = '/api/organizations/delhi/credits'
  await api.post(path, { amount: '10' })
  expect(await api.post(path, { amount: '-10.01' })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'amount', message: expect.stringMatching(/more than there is/) }] },
  })
  expect((await api.get(path)).body).toMatchObject({ balance: '10.00', data: [{ amount: '10.00' }] })
})

test('20 deductions at once leave nothing below zero', async () => {
  const { id } = (await api.post('/api/teams', { name: 'Night', organization: 'pune' })).body
  const path = `/api/teams/${id}/credits`
  await api.post(path, { amount: '10' })
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(path, { amount: '-1.50' })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
  expect((await api.get(path)).body.balance).toBe('1.00')
})

test('an amount that is none is refused in words, and one that is too large too', async () => {
  const path = `/api/teams/${team}/credits`
  for (const amount of ['12,50', '1e3', '--5', '0.001', '0', '-0.00'])
    expect(await api.post(path, { amount })).toMatchObject({ status: 400, body: { errors: [{ field: 'amount' }] } })
  expect(await api.post(path, { amount: '999999999999.99' })).toMatchObject({ status: 400, body: { code: 'invalid' } })
})

test('plan mode shows the balance that there would be, and changes nothing', async () => {
  const path = '/api/organizations/pune/credits'
  const { balance } = (await api.get(path)).body
  const plan = await api.post(`${path}?mode=plan`, { amount: '100' })
  expect(plan).toMatchObject({
    status: 200,
    body: { mode: 'plan', changes: [{ kind: 'credit_entry', after: { balance: '105.00' } }] },
  })
  expect((await api.get(path)).body.balance).toBe(balance)
})

test('an organization that has another above it makes no credits for itself', async () => {
  const pune = await openApi(usher, { organization: 'pune' })
  await pune.post('/api/organizations', { name: 'Camp', slug: 'camp' })
  const camp = (await pune.post('/api/teams', { name: 'Morning', organization: 'camp' })).body.id
  const { balance } = (await api.get('/api/organizations/pune/credits')).body
  for (const path of ['/api/organizations/pune/credits', `/api/teams/${team}/credits`])
    for (const amount of ['1000', '-0.01'])
      expect(await pune.post(path, { amount })).toMatchObject({
        status: 403,
        body: { detail: expect.stringMatching(/from above/) },
      })
  expect((await api.get('/api/organizations/pune/credits')).body).toMatchObject({ balance })
  for (const path of ['/api/organizations/camp/credits', `/api/teams/${camp}/credits`])
    expect(await pune.post(path, { amount: '10' })).toMatchObject({ status: 201 })
  expect(await api.post('/api/organizations/acme-prep/credits', { amount: '10' })).toMatchObject({ status: 201 })
})

test('credits beside are not there, and each call takes its permission', async () => {
  const delhi = await openApi(usher, { organization: 'delhi' })
  for (const path of [`/api/teams/${team}/credits`, '/api/organizations/pune/credits']) {
    expect(await delhi.get(path)).toMatchObject({ status: 404 })
    expect(await delhi.post(path, { amount: '5' })).toMatchObject({ status: 404 })
  }
  const viewer = await openApi(usher, { scopes: ['orders.view', 'orders.create'] })
  expect(await viewer.get(`/api/teams/${team}/credits`)).toMatchObject({ status: 200 })
  expect(await viewer.post(`/api/teams/${team}/credits`, { amount: '5' })).toMatchObject({ status: 403 })
})
