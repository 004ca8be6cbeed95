/** The second factor over HTTP, with real sessions: what it is for, and what somebody tries who knows the password. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../test/api.ts'
import { codeOf } from '../../test/authenticator.ts'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn as comeIn, type Person, type Standing } from '../../test/sessions.ts'
import { createSessions } from '../sessions/sessions.ts'

const password = 'a long enough password'
let usher: TestServer
const send = browserOn(() => usher)

beforeAll(async () => {
  usher = await startTestServer()
  const key = await openApi(usher)
  await key.post('/api/organizations', { name: 'Branch', slug: 'branch' })
  await key.post('/api/organizations', { name: 'Sibling', slug: 'sibling' })
})
afterAll(() => usher.close())

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const signIn = ({ email }: Pick<Person, 'email'>, attempt = password) =>
  send('POST', '/api/auth/sign-in/email', undefined, { email, password: attempt })
const show = (cookie: string | undefined, code: string) => send('POST', '/api/auth/second-factor', cookie, { code })
const whoAmI = (cookie?: string) => send('GET', '/api/me', cookie)

interface Guarded extends Person {
  readonly secret: string
  readonly recoveryCodes: string[]
}

/** Somebody with an authenticator, in whom a code of this half minute is not spent yet. */
async function guarded(standing?: Standing): Promise<Guarded> {
  const person = await comeIn(usher, standing)
  const { body: made } = await person.post('/api/me/authenticator', { current_password: password })
  const code = codeOf(made.secret)
  const confirmed = await person.post('/api/me/authenticator/confirmation', { code })
  expect(confirmed).toMatchObject({ status: 200 })
  return { ...person, secret: made.secret, recoveryCodes: confirmed.body.recovery_codes }
}

/** A code that is right at whatever half minute, as if none was shown before. */
async function newCode({ id, secret }: Guarded): Promise<string> {
  await query('update passwords set authenticator_step = null where user_id = $1', [id])
  return codeOf(secret)
}

const wrongCode = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0')

describe('setting it up', () => {
  test('takes the password and a right code, and signs my other browsers out', async () => {
    const person = await comeIn(usher)
    const elsewhere = await signIn(person)
    const begin = (current_password: string) => person.post('/api/me/authenticator', { current_password })
    expect(await begin('not my password')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'current_password' }] },
    })
    const { body } = await begin(password)
    expect(body.address).toContain(`secret=${body.secret}`)
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    // Nothing is asked for yet.
    expect((await signIn(person)).status).toBe(200)
    const code = codeOf(body.secret)
    expect(await person.post('/api/me/authenticator/confirmation', { code: wrongCode(code) })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'code' }] },
    })
    const confirmed = await person.post('/api/me/authenticator/confirmation', {
      code: ` ${code.slice(0, 3)} ${code.slice(3)}`,
    })
    expect(confirmed.status).toBe(200)
    expect(new Set(confirmed.body.recovery_codes).size).toBe(10)
    expect((await whoAmI(elsewhere.cookie)).status).toBe(401)
    expect((await person.get('/api/me')).body.signed_in_by).toEqual({ method: 'password', second_factor: true })
    const { body: now } = await person.get('/api/me/second-factor')
    expect(now).toEqual({ authenticator_since: expect.any(String), recovery_codes_left: 10 })
    // What was shown to set it up signs nobody in, and there is no second one beside it.
    expect((await show((await signIn(person)).cookie, code)).status).toBe(400)
    expect((await begin(password)).status).toBe(409)
  })

  test('leaves neither the secret nor a recovery code in the database', async () => {
    const { id, secret, recoveryCodes } = await guarded()
    const kept = await query(
      `select to_jsonb(p) || jsonb_build_object('codes', (select jsonb_agg(to_jsonb(r)) from recovery_codes r
        where r.user_id = p.user_id)) as kept from passwords p where user_id = $1`,
      [id],
    )
    const text = JSON.stringify(kept)
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map(code => code.replaceAll('-', ''))])
      expect(text).not.toContain(hidden)
  })
})

