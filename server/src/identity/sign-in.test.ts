import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignInServer, startSignInServer } from '../../test/sign-in-server.ts'
import { createSessions } from '../sessions/sessions.ts'
import { deleteOldSessions } from './clean-up.ts'

const password = 'correct horse 7'
let server: SignInServer
beforeAll(async () => {
  server = await startSignInServer()
})
afterAll(() => server.stop())

const signIn = (email: string, attempt = password, headers: Record<string, string> = {}) =>
  server.call('/api/auth/sign-in/email', { body: { email, password: attempt }, headers })

const whoAmI = (cookie?: string) => server.call('/api/me', { cookie })

async function addUserWithPassword(email: string) {
  const id = await server.addUser({ email })
  const answer = await server.call(`/api/password-links/${await server.addLink(id)}`, { body: { password } })
  expect(answer.status).toBe(200)
  return { id, cookie: answer.cookie }
}

const findSessions = (userId: number) =>
  server.database.kysely.selectFrom('sessions').selectAll().where('user_id', '=', userId).execute()

describe('signing in', () => {
  test('opens a session that says who I am', async () => {
    const { id } = await addUserWithPassword('ana@example.com')
    const { status, body, cookie } = await signIn('ana@example.com')
    const user = { id, email: 'ana@example.com', first_name: 'Ana', last_name: 'Silva' }
    expect(status).toBe(200)
    expect(body).toEqual({ user })
    expect(await whoAmI(cookie)).toMatchObject({ status: 200, body: { user } })
    expect(await server.call('/api/auth/get-session', { cookie })).toMatchObject({ status: 200, body: { user } })
  })

  test('ends the session that the browser had, whoever was signed in and however the next one comes', async () => {
    const { id, cookie: first } = await addUserWithPassword('old@example.com')
    const other = await server.addUser({ email: 'other@example.com' })
    const again = await signIn('old@example.com', password, { cookie: first })
    const link = `/api/password-links/${await server.addLink(other)}`
    const next = await server.call(link, { body: { password }, cookie: again.cookie })
    expect(await whoAmI(next.cookie)).toMatchObject({ status: 200, body: { user: { id: other } } })
    for (const before of [first, again.cookie]) expect((await whoAmI(before)).status).toBe(401)
    expect(await findSessions(id)).toEqual([])
    const elsewhere = await signIn('old@example.com')
    expect((await signIn('old@example.com', 'wrong horse 7', { cookie: next.cookie })).status).toBe(401)
    expect((await whoAmI(next.cookie)).status).toBe(200)
    expect((await whoAmI(elsewhere.cookie)).status).toBe(200)
  })

  test('works however the email is written', async () => {
    await addUserWithPassword("o'neil@xn--bcher-kva.example")
    expect((await signIn("  O'Neil@B\u00dcCHER.example ")).status).toBe(200)
  })

  test('works with addresses that other sign-ins take for none', async () => {
    await addUserWithPassword('jos\u00e9#1@example.xn--p1ai')
    expect((await signIn('Jos\u00e9#1@example.\u0440\u0444')).status).toBe(200)
  })

  test('is refused with the same words for a wrong password, an unknown email and an account without a password', async () => {
    await addUserWithPassword('bea@example.com')
    await server.addUser({ email: 'new@example.com' })
    const answers = await Promise.all([
      signIn('bea@example.com', 'wrong horse 7'),
      signIn('nobody@example.com'),
      signIn('new@example.com'),
      signIn('new@example.com', ''),
    ])
    const detail = 'The email or the password is wrong.'
    for (const { status, body, cookie } of answers) {
      expect({ status, cookie }).toEqual({ status: 401, cookie: '' })
      expect(body).toMatchObject({ code: 'unauthenticated', detail, errors: [] })
    }
  })

  test('says when the email is none', async () => {
    const { status, body } = await signIn('not an address')
    expect({ status, fields: body.errors.map(error => error.field) }).toEqual({
      status: 400,
      fields: ['email'],
    })
  })

  test('is refused when fields are missing, of the wrong type or unknown', async () => {
    const email = 'ana@example.com'
    for (const body of [{}, { email }, { email, password: 7 }, { email, password: null }, [], 'null', '{']) {
      expect((await server.call('/api/auth/sign-in/email', { body })).status).toBe(400)
    }
  })

  test('leaves no trace of the token in the database', async () => {
    const { id } = await addUserWithPassword('cleo@example.com')
    const { cookie } = await signIn('cleo@example.com')
    const token = decodeURIComponent(cookie).split('=')[1] ?? ''
    expect(token).toHaveLength(43)
    const sessions = await findSessions(id)
    expect(sessions).toHaveLength(2)
    expect(JSON.stringify(sessions)).not.toContain(token)
    // What is kept is of no use as a token.
    const stolen = cookie.replace(token, sessions[0]?.token_hash ?? '')
    expect((await whoAmI(stolen)).status).toBe(401)
  })

  test('notes from where', async () => {
    const { id } = await addUserWithPassword('dora@example.com')
    await signIn('dora@example.com', password, { 'user-agent': 'A phone', 'x-forwarded-for': '203.0.113.9' })
    expect(await findSessions(id)).toContainEqual(
      expect.objectContaining({ ip_address: '203.0.113.9', user_agent: 'A phone', id: expect.any(Number) }),
    )
  })
})

