import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { makeRawKey } from '../../keyring/raw-key.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

const jane = { email: 'jane@example.com', first_name: 'Jane', courses: 'ielts', external_ref: 'order-1' }
const password = 'correct horse battery'

test('while the database is down every face says 503 and when to try again; once it is back, all goes on', async () => {
  const { body: provisioned } = await usher.call('/provision/student/', jane)
  const link = new URL(provisioned.set_password_url ?? '').pathname.replace('/set-password/', '/api/password-links/')
  const { headers } = await call(link, { password })
  const cookie = headers.getSetCookie().join().split(';')[0]
  expect(await call('/api/me', undefined, cookie)).toMatchObject({ status: 200 })
  expect(await call('/health')).toMatchObject({ status: 200, body: { status: 'ok' } })

  await usher.outage.goDown()
  const unknownKey = makeRawKey(randomBytes(32))
  for (const answer of [
    await usher.call('/ping/'),
    await usher.call('/courses/'),
    await usher.call('/provision/student/', jane),
    await usher.call('/ping/', undefined, unknownKey),
    await usher.call('/ping/', undefined, 'no key of ours'),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: { status: 'error', code: 'unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('1')
  }
  for (const answer of [
    await call('/api/me', undefined, cookie),
    await call('/api/me/courses', undefined, cookie),
    await call(link),
    await call('/api/auth/sign-in/email', { email: jane.email, password }),
    await call('/api/auth/sign-out', {}, cookie),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('1')
  }
  expect(await call('/health')).toMatchObject({ status: 503, body: { status: 'unavailable' } })

  await usher.outage.comeBack()
  expect(await usher.call('/provision/student/', jane)).toMatchObject({ status: 200 })
  expect(await usher.call('/ping/', undefined, unknownKey)).toMatchObject({ status: 401 })
  expect(await call('/api/me', undefined, cookie)).toMatchObject({ status: 200, body: { user: { email: jane.email } } })
  expect(await call('/api/auth/sign-in/email', { email: jane.email, password })).toMatchObject({ status: 200 })
  expect(await call('/health')).toMatchObject({ status: 200 })
})

async function call(path: string, body?: object, cookie = '') {
  const answer = await fetch(usher.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    body: JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}
