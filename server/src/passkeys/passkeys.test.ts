/** Passkeys over HTTP, with an authenticator of our own that lies as it is told: what they are for, and what is tried with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn as comeIn, type Person, type Standing } from '../../test/sessions.ts'
import { type Said, SoftAuthenticator } from '../../test/soft-authenticator.ts'

const password = 'a long enough password'
let usher: TestServer
const send = browserOn(() => usher)

beforeAll(async () => {
  usher = await startTestServer()
  const top = await openApi(usher)
  for (const slug of ['branch', 'sibling', 'school']) await top.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const cookies = (...some: (string | undefined)[]) => some.filter(Boolean).join('; ')
const signIn = (email: string) => send('POST', '/api/auth/sign-in/email', undefined, { email, password })
const whoAmI = (cookie?: string) => send('GET', '/api/me', cookie)

/** Registers one more passkey; the answer, and what was told before. */
async function register(person: Person, key: SoftAuthenticator, said: Said = {}, name = 'My key') {
  const begun = await send('POST', '/api/me/passkeys/options', person.cookie, { current_password: password })
  expect(begun.status).toBe(200)
  const passkey = key.make(begun.body, said)
  const browser = cookies(person.cookie, begun.cookie)
  const added = await send('POST', '/api/me/passkeys', browser, { name, passkey })
  return { begun, passkey, browser, added }
}

interface Holder extends Person {
  readonly key: SoftAuthenticator
  readonly passkeyId: number
  readonly recoveryCodes: string[]
}

async function holder(standing?: Standing): Promise<Holder> {
  const person = await comeIn(usher, standing)
  const key = new SoftAuthenticator(usher.url)
  const { added } = await register(person, key)
  expect(added).toMatchObject({ status: 201 })
  return { ...person, key, passkeyId: added.body.passkey.id, recoveryCodes: added.body.recovery_codes }
}

type Way = 'alone' | 'second'

/** A question that is open in a browser: by the passkey alone, or after the password. */
async function ask(way: Way, { email }: Pick<Person, 'email'>) {
  const before = way === 'second' ? (await signIn(email)).cookie : undefined
  const path = way === 'alone' ? '/api/auth/sign-in/passkey' : '/api/auth/second-factor/passkey'
  const asked = await send('POST', `${path}/options`, before)
  expect(asked.status).toBe(200)
  const browser = cookies(before, asked.cookie)
  return {
    options: asked.body,
    browser,
    show: (passkey: unknown, from = browser) => send('POST', path, from, { passkey }),
  }
}

/** The question, and an answer to it. */
async function show(way: Way, who: Pick<Holder, 'email' | 'key'>, said: Said = {}) {
  const { options, show } = await ask(way, who)
  return show(who.key.sign(options, said))
}

const refused = { alone: 401, second: 400 }

