import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
const send = browserOn(() => usher)
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const password = 'a long password'

test('I change my name and my language, and what cannot be is refused by its name', async () => {
  const jane = await newLearner('jane@example.com')
  const changed = await send('PATCH', '/api/me', jane, { first_name: ' Janet ', locale: 'de-AT' })
  expect(changed).toMatchObject({
    status: 200,
    body: { user: { email: 'jane@example.com', first_name: 'Janet', last_name: 'Doe', locale: 'de-AT' } },
  })
  expect((await send('GET', '/api/me', jane)).body).toMatchObject({ user: { first_name: 'Janet' }, locale: 'de-AT' })
  expect((await send('PATCH', '/api/me', jane, { locale: null })).body.user).toMatchObject({ locale: null })
  for (const bad of [{ first_name: ' ' }, { locale: 'x' }, {}])
    expect(await send('PATCH', '/api/me', jane, bad)).toMatchObject({ status: 400 })
  expect(await send('PATCH', '/api/me', undefined, { first_name: 'X' })).toMatchObject({ status: 401 })
  const elsewhere = { origin: 'https://evil.example.com' }
  expect(await send('PATCH', '/api/me', jane, { first_name: 'X' }, elsewhere)).toMatchObject({ status: 403 })
})

test('what I save in one window does not overwrite unseen what I saved in another', async () => {
  const jane = await newLearner('two-windows@example.com')
  const { user } = (await send('GET', '/api/me', jane)).body
  const seen = { 'if-match': `"${user.updated_at}"` }
  const saved = await send('PATCH', '/api/me', jane, { first_name: 'Janet' }, seen)
  expect(saved).toMatchObject({ status: 200, body: { user: { first_name: 'Janet' } } })
  expect(await send('PATCH', '/api/me', jane, { last_name: 'Smith' }, seen)).toMatchObject({ status: 412 })
  const { user: now } = (await send('GET', '/api/me', jane)).body
  expect(now).toMatchObject({ first_name: 'Janet', last_name: 'Doe', updated_at: saved.body.user.updated_at })
})

test('with another password I stay signed in here, and nowhere else', async () => {
  const here = await newLearner('kim@example.com')
  const elsewhere = await signIn('kim@example.com', password)
  const wrong = { current_password: 'not my password', password: 'another password' }
  expect(await send('POST', '/api/me/password', here, wrong)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'current_password' }] },
  })
  const short = { current_password: password, password: 'short' }
  expect(await send('POST', '/api/me/password', here, short)).toMatchObject({
    body: { errors: [{ field: 'password' }] },
  })
  const good = { current_password: password, password: 'another password' }
  const changed = await send('POST', '/api/me/password', here, good)
  expect(changed.status).toBe(200)
  expect(await send('GET', '/api/me', changed.cookie)).toMatchObject({ status: 200 })
  for (const old of [here, elsewhere]) expect(await send('GET', '/api/me', old)).toMatchObject({ status: 401 })
  expect(await signIn('kim@example.com', password)).toBe('')
  expect(await signIn('kim@example.com', 'another password')).not.toBe('')
})

test('who has found my browser open cannot guess my password in it', async () => {
  const cookie = await newLearner('lee@example.com')
  const guess = () =>
    send('POST', '/api/me/password', cookie, { current_password: 'a guess, no more', password: 'another password' })
  const guesses = await Promise.all(Array.from({ length: 14 }, guess))
  expect(guesses.filter(({ status }) => status === 400)).toHaveLength(10)
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(4)
})

test('my data is all that is kept about me, of nobody else, and no secret', async () => {
  const cookie = await newLearner('ana@example.com')
  await newLearner('other@example.com')
  const answer = await send('GET', '/api/me/data', cookie)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"')
  expect(answer.body).toMatchObject({
    account: { email: 'ana@example.com', first_name: 'Jane' },
    memberships: [{ organization: 'acme-prep', role: 'learner' }],
    enrollments: [{ course: 'ielts' }],
    grants: [{ course: 'ielts', reference: 'order ana@example.com' }],
    mails: [{ kind: 'welcome' }],
    sessions: [{ user_agent: expect.any(String) }],
  })
  expect(answer.body.log).toContainEqual(expect.objectContaining({ kind: 'provision', result: 'created' }))
  expect(JSON.stringify(answer.body)).not.toMatch(/other@|argon2|token|password_link/)
  expect(await send('GET', '/api/me/data', undefined)).toMatchObject({ status: 401 })
})

/** Provisioned, with a password chosen by the mailed link; the cookie of the browser. */
async function newLearner(email: string): Promise<string> {
  const order = {
    user: { email, first_name: 'Jane', last_name: 'Doe' },
    courses: ['ielts'],
    external_ref: `order ${email}`,
  }
  const { body } = await api.post('/api/provision', order)
  const user = await usher.database.kysely
    .selectFrom('users')
    .select(['id', 'password_link_id'])
    .where('id', '=', body.user.id)
    .executeTakeFirstOrThrow()
  const url = usher.passwordLinks.mailedUrl(user.id, user.password_link_id as number)
  const { cookie } = await send('POST', `/api/password-links/${url.split('/').at(-1)}`, undefined, { password })
  return cookie
}

async function signIn(email: string, password: string): Promise<string> {
  return (await send('POST', '/api/auth/sign-in/email', undefined, { email, password })).cookie
}