describe('the session cookie', () => {
  test('is out of reach of scripts and other sites, and lasts a month', async () => {
    await addUserWithPassword('eva@example.com')
    const { headers } = await signIn('eva@example.com')
    const [cookie = '', ...others] = headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^usher_session=/)
    const attributes = cookie.split('; ').slice(1).sort()
    expect(attributes).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax'])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('is sent over https alone where Usher is reached by it', async () => {
    const { id } = await addUserWithPassword('fay@example.com')
    const config = { ...server.config, publicUrl: 'https://learn.example.com' }
    const sessions = createSessions({ database: server.database, config })
    const { hash } = await server.database.kysely
      .selectFrom('passwords')
      .select('hash')
      .where('user_id', '=', id)
      .executeTakeFirstOrThrow()
    const browser = { cookie: undefined, ip: '203.0.113.1', userAgent: undefined }
    const cookies = await sessions.start({ userId: id, hash, secondFactorAt: null }, browser)
    const [cookie = ''] = cookies ?? []
    expect(cookie).toMatch(/^__Host-usher_session=/)
    expect(cookie.split('; ')).toContain('Secure')
  })

  test('that was tampered with signs nobody in', async () => {
    const { cookie } = await addUserWithPassword('gil@example.com')
    expect((await whoAmI(cookie)).status).toBe(200)
    expect((await whoAmI(cookie.slice(0, -6))).status).toBe(401)
    expect((await whoAmI('usher_session=nonsense')).status).toBe(401)
    expect((await whoAmI()).body.code).toBe('unauthenticated')
    expect((await server.call('/api/auth/get-session')).body).toEqual({ user: null })
  })

  test('is worth nothing after its session has expired, which is then cleaned up', async () => {
    const { id, cookie } = await addUserWithPassword('hal@example.com')
    await server.database.kysely
      .updateTable('sessions')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('user_id', '=', id)
      .execute()
    expect((await whoAmI(cookie)).status).toBe(401)
    await signIn('hal@example.com')
    await deleteOldSessions(server.database.kysely, new Date())
    expect(await findSessions(id)).toHaveLength(1)
  })

  test('is renewed while it is used', async () => {
    const { id, cookie } = await addUserWithPassword('ida@example.com')
    const inTwoDays = new Date(Date.now() + 2 * 24 * 60 * 60_000)
    await server.database.kysely
      .updateTable('sessions')
      .set({ expires_at: inTwoDays })
      .where('user_id', '=', id)
      .execute()
    const renewed = await whoAmI(cookie)
    expect(renewed.cookie).toBe(cookie)
    const [session] = await findSessions(id)
    expect(session?.expires_at.getTime()).toBeGreaterThan(inTwoDays.getTime())
    expect((await whoAmI(cookie)).status).toBe(200)
  })
})

describe('signing out', () => {
  test('ends this session and no other', async () => {
    const { cookie: phone } = await addUserWithPassword('jo@example.com')
    const { cookie: laptop } = await signIn('jo@example.com')
    const out = await server.call('/api/auth/sign-out', { body: {}, cookie: phone })
    expect(out.status).toBe(200)
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect((await whoAmI(phone)).status).toBe(401)
    expect((await whoAmI(laptop)).status).toBe(200)
  })

  test('does no harm when nobody is signed in', async () => {
    expect((await server.call('/api/auth/sign-out', { method: 'POST' })).status).toBe(200)
  })
})