describe('adding one', () => {
  test('takes the password; the first gives recovery codes and signs my other browsers out, another one neither', async () => {
    const ana = await comeIn(usher)
    const elsewhere = await signIn(ana.email)
    const wrong = await send('POST', '/api/me/passkeys/options', ana.cookie, { current_password: 'not mine' })
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'current_password' }] } })
    const key = new SoftAuthenticator(usher.url)
    const { added, begun } = await register(ana, key, { isSynced: true }, '  My\u00a0phone ')
    expect(begun.headers.getSetCookie()[0]).toMatch(
      /^usher_passkey=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(begun.body).toMatchObject({ rp: { id: '127.0.0.1' }, user: { name: ana.email }, attestation: 'none' })
    expect(Buffer.from(begun.body.user.id, 'base64url')).toHaveLength(32)
    expect(added).toMatchObject({
      status: 201,
      body: { passkey: { name: 'My phone', synced: true, last_used_at: null } },
    })
    expect(new Set(added.body.recovery_codes).size).toBe(10)
    expect((await whoAmI(elsewhere.cookie)).status).toBe(401)
    expect((await whoAmI(ana.cookie)).body.signed_in_by).toEqual({ method: 'password', second_factor: true })
    expect((await signIn(ana.email)).body).toEqual({ second_factor: ['passkey', 'recovery_code'] })

    const there = await show('alone', { email: ana.email, key })
    // Some say that they speak for themselves, though nobody asked.
    const second = await register(ana, new SoftAuthenticator(usher.url), { attestation: 'self' })
    expect(second.begun.body.user.id).toBe(begun.body.user.id)
    expect(second.begun.body.excludeCredentials).toEqual([
      { id: key.id, type: 'public-key', transports: ['internal', 'hybrid'] },
    ])
    expect(second.added).toMatchObject({ status: 201, body: { recovery_codes: [] } })
    expect((await whoAmI(there.cookie)).status).toBe(200)
    const { body } = await ana.get('/api/me/passkeys')
    expect(body.passkeys.map(({ name }: { name: string }) => name)).toEqual(['My phone', 'My key'])
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`public_key|${key.id}`))
    const { body: factor } = await ana.get('/api/me/second-factor')
    expect(factor).toEqual({ authenticator_since: null, recovery_codes_left: 10 })
  })

  const lies: [string, (key: SoftAuthenticator) => Said][] = [
    ['of another origin', () => ({ origin: 'http://evil.example.com' })],
    ['of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['of another site', () => ({ rpId: 'evil.example.com' })],
    ['of another challenge', () => ({ challenge: Buffer.alloc(32).toString('base64url') })],
    ['of a page within another’s', () => ({ crossOrigin: true })],
    ['of nobody at the device', () => ({ isPresent: false })],
    ['that was to sign in', () => ({ type: 'webauthn.get' })],
    ['of an algorithm that was not asked for', () => ({ algorithm: -35 })],
    ['with somebody’s word for it that nobody asked for', () => ({ attestation: 'certificate' })],
    ['with a word of a kind that is not known', () => ({ attestation: 'other' })],
  ]
  test.each(lies)('what is %s is not taken, nor is the challenge a second time', async (_, said) => {
    const person = await comeIn(usher)
    const key = new SoftAuthenticator(usher.url)
    const { added, begun, browser } = await register(person, key, said(key))
    expect(added).toMatchObject({ status: 400, body: { errors: [{ field: 'passkey' }] } })
    expect((await person.get('/api/me/passkeys')).body.passkeys).toEqual([])
    if (said(key).challenge !== undefined || said(key).crossOrigin) return
    const honest = await send('POST', '/api/me/passkeys', browser, { name: 'Key', passkey: key.make(begun.body) })
    expect(honest.status).toBe(400)
  })

  test('what one person was asked is no other person’s, nor another browser’s, nor too late', async () => {
    const [ana, eve] = [await comeIn(usher), await comeIn(usher)]
    const begin = async () => {
      const begun = await send('POST', '/api/me/passkeys/options', ana.cookie, { current_password: password })
      return { begun, passkey: new SoftAuthenticator(usher.url).make(begun.body) }
    }
    const add = (cookie: string, passkey: unknown) => send('POST', '/api/me/passkeys', cookie, { name: 'Key', passkey })
    const { begun, passkey } = await begin()
    expect((await add(cookies(eve.cookie, begun.cookie), passkey)).status).toBe(400)
    expect((await add(ana.cookie, passkey)).status).toBe(400)
    expect((await add(cookies(ana.cookie, `usher_passkey=${'x'.repeat(43)}`), passkey)).status).toBe(400)
    expect((await add(cookies(ana.cookie, begun.cookie), passkey)).status).toBe(201)
    expect((await add(cookies(ana.cookie, begun.cookie), passkey)).status).toBe(400)
    const late = await begin()
    await query('update passkey_challenges set expires_at = now() where user_id = $1', [ana.id])
    expect((await add(cookies(ana.cookie, late.begun.cookie), late.passkey)).status).toBe(400)
    expect((await ana.get('/api/me/passkeys')).body.passkeys).toHaveLength(1)
  })

  test('of many at once the codes are told once, and one credential is one person’s', async () => {
    const [ana, eve] = [await comeIn(usher), await comeIn(usher)]
    const begun = await Promise.all(
      Array.from({ length: 4 }, () =>
        send('POST', '/api/me/passkeys/options', ana.cookie, { current_password: password }),
      ),
    )
    const keys = begun.map(() => new SoftAuthenticator(usher.url))
    const added = await Promise.all(
      begun.map(({ body, cookie }, at) =>
        send('POST', '/api/me/passkeys', cookies(ana.cookie, cookie), {
          name: `Key ${at}`,
          passkey: keys[at]?.make(body),
        }),
      ),
    )
    expect(added.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(added.map(({ body }) => body.recovery_codes.length).sort()).toEqual([0, 0, 0, 10])
    expect(await query('select passkeys from passwords where user_id = $1', [ana.id])).toEqual([{ passkeys: 4 }])
    // The same credential again, by whomever, and twice at once.
    const [key = new SoftAuthenticator(usher.url)] = keys
    expect((await register(eve, key)).added.status).toBe(409)
    const fresh = new SoftAuthenticator(usher.url)
    const twice = await Promise.all([register(ana, fresh), register(eve, fresh)])
    expect(twice.map(({ added }) => added.status).sort()).toEqual([201, 409])
  })

  test('there is an end to how many', async () => {
    const ana = await comeIn(usher)
    await query(
      `insert into passkeys (user_id, credential_id, public_key, counter, backup_eligible, backed_up, name)
        select $1, 'many' || n, '', 0, false, false, 'Key' from generate_series(1, 20) n`,
      [ana.id],
    )
    const begun = await send('POST', '/api/me/passkeys/options', ana.cookie, { current_password: password })
    expect(begun.status).toBe(409)
  })
})

