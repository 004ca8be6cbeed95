/** docs/provision.md, followed to the letter with the keys that it names. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

const guide = await readFile(new URL('../../../docs/provision.md', import.meta.url), 'utf8')
let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

/** The body that the first example sends. */
const body = JSON.parse(/-d '(\{[\s\S]*?\n\})'/.exec(guide)?.[1] ?? '')

test('the examples do what they say with the keys that they name', async () => {
  expect(guide).toContain('The key needs the scope `provision`')
  const api = await openApi(usher, { scopes: ['provision'] })
  const done = await api.post('/api/provision', body)
  expect(done).toMatchObject({
    status: 201,
    body: { user: { email: body.user.email }, seats: [{ product: 'ielts', added: 10 }], groups: [{ created: true }] },
  })
  expect(await api.post('/api/provision', body)).toMatchObject({ status: 200, body: { result: 'already_provisioned' } })

  const plan = await api.post('/api/provision?mode=plan', { ...body, external_ref: 'order-1043' })
  expect((await api.post(`/api/plans/${plan.body.plan_id}/apply`)).status).toBe(200)

  const reading = await openApi(usher, { scopes: ['read'] })
  const why = await reading.get(`/api/explain?user=${body.user.email}&course=${body.courses[0]}`)
  expect(why).toMatchObject({ status: 200, body: { grants: [expect.anything()] } })
  const managing = await openApi(usher, { scopes: ['manage'] })
  const later = (await managing.get(`/api/operations?email=${body.user.email}&limit=1`)).body.data[0].id
  for (const id of [later, done.body.operation_id])
    expect(await managing.post(`/api/operations/${id}/undo`)).toMatchObject({
      status: 200,
      body: { result: 'changed' },
    })
  const asManager = { ...body, team: { ...body.team, role: 'manager' }, external_ref: 'order-1044' }
  expect((await managing.post('/api/provision', asManager)).status).toBe(200)
})