describe('signing in', () => {
  test('a right password opens no session: a right code does', async () => {
    const ana = await guarded()
    const asked = await signIn(ana)
    expect(asked).toMatchObject({ status: 202, body: { second_factor: ['authenticator', 'recovery_code'] } })
    expect(asked.cookie).toMatch(/^usher_pending=[\w-]{43}$/)
    expect(await query('select method from sessions where user_id = $1', [ana.id])).toHaveLength(1)
    const [line = ''] = asked.headers.getSetCookie()
    expect(line.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax'])
    const shown = await show(asked.cookie, await newCode(ana))
    expect(shown).toMatchObject({ status: 200, body: { user: { id: ana.id } } })
    const { body } = await whoAmI(shown.cookie)
    expect(body.signed_in_by).toEqual({ method: 'password', second_factor: true })
    // It is over in this browser.
    expect((await show(asked.cookie, await newCode(ana))).status).toBe(401)
  })

  test('until then every operation is as closed as to nobody', async () => {
    const { cookie } = await signIn(await guarded())
    const { paths } = (await send('GET', '/openapi.json')).body
    const operations = Object.entries<Record<string, unknown>>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => [method.toUpperCase(), path.replace(/\{.*?\}/g, '1')] as const),
    )
    const closed = await Promise.all(
      operations
        .filter(([, path]) => !path.startsWith('/api/auth/second-factor'))
        .map(async ([method, path]) => {
          const [pending, nobody] = [await send(method, path, cookie), await send(method, path)]
          expect([method, path, pending.status]).toEqual([method, path, nobody.status])
          return nobody.status === 401
        }),
    )
    expect(closed.filter(Boolean).length).toBeGreaterThan(150)
  })

  test('a code works once, for two at once too', async () => {
    const bea = await guarded()
    const browsers = await Promise.all(Array.from({ length: 4 }, () => signIn(bea)))
    const code = await newCode(bea)
    const shown = await Promise.all(browsers.map(({ cookie }) => show(cookie, code)))
    expect(shown.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    const again = await show((await signIn(bea)).cookie, code)
    expect(again).toMatchObject({ status: 400, body: { errors: [{ field: 'code' }] } })
  })

  test('the question is of one browser and one account', async () => {
    const [cleo, dora] = [await guarded(), await guarded()]
    const asked = await signIn(cleo)
    const code = await newCode(cleo)
    expect((await show(undefined, code)).status).toBe(401)
    expect((await show(`usher_pending=${'x'.repeat(43)}`, code)).status).toBe(401)
    expect((await show((await signIn(dora)).cookie, code)).status).toBe(400)
    // A session's cookie is none of this, nor the other way around.
    const session = cleo.cookie.replace('usher_session', 'usher_pending')
    expect((await show(session, code)).status).toBe(401)
    expect((await whoAmI(asked.cookie.replace('usher_pending', 'usher_session'))).status).toBe(401)
    expect((await show(asked.cookie, code)).status).toBe(200)
  })

  test('the question is over after five tries, after ten minutes, and with another password', async () => {
    const eva = await guarded()
    const asked = await signIn(eva)
    for (const _ of Array(5)) expect((await show(asked.cookie, '000000')).status).not.toBe(401)
    expect((await show(asked.cookie, await newCode(eva))).status).toBe(401)

    await query('delete from attempts where key = $1', [`second factor of ${eva.id}`])
    const late = await signIn(eva)
    await query('update pending_sign_ins set expires_at = now() where user_id = $1', [eva.id])
    expect((await show(late.cookie, await newCode(eva))).status).toBe(401)

    const before = await signIn(eva)
    const changed = await eva.post('/api/me/password', {
      current_password: password,
      password: 'another long password',
    })
    expect(changed.status).toBe(200)
    expect((await show(before.cookie, await newCode(eva))).status).toBe(401)
  })

  test('guessing at an account is stopped however often one begins, many at once too', async () => {
    const fay = await guarded()
    const browsers = await Promise.all(Array.from({ length: 3 }, () => signIn(fay)))
    const right = await newCode(fay)
    const guesses = await Promise.all(
      browsers.flatMap(({ cookie }) => Array.from({ length: 4 }, () => show(cookie, wrongCode(right)))),
    )
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(400), 429, 429])
    expect((await show((await signIn(fay)).cookie, right)).status).toBe(429)
  })

  test('a mailed link to set the password asks for it too', async () => {
    const gil = await guarded()
    await query(
      `update users set password_link_id = nextval('ids'), password_link_expires_at = now() + interval '1 day' where id = $1`,
      [gil.id],
    )
    const [{ password_link_id: link }] = (await query('select password_link_id from users where id = $1', [
      gil.id,
    ])) as [{ password_link_id: number }]
    const token = usher.passwordLinks.mailedUrl(gil.id, link).split('/').at(-1)
    const set = await send('POST', `/api/password-links/${token}`, undefined, { password: 'chosen by a link' })
    expect(set.status).toBe(202)
    expect((await whoAmI(set.cookie)).status).toBe(401)
    expect((await show(set.cookie, await newCode(gil))).status).toBe(200)
  })

  test('no session starts by the password alone, whoever asks for one', async () => {
    const hal = await guarded()
    const [row] = await query('select hash from passwords where user_id = $1', [hal.id])
    const sessions = createSessions({ database: usher.database, config: { publicUrl: usher.url } })
    const browser = { cookie: undefined, ip: null, userAgent: undefined }
    expect(await sessions.start({ userId: hal.id, hash: row.hash, secondFactorAt: null }, browser)).toBeNull()
    expect(await sessions.start({ userId: hal.id, hash: row.hash, secondFactorAt: new Date() }, browser)).toHaveLength(
      1,
    )
  })

  test('a passkey asks for the second factor as an authenticator does, also one that comes meanwhile', async () => {
    const hanna = await comeIn(usher)
    const [{ hash }] = (await query('select hash from passwords where user_id = $1', [hanna.id])) as [{ hash: string }]
    const sessions = createSessions({ database: usher.database, config: { publicUrl: usher.url } })
    const start = () =>
      sessions.start(
        { userId: hanna.id, hash, secondFactorAt: null },
        { cookie: undefined, ip: null, userAgent: undefined },
      )
    expect(await start()).toHaveLength(1)
    const registering = await usher.database.pool.connect()
    await registering.query('begin')
    await registering.query(
      `insert into passkeys (user_id, credential_id, public_key, counter, backup_eligible, backed_up, name)
        values ($1, 'meanwhile', '', 0, false, false, 'Key')`,
      [hanna.id],
    )
    const started = start()
    while (
      (await query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
        .length === 0
    );
    await registering.query('commit')
    registering.release()
    expect(await started).toBeNull()
    expect((await signIn(hanna)).body).toEqual({ second_factor: ['passkey', 'recovery_code'] })
    // With the last one nothing is asked for.
    await query('delete from passkeys where user_id = $1', [hanna.id])
    expect((await signIn(hanna)).status).toBe(200)
  })

  test('with another password I stay signed in, as who has shown it', async () => {
    const ida = await guarded()
    const change = { current_password: password, password: 'another long password' }
    const changed = await send('POST', '/api/me/password', ida.cookie, change)
    expect(changed.status).toBe(200)
    expect((await whoAmI(changed.cookie)).body.signed_in_by.second_factor).toBe(true)
    expect((await signIn(ida, 'another long password')).status).toBe(202)
  })
})