describe.each(['alone', 'second'] as const)('signing in by one: %s', way => {
  test('opens a session that says so', async () => {
    const ana = await holder()
    const shown = await show(way, ana)
    expect(shown).toMatchObject({ status: 200, body: { user: { id: ana.id } } })
    const method = way === 'alone' ? 'passkey' : 'password'
    expect((await whoAmI(shown.cookie)).body.signed_in_by).toEqual({ method, second_factor: true })
    const { body } = await send('GET', '/api/me/sessions', shown.cookie)
    expect(body.sessions[0]).toMatchObject({ current: true, method, second_factor: true })
    expect((await ana.get('/api/me/passkeys')).body.passkeys[0].last_used_at).not.toBeNull()
  })

  const lies: [string, (eve: Holder, ana: Holder) => Said][] = [
    ['of another origin', () => ({ origin: 'http://evil.example.com' })],
    ['of a subdomain', () => ({ origin: 'http://sub.127.0.0.1' })],
    ['of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['of another scheme', () => ({ origin: usher.url.replace('http', 'https') })],
    ['of another site', () => ({ rpId: 'evil.example.com' })],
    ['of a site within this one', () => ({ rpId: `sub.${new URL(usher.url).hostname}` })],
    ['of another challenge', () => ({ challenge: Buffer.alloc(32).toString('base64url') })],
    ['of a page within another’s', () => ({ crossOrigin: true })],
    ['that was to register', () => ({ type: 'webauthn.create' })],
    ['of nobody at the device', () => ({ isPresent: false })],
    ['signed by another key', eve => ({ privateKey: eve.key.privateKey })],
    ['changed since it was signed', () => ({ spoil: data => data.writeUInt32BE(7, 33) })],
    ['of a credential that nobody has', eve => ({ id: 'AAAAAAAAAAAAAAAAAAAAAA', privateKey: eve.key.privateKey })],
    ['of another person’s credential', eve => ({ id: eve.key.id })],
    ['in another person’s name', eve => ({ userHandle: eve.key.userHandle })],
    ['in nobody’s name', () => ({ userHandle: 'AAAA' })],
  ]
  test.each(lies)('what is %s opens nothing, in the same words, and spends the challenge', async (_, said) => {
    const [ana, eve] = [await holder(), await holder()]
    const lie = said(eve, ana)
    const { options, show } = await ask(way, ana)
    const answered = await show(ana.key.sign(options, lie))
    expect(answered.status).toBe(refused[way])
    const { body: plain } = await (await ask(way, ana)).show(ana.key.sign({ challenge: 'x' }))
    expect({ ...answered.body, request_id: 0 }).toEqual({ ...plain, request_id: 0 })
    expect((await whoAmI(answered.cookie)).status).toBe(401)
    if (lie.challenge === undefined && !lie.crossOrigin)
      expect((await show(ana.key.sign(options))).status).toBe(refused[way])
  })

  test('what was signed counts once, in its own browser, within five minutes', async () => {
    const ana = await holder()
    const asked = await ask(way, ana)
    const passkey = ana.key.sign(asked.options)
    const other = (await ask(way, ana)).browser
    expect((await asked.show(passkey, other)).status).toBe(refused[way])
    const shown = await Promise.all([asked.show(passkey), asked.show(passkey), asked.show(passkey)])
    expect(shown.map(({ status }) => status).sort()).toEqual([200, refused[way], refused[way]])
    const late = await ask(way, ana)
    await query('update passkey_challenges set expires_at = now()')
    expect((await late.show(ana.key.sign(late.options))).status).toBe(refused[way])
  })

  test('without the browser’s cookie nothing counts', async () => {
    const ana = await holder()
    const asked = await ask(way, ana)
    const without = asked.browser.replace(/usher_passkey=[^;]*/, '')
    expect((await asked.show(ana.key.sign(asked.options), without)).status).toBe(refused[way])
  })

  test('a counter that does not move on is refused and logged; one that never counted is not', async () => {
    const ana = await holder()
    expect((await show(way, ana, { counter: 5 })).status).toBe(200)
    for (const counter of [5, 4, 0]) expect((await show(way, ana, { counter })).status).toBe(refused[way])
    const logged = await query(`select result from operations where kind = 'refuse_passkey' and user_id = $1`, [ana.id])
    expect(logged).toHaveLength(3)
    expect((await show(way, ana, { counter: 6 })).status).toBe(200)
    // Of two copies that say the same at once, one.
    const [first, second] = [await ask(way, ana), await ask(way, ana)]
    const both = await Promise.all(
      [first, second].map(({ options, show }) => show(ana.key.sign(options, { counter: 9 }))),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, refused[way]])
    const bea = await holder()
    for (const _ of [1, 2]) expect((await show(way, bea, { counter: 0 })).status).toBe(200)
    // Whoever cannot sign for it fills no log.
    await show(way, bea, { counter: 3 })
    await show(way, bea, { counter: 1, spoil: data => data.writeUInt32BE(2, 33) })
    expect(await query(`select from operations where kind = 'refuse_passkey' and user_id = $1`, [bea.id])).toEqual([])
  })

  test('one that was removed opens nothing, nor does a question that was open', async () => {
    const ana = await holder()
    await register(ana, new SoftAuthenticator(usher.url))
    const open = await ask(way, ana)
    const removal = `/api/me/passkeys/${ana.passkeyId}/removal`
    expect((await ana.post(removal, { current_password: 'not mine' })).status).toBe(400)
    expect((await ana.post(removal, { current_password: password })).status).toBe(200)
    expect((await open.show(ana.key.sign(open.options))).status).toBe(refused[way])
    expect((await show(way, ana)).status).toBe(refused[way])
  })

  test('what nobody could have sent is a fault of who sent it', async () => {
    const ana = await holder()
    const { options, browser } = await ask(way, ana)
    const good = ana.key.sign(options)
    const path = way === 'alone' ? '/api/auth/sign-in/passkey' : '/api/auth/second-factor/passkey'
    const bad = [
      {},
      { passkey: null },
      { passkey: { ...good, type: 'password' } },
      { passkey: { ...good, response: {} } },
      { passkey: { ...good, id: 'ü' } },
      { passkey: { ...good, response: { ...good.response, signature: 'x'.repeat(5000) } } },
    ]
    for (const body of bad) expect((await send('POST', path, browser, body)).status).toBe(400)
    const unread = { ...good, response: { ...good.response, clientDataJSON: 'AAAA' } }
    expect((await send('POST', path, browser, { passkey: unread })).status).toBe(refused[way])
  })
})

