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

test('every answer below /api names its version', async () => {
  for (const path of ['/api/teams', '/api/teams/1', '/api/v1/ping', '/api/v1/nothing', '/api/me', '/api/nothing'])
    expect((await api.get(path)).headers.get('usher-version'), path).toBe('2026-12-01')
})

test('a version may be asked for by its name; one that does not exist is refused', async () => {
  expect(await api.get('/api/teams', { 'usher-version': '2026-12-01' })).toMatchObject({ status: 200 })
  expect(await api.get('/api/teams', { 'usher-version': '2026-11-31' })).toMatchObject({
    status: 400,
    body: { code: 'unknown_version', detail: 'There is no version 2026-11-31: the newest is 2026-12-01.' },
  })
})

test('a key stays with the version of its making', async () => {
  const { body } = await api.post('/api/keys', { name: 'Pinned' })
  expect(body.api_version).toBe('2026-12-01')
})