describe('recovery codes', () => {
  test('work once each, for two at once too, and the person is told by mail', async () => {
    const jo = await guarded()
    const [first = '', second = ''] = jo.recoveryCodes
    const browsers = await Promise.all(Array.from({ length: 3 }, () => signIn(jo)))
    const shown = await Promise.all(browsers.map(({ cookie }) => show(cookie, first)))
    expect(shown.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    expect((await show((await signIn(jo)).cookie, second.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect((await jo.get('/api/me/second-factor')).body.recovery_codes_left).toBe(8)
    const mails = await query(`select kind from messages where user_id = $1 and kind = 'recovery_code_used'`, [jo.id])
    expect(mails).toHaveLength(2)
  })

  test('end with the new ones, and are another account’s never', async () => {
    const [kim, lou] = [await guarded(), await guarded()]
    expect((await show((await signIn(kim)).cookie, lou.recoveryCodes[0] ?? '')).status).toBe(400)
    const renew = (current_password: string) => kim.post('/api/me/recovery-codes', { current_password })
    expect((await renew('not my password')).status).toBe(400)
    const { body } = await renew(password)
    expect((await show((await signIn(kim)).cookie, kim.recoveryCodes[0] ?? '')).status).toBe(400)
    expect((await show((await signIn(kim)).cookie, body.recovery_codes[0])).status).toBe(200)
  })
})

describe('its end', () => {
  test('I remove it by my password', async () => {
    const mia = await guarded()
    const remove = (current_password: string) => mia.post('/api/me/authenticator/removal', { current_password })
    expect((await remove('not my password')).status).toBe(400)
    expect((await signIn(mia)).status).toBe(202)
    expect((await remove(password)).status).toBe(200)
    expect((await signIn(mia)).status).toBe(200)
    expect((await mia.get('/api/me/second-factor')).body).toEqual({ authenticator_since: null, recovery_codes_left: 0 })
  })

  test('an admin resets it of an account that is theirs alone, and of no other', async () => {
    const admin = await comeIn(usher, { organization: 'branch', role: 'admin' })
    const reset = (who: Person, { id }: Person) => who.delete(`/api/users/${id}/second-factor`)
    const own = await guarded({ organization: 'branch' })
    const asked = await signIn(own)
    const shared = await guarded({ organization: 'branch' })
    const sibling = await openApi(usher, { organization: 'sibling' })
    await sibling.post('/api/users', { email: shared.email, first_name: 'Pat', send_welcome_email: false })
    const above = await guarded()
    const owner = await guarded({ organization: 'branch', role: 'owner' })
    expect(await reset(admin, shared)).toMatchObject({ status: 403 })
    expect(await reset(admin, owner)).toMatchObject({ status: 403 })
    expect(await reset(admin, above)).toMatchObject({ status: 404 })
    expect(await reset(await comeIn(usher, { organization: 'branch' }), own)).toMatchObject({ status: 403 })
    for (const { email } of [shared, owner, above]) expect((await signIn({ email })).status).toBe(202)
    const told = async ({ id }: Person) => (await admin.get(`/api/users/${id}`)).body.second_factor
    expect([await told(own), await told(shared), await told(owner)]).toEqual([true, null, true])
    const plan = await admin.delete(`/api/users/${own.id}/second-factor?mode=plan`)
    expect(plan.body.changes).toMatchObject([{ action: 'delete', kind: 'second_factor', before: { email: own.email } }])
    expect(await reset(admin, own)).toMatchObject({ status: 204 })
    expect(await told(own)).toBe(false)
    expect((await signIn(own)).status).toBe(200)
    expect((await whoAmI(own.cookie)).status).toBe(401)
    expect((await show(asked.cookie, own.recoveryCodes[0] ?? '')).status).toBe(401)
    const log = await query(`select result from operations where kind = 'reset_second_factor' and user_id = $1`, [
      own.id,
    ])
    expect(log).toEqual([{ result: 'changed' }])
  })

  test('a password that ends takes it along: it may have been chosen by somebody else', async () => {
    const noa = await guarded({ organization: 'branch' })
    await query(
      `insert into passkeys (user_id, credential_id, public_key, counter, backup_eligible, backed_up, name)
        values ($1, 'ends', '', 0, false, false, 'Key')`,
      [noa.id],
    )
    await query('update users set password_set_at = now() where id = $1', [noa.id])
    const sibling = await openApi(usher, { organization: 'sibling' })
    await sibling.post('/api/users', { email: noa.email, first_name: 'Pat', send_welcome_email: false })
    expect(await query('select from passwords where user_id = $1', [noa.id])).toEqual([])
    expect(await query('select from recovery_codes where user_id = $1', [noa.id])).toEqual([])
    expect(await query('select from passkeys where user_id = $1', [noa.id])).toEqual([])
  })
})

test('a secret that was never confirmed ends with the password by which it was asked for', async () => {
  const person = await comeIn(usher)
  const { secret } = (await person.post('/api/me/authenticator', { current_password: password })).body
  const changes = { current_password: password, password: 'another long password' }
  const cookie = (await person.post('/api/me/password', changes)).headers.getSetCookie().at(-1)?.split(';')[0]
  expect((await whoAmI(cookie)).status).toBe(200)
  const shown = await send('POST', '/api/me/authenticator/confirmation', cookie, { code: codeOf(secret) })
  expect(shown.status).toBe(400)
})
