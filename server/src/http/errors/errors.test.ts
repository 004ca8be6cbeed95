import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { errorKinds } from './error-codes.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

test('an error says what, why and where to read more', async () => {
  const { status, headers, body } = await api.get('/api/teams/1')
  expect(status).toBe(404)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(body).toEqual({
    type: `${usher.url}/docs/errors#not_found`,
    title: 'Not found',
    status: 404,
    code: 'not_found',
    detail: 'There is no team 1.',
    errors: [],
    request_id: expect.stringMatching(/^[\w-]{36}$/),
  })
})

test('the page of an error explains its code', async () => {
  const page = await (await fetch(`${usher.url}/docs/errors`)).text()
  for (const code of Object.keys(errorKinds)) expect(page).toContain(`<section id="${code}">`)
})

test('faults of the address and of the body are told together', async () => {
  expect(await api.patch('/api/teams/none?mode=maybe', { name: 5, colour: 'red' })).toMatchObject({
    status: 400,
    body: {
      errors: expect.arrayContaining(['id', 'mode', 'name', 'colour'].map(field => expect.objectContaining({ field }))),
    },
  })
})