describe('the two ways are not each other', () => {
  test('alone it must know its holder; after the password it need not', async () => {
    const ana = await holder()
    expect((await show('alone', ana, { isVerified: false })).status).toBe(401)
    expect((await show('second', ana, { isVerified: false })).status).toBe(200)
  })

  test('alone it says whose it is; after the password it need not', async () => {
    const ana = await holder()
    expect((await show('alone', ana, { userHandle: null })).status).toBe(401)
    expect((await show('second', ana, { userHandle: null })).status).toBe(200)
  })

  test('what was asked for one way is no answer in the other, nor what was asked to register', async () => {
    const ana = await holder()
    const [alone, second] = [await ask('alone', ana), await ask('second', ana)]
    expect((await alone.show(ana.key.sign(second.options), second.browser)).status).toBe(401)
    const pending = second.browser.replace(/usher_passkey=[^;]*(; )?/, '')
    expect((await second.show(ana.key.sign(alone.options), cookies(pending, alone.browser))).status).toBe(400)
    const begun = await send('POST', '/api/me/passkeys/options', ana.cookie, { current_password: password })
    expect((await alone.show(ana.key.sign(begun.body), begun.cookie)).status).toBe(401)
    expect((await second.show(ana.key.sign(begun.body), cookies(pending, begun.cookie))).status).toBe(400)
  })

  test('after one’s password another one’s passkey opens nothing, however honest', async () => {
    const [ana, eve] = [await holder(), await holder()]
    const { options, show } = await ask('second', ana)
    expect((await show(eve.key.sign(options))).status).toBe(400)
    expect((await show(eve.key.sign(options, { userHandle: null }))).status).toBe(400)
  })

  test('asking says nothing of who is here, and after the password only of the one it is', async () => {
    const [ana, bea] = [await holder(), await holder()]
    const { options } = await ask('alone', ana)
    expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required', rpId: '127.0.0.1' })
    const second = await ask('second', bea)
    expect(second.options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([bea.key.id])
    expect((await send('POST', '/api/auth/second-factor/passkey/options')).status).toBe(401)
    expect(
      (await send('POST', '/api/auth/second-factor/passkey', undefined, { passkey: ana.key.sign(options) })).status,
    ).toBe(401)
  })

  test('guesses after the password are counted with codes: five in a browser', async () => {
    const ana = await holder()
    const asked = await ask('second', ana)
    for (const _ of Array(5)) expect((await asked.show(ana.key.sign({ challenge: 'x' }))).status).toBe(400)
    expect((await asked.show(ana.key.sign(asked.options))).status).toBe(401)
  })

  test('guesses alone are counted with wrong passwords of the network, many at once too', async () => {
    const ana = await holder()
    const from = { 'x-forwarded-for': '198.51.100.77' }
    const { options, browser } = await ask('alone', ana)
    await query(
      `insert into attempts (key, count, ends_at) values ('sign-in from 198.51.100.77', 97, now() + interval '5 minutes')`,
    )
    const guess = () =>
      send('POST', '/api/auth/sign-in/passkey', browser, { passkey: ana.key.sign({ challenge: 'x' }) }, from)
    const guesses = await Promise.all(Array.from({ length: 5 }, guess))
    expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429])
    expect(
      (await send('POST', '/api/auth/sign-in/passkey', browser, { passkey: ana.key.sign(options) }, from)).status,
    ).toBe(429)
  })

  test('a network cannot fill the database with questions', async () => {
    const from = { 'x-forwarded-for': '198.51.100.78' }
    const key = 'passkey asked from 198.51.100.78'
    await query(`insert into attempts (key, count, ends_at) values ($1, 1999, now() + interval '5 minutes')`, [key])
    const { cookie } = await signIn((await holder()).email)
    const paths = ['/api/auth/sign-in/passkey/options', '/api/auth/second-factor/passkey/options']
    expect((await send('POST', paths[0] ?? '', cookie, undefined, from)).status).toBe(200)
    for (const path of paths) expect((await send('POST', path, cookie, undefined, from)).status).toBe(429)
  })

  test('another site’s page sends none of it', async () => {
    const evil = { origin: 'https://evil.example.com' }
    for (const path of ['/api/auth/sign-in/passkey/options', '/api/auth/sign-in/passkey', '/api/me/passkeys'])
      expect((await send('POST', path, undefined, {}, evil)).status).toBe(403)
  })
})