describe('guessing', () => {
  test('one account is stopped after ten failures, even with the right password', async () => {
    const { id } = await addUserWithPassword('kim@example.com')
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, n) => signIn('kim@example.com', `guess number ${n}`)),
    )
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
    expect((await signIn('kim@example.com')).status).toBe(429)

    // A link to the person's own mailbox is the way around, and opens sign-in again.
    await server.call(`/api/password-links/${await server.addLink(id)}`, { body: { password } })
    expect((await signIn('kim@example.com')).status).toBe(200)
  })

  test('an unknown account is stopped just the same', async () => {
    const guesses = await Promise.all(Array.from({ length: 11 }, () => signIn('ghost@example.com')))
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(1)
  })

  const failFrom = (ip: string, count: number) =>
    server.database.kysely
      .insertInto('attempts')
      .values({ key: `sign-in from ${ip}`, count, ends_at: new Date(Date.now() + 60_000) })
      .execute()

  test('signing in well does not count, for the account or the network', async () => {
    await addUserWithPassword('lou@example.com')
    const from = { 'x-forwarded-for': '203.0.113.20' }
    await failFrom('203.0.113.20', 87)
    for (const round of [1, 2]) {
      await Promise.all(Array.from({ length: 6 }, () => signIn('lou@example.com', `guess in round ${round}`, from)))
      expect((await signIn('lou@example.com', password, from)).status).toBe(200)
    }
  })

  test('a stranger elsewhere does not hold the owner off, and a network that is held off counts against nobody', async () => {
    await addUserWithPassword('noa@example.com')
    const stranger = { 'x-forwarded-for': '203.0.113.40' }
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => signIn('noa@example.com', `guess number ${n}`, stranger)),
    )
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(2)
    expect((await signIn('noa@example.com')).status).toBe(200)

    await failFrom('203.0.113.41', 100)
    const heldOff = { 'x-forwarded-for': '203.0.113.41' }
    for (const name of ['a', 'b', 'noa'])
      expect((await signIn(`${name}@example.com`, 'guess', heldOff)).status).toBe(429)
    const { rows } = await sql`select key from attempts where key like '%203.0.113.41'`.execute(server.database.kysely)
    expect(rows).toEqual([{ key: 'sign-in from 203.0.113.41' }])
  })

  test('one account is stopped in the end from however many networks', async () => {
    await addUserWithPassword('pat@example.com')
    await server.database.kysely
      .insertInto('attempts')
      .values({ key: 'sign-in to pat@example.com', count: 999, ends_at: new Date(Date.now() + 60_000) })
      .execute()
    expect((await signIn('pat@example.com', 'guess')).status).toBe(401)
    expect((await signIn('pat@example.com', password, { 'x-forwarded-for': '203.0.113.42' })).status).toBe(429)
  })

  test('many accounts from one network is stopped, for that network', async () => {
    await addUserWithPassword('mia@example.com')
    await failFrom('203.0.113.30', 100)
    const fromThere = { 'x-forwarded-for': '203.0.113.30' }
    expect((await signIn('mia@example.com', password, fromThere)).status).toBe(429)
    expect((await signIn('mia@example.com')).status).toBe(200)
  })
})

describe('another site', () => {
  const signInFrom = (headers: Record<string, string>) => signIn('nobody@example.com', password, headers)

  test.each([
    ['its own origin', { origin: 'https://evil.example' }, 403],
    ['no origin that it admits', { origin: 'null' }, 403],
    ['our host on another port', { origin: 'http://localhost:4000' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'content-type': 'text/plain' }, 415],
  ])('cannot sign anybody in with %s', async (_, headers, status) => {
    expect((await signInFrom(headers)).status).toBe(status)
    const out = { method: 'POST', headers, ...(status === 415 && { body: 'x' }) }
    expect((await server.call('/api/auth/sign-out', out)).status).toBe(status)
  })

  test.each([
    ['our address', { origin: 'http://localhost:3000' }],
    ['the same machine by its number', { origin: 'http://127.0.0.1:3000' }],
    ['a browser that vouches for the page', { origin: 'http://192.0.2.5:3000', 'sec-fetch-site': 'same-origin' }],
    ['no browser', {}],
  ])('is none when it comes from %s', async (_, headers) => {
    expect((await signInFrom(headers)).status).toBe(401)
  })
})