describe('what it ends with', () => {
  test('a session by a passkey ends when that is removed, but mine goes on by the password', async () => {
    const ana = await holder()
    const [here, there] = [await show('alone', ana), await show('alone', ana)]
    const remove = { current_password: password }
    expect((await send('POST', `/api/me/passkeys/${ana.passkeyId}/removal`, here.cookie, remove)).status).toBe(200)
    expect((await whoAmI(there.cookie)).status).toBe(401)
    expect((await whoAmI(here.cookie)).body.signed_in_by.method).toBe('password')
    // It was the last factor.
    expect((await signIn(ana.email)).status).toBe(200)
    expect((await ana.get('/api/me/second-factor')).body.recovery_codes_left).toBe(0)
  })

  test('nobody renames or removes another person’s', async () => {
    const [ana, eve] = [await holder(), await holder()]
    const path = `/api/me/passkeys/${ana.passkeyId}`
    expect((await eve.patch(path, { name: 'Mine' })).status).toBe(404)
    expect((await eve.post(`${path}/removal`, { current_password: password })).status).toBe(404)
    expect((await ana.patch(path, { name: '' })).status).toBe(400)
    expect(await ana.patch(path, { name: 'Blue key' })).toMatchObject({ status: 200, body: { name: 'Blue key' } })
    expect((await eve.get('/api/me/passkeys')).body.passkeys).toHaveLength(1)
  })

  test('with a passkey left, removing the authenticator leaves the second factor and its codes', async () => {
    const ana = await holder()
    await query(`update passwords set authenticator = '', authenticator_since = now() where user_id = $1`, [ana.id])
    expect((await ana.post('/api/me/authenticator/removal', { current_password: password })).status).toBe(200)
    expect((await signIn(ana.email)).body).toEqual({ second_factor: ['passkey', 'recovery_code'] })
    expect((await ana.get('/api/me/second-factor')).body.recovery_codes_left).toBe(10)
  })

  test('another password of my own leaves it, whoever changes my address or resets my factor does not', async () => {
    const ana = await holder({ organization: 'branch' })
    const changed = await ana.post('/api/me/password', {
      current_password: password,
      password: 'another long password',
    })
    expect(changed.status).toBe(200)
    expect((await show('alone', ana)).status).toBe(200)
    const key = await openApi(usher, { organization: 'branch' })
    expect((await key.delete(`/api/users/${ana.id}/second-factor`)).status).toBe(204)
    expect((await show('alone', ana)).status).toBe(401)
    const bea = await holder({ organization: 'branch' })
    const opened = await show('alone', bea)
    expect((await key.patch(`/api/users/${bea.id}`, { email: `new-${bea.email}` })).status).toBe(200)
    expect((await whoAmI(opened.cookie)).status).toBe(401)
    expect((await show('alone', bea)).status).toBe(401)
  })

  test('an account that comes to be shared, one that is merged, and one that is erased let nobody in by it', async () => {
    const [shared, merged, erased] = [
      await holder({ organization: 'branch' }),
      await holder({ organization: 'branch' }),
      await holder({ organization: 'branch' }),
    ]
    const [branch, sibling] = [
      await openApi(usher, { organization: 'branch' }),
      await openApi(usher, { organization: 'sibling' }),
    ]
    const sessions = await Promise.all([shared, merged, erased].map(one => show('alone', one)))
    await query('update users set password_set_at = now() where id = $1', [shared.id])
    await sibling.post('/api/users', { email: shared.email, first_name: 'Pat', send_welcome_email: false })
    const kept = await holder({ organization: 'branch' })
    expect((await branch.post(`/api/users/${kept.id}/merge`, { with: merged.id })).status).toBe(200)
    expect((await branch.post(`/api/users/${erased.id}/erase`)).status).toBe(204)
    for (const { cookie } of sessions) expect((await whoAmI(cookie)).status).toBe(401)
    for (const one of [shared, merged, erased]) expect((await show('alone', one)).status).toBe(401)
    // By the address of before it is the kept one's sign-in, whose passkey it takes and no other.
    const second = await ask('second', { email: merged.email })
    expect(second.options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([kept.key.id])
    expect((await second.show(merged.key.sign(second.options))).status).toBe(400)
    expect((await show('alone', kept)).status).toBe(200)
  })

  test('whoever is suspended finds nothing open by it', async () => {
    const ana = await holder({ organization: 'branch' })
    const key = await openApi(usher, { organization: 'branch' })
    expect((await key.patch(`/api/memberships/branch/${ana.id}`, { suspended: true })).status).toBe(200)
    const shown = await show('alone', ana)
    expect((await whoAmI(shown.cookie)).body.organizations).toEqual([])
  })

  test('where single sign-on is in force it opens nothing, but for who breaks the glass', async () => {
    const [ana, owner] = [
      await holder({ organization: 'school' }),
      await holder({ organization: 'school', role: 'owner' }),
    ]
    await query(
      `insert into identity_providers (organization_id, protocol, preset, name, enabled)
        select id, 'oidc', 'other', 'School', true from organizations where slug = 'school'`,
    )
    await query(`update organizations set sign_in_mode = 'single_sign_on' where slug = 'school'`)
    await query(
      `insert into break_glass_owners (organization_id, user_id) select id, $1 from organizations where slug = 'school'`,
      [owner.id],
    )
    const placesOf = async (who: Holder) => (await whoAmI((await show('alone', who)).cookie)).body.organizations
    expect(await placesOf(ana)).toEqual([])
    expect(await placesOf(owner)).toMatchObject([{ slug: 'school' }])
  })
})
