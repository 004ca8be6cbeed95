import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignInServer, startSignInServer } from '../../test/sign-in-server.ts'
import { createPasswordLinks } from '../lib/links/password-links.ts'

const password = 'correct horse 7'
const yesterday = new Date(Date.now() - 24 * 60 * 60_000)
let server: SignInServer
beforeAll(async () => {
  server = await startSignInServer()
})
afterAll(() => server.stop())

const open = (token: string, method = 'GET') => server.call(`/api/password-links/${token}`, { method })
const setPassword = (token: string, body: unknown = { password }, init = {}) =>
  server.call(`/api/password-links/${token}`, { body, ...init })
const renew = (token: string) => server.call(`/api/password-links/${token}/renewal`, { method: 'POST' })
const forgotten = (email: unknown, headers = {}) => server.call('/api/password-requests', { body: { email }, headers })
const signIn = (email: string, attempt = password) =>
  server.call('/api/auth/sign-in/email', { body: { email, password: attempt } })
const whoAmI = (cookie: string) => server.call('/api/me', { cookie })

async function invite(email: string, organizations: string[] = []) {
  const id = await server.addUser({ email })
  for (const name of organizations) await server.addMembership(id, name)
  return { id, token: await server.addLink(id) }
}

const readUser = (id: number) =>
  server.database.kysely.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('opening a link', () => {
  test('tells whose it is and who sent it, without giving the address away', async () => {
    const { token } = await invite('jane.doe@example.com', ['Acme Prep'])
    const answer = await open(token)
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: {
        state: 'open',
        email_hint: 'j•••@example.com',
        organization: { name: 'Acme Prep', color: null, logo: null, sign_in_at: null },
      },
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('looks, to a person of several organizations, like the one whose mail it came in', async () => {
    const id = await server.addUser({ email: 'of-two@example.com' })
    const first = await server.addMembership(id, 'First Prep')
    const second = await server.addMembership(id, 'Second Prep')
    const { kysely } = server.database
    await kysely.insertInto('settings').values({ organization_id: second, color: '#1459b3' }).execute()
    const mail = (organization_id: number | null, kind = 'welcome') =>
      kysely.insertInto('messages').values({ user_id: id, organization_id, kind }).execute()
    const sender = async () => (await open(token)).body.organization

    await mail(first)
    const token = await server.addLink(id)
    expect(await sender()).toMatchObject({ name: 'First Prep', color: null })
    await mail(second)
    await mail(first, 'invitation')
    expect(await sender()).toEqual({ name: 'Second Prep', color: '#1459b3', logo: null, sign_in_at: null })
    await mail(first)
    expect(await sender()).toBeNull()
  })

  test('names no organization to a person of several who asked for it, or was mailed by one that they have left', async () => {
    const { id, token } = await invite('asked@example.com', ['Third Prep', 'Fourth Prep'])
    expect((await open(token)).body).toMatchObject({ state: 'open', organization: null })
    const { kysely } = server.database
    await kysely.insertInto('messages').values({ user_id: id, kind: 'password_link' }).execute()
    expect((await open(token)).body.organization).toBeNull()
    const left = await server.addMembership(id, 'Fifth Prep')
    const again = await server.addLink(id)
    await kysely.insertInto('messages').values({ user_id: id, organization_id: left, kind: 'welcome' }).execute()
    expect((await open(again)).body.organization).toMatchObject({ name: 'Fifth Prep' })
    await kysely.deleteFrom('memberships').where('organization_id', '=', left).execute()
    expect((await open(again)).body.organization).toBeNull()
  })

  test('looks like the only organization of the person, whoever else has invited them', async () => {
    const { id, token } = await invite('wanted@example.com', ['Sixth Prep'])
    const seventh = await server.addMembership(id, 'Seventh Prep')
    expect((await open(token)).body.organization).toBeNull()
    const invited = { invited_at: new Date() }
    await server.database.kysely
      .updateTable('memberships')
      .set(invited)
      .where('organization_id', '=', seventh)
      .execute()
    expect((await open(token)).body.organization).toMatchObject({ name: 'Sixth Prep' })
  })

  test('never spends it, nor does a mail scanner that submits what it finds', async () => {
    const { id, token } = await invite('scanned@example.com')
    const before = await readUser(id)
    const opened = await Promise.all([open(token), open(token, 'HEAD'), open(token)])
    expect(opened.map(({ status }) => status)).toEqual([200, 200, 200])
    const submitted = await Promise.all([
      setPassword(token, {}),
      setPassword(token, { password: '' }),
      setPassword(token, { password: null }),
      setPassword(token, { password: ['correct horse 7'] }),
      server.call(`/api/password-links/${token}`, { method: 'POST' }),
      setPassword(token, 'password=correct+horse+7', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      setPassword(token, { password }, { headers: { origin: 'https://scanner.example' } }),
      renew(token),
    ])
    expect(submitted.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 415, 403, 202])
    expect(await readUser(id)).toEqual(before)
    expect(await server.findMessages(id)).toEqual([])
    expect((await setPassword(token)).status).toBe(200)
  })

  test('says when it has expired', async () => {
    const id = await server.addUser({ email: 'late@example.com' })
    const token = await server.addLink(id, yesterday)
    expect((await open(token)).body).toMatchObject({ state: 'expired', email_hint: 'l•••@example.com' })
  })

  test('finds nothing for a link that is none, was changed, or is another person’s', async () => {
    const ana = await invite('ana@example.com')
    const bea = await invite('bea@example.com')
    const code = ana.token.split('.')[1]
    const forged = [`${bea.id}.${code}`, `${ana.token.slice(0, -1)}!`, `${ana.id}.`, `0.${code}`, 'x', `9${ana.token}`]
    for (const token of [...forged, '%00', '../me', `999999999999999.${code}`, 'a'.repeat(90)]) {
      const path = encodeURIComponent(token)
      for (const answer of [await open(path), await setPassword(path), await renew(path)]) {
        expect({ token, status: answer.status }).toEqual({ token, status: 404 })
      }
    }
  })
})

describe('a link made with an older secret key', () => {
  const former = createPasswordLinks({ secretKey: 'the secret key before this one, also long', publicUrl: '' })

  test('is dead, and the one in its place is written with the new key', async () => {
    const { id } = await invite('rotated@example.com')
    const linkId = (await readUser(id)).password_link_id as number
    for (const url of [former.mailedUrl(id, linkId), former.shownUrl(id, linkId)]) {
      const token = url.split('/').at(-1) as string
      for (const answer of [await open(token), await setPassword(token), await renew(token)]) {
        expect(answer.status).toBe(404)
      }
    }
    expect((await open((await server.findToken(id)) ?? '')).body.state).toBe('open')
  })
})

describe('setting a password', () => {
  test('signs the person in, once, and marks the address as theirs', async () => {
    const { id, token } = await invite('first@example.com')
    const user = { id, email: 'first@example.com', first_name: 'Ana', last_name: 'Silva' }
    const answer = await setPassword(token)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { user } })
    expect((await whoAmI(answer.cookie)).body).toMatchObject({ user })
    expect(await readUser(id)).toMatchObject({
      email_verified: true,
      password_set_at: expect.any(Date),
      activated_at: expect.any(Date),
      password_link_id: null,
      password_link_expires_at: null,
    })
    expect((await open(token)).status).toBe(404)
    expect((await setPassword(token, { password: 'another horse 8' })).status).toBe(404)
    expect((await signIn('first@example.com')).status).toBe(200)
    expect((await signIn('first@example.com', 'another horse 8')).status).toBe(401)
  })

  test('names the field of one that is too short or too long, and leaves the link alive', async () => {
    const { token } = await invite('lengths@example.com')
    for (const attempt of ['a'.repeat(7), 'a'.repeat(129)]) {
      const { status, body } = await setPassword(token, { password: attempt })
      expect({ status, code: body.code, field: body.errors[0]?.field }).toEqual({
        status: 400,
        code: 'invalid',
        field: 'password',
      })
    }
    expect((await setPassword(token, { password: 'a'.repeat(128) })).status).toBe(200)
    expect((await signIn('lengths@example.com', 'a'.repeat(128))).status).toBe(200)
  })

  test('by ten at once lets one win', async () => {
    const { id, token } = await invite('race@example.com')
    const passwords = Array.from({ length: 10 }, (_, n) => `password of racer ${n}`)
    const answers = await Promise.all(passwords.map(attempt => setPassword(token, { password: attempt })))
    const winners = passwords.filter((_, n) => answers[n]?.status === 200)
    expect(winners).toHaveLength(1)
    expect(answers.filter(({ status, cookie }) => status === 404 && cookie === '')).toHaveLength(9)
    const { kysely } = server.database
    const count = (table: 'passwords' | 'sessions') =>
      kysely.selectFrom(table).select('user_id').where('user_id', '=', id).execute()
    expect(await count('passwords')).toHaveLength(1)
    expect(await count('sessions')).toHaveLength(1)
    expect((await signIn('race@example.com', winners[0])).status).toBe(200)
  })

  test('is refused when a newer link came in between', async () => {
    const { id, token } = await invite('between@example.com')
    const { kysely } = server.database
    const setting = await kysely.transaction().execute(async transaction => {
      await transaction.updateTable('users').set({ password_link_id: 0 }).where('id', '=', id).execute()
      const waiting = setPassword(token)
      while ((await server.countWaiting()) < 1);
      return { waiting }
    })
    expect((await setting.waiting).status).toBe(404)
    expect(await readUser(id)).toMatchObject({ password_link_id: 0, password_set_at: null })
  })

  test('through an expired link is refused', async () => {
    const id = await server.addUser({ email: 'too-late@example.com' })
    const { status, body } = await setPassword(await server.addLink(id, yesterday))
    expect({ status, code: body.code }).toEqual({ status: 410, code: 'gone' })
    expect(await readUser(id)).toMatchObject({ password_set_at: null })
  })

  test('anew ends the sessions of every other browser', async () => {
    const { id, token } = await invite('again@example.com')
    const phone = await setPassword(token)
    const laptop = await signIn('again@example.com')
    const library = await setPassword(await server.addLink(id), { password: 'another horse 8' })
    expect((await whoAmI(phone.cookie)).status).toBe(401)
    expect((await whoAmI(laptop.cookie)).status).toBe(401)
    expect((await whoAmI(library.cookie)).status).toBe(200)
    expect((await signIn('again@example.com')).status).toBe(401)
    expect((await signIn('again@example.com', 'another horse 8')).status).toBe(200)
  })

  test('lets nobody in who was just signing in with the old one', async () => {
    const { id, token } = await invite('quick@example.com')
    await setPassword(token)
    const { kysely } = server.database
    const sessions = () => kysely.selectFrom('sessions').select('id').where('user_id', '=', id).execute()
    const fresh = await server.addLink(id)
    const late = await kysely.transaction().execute(async transaction => {
      // The new password is written, and waits for the old session to be deleted.
      await transaction.selectFrom('sessions').select('id').where('user_id', '=', id).forUpdate().execute()
      const setting = setPassword(fresh, { password: 'another horse 8' })
      while ((await server.countWaiting()) < 1);
      let answered = 0
      const signingIn = Array.from({ length: 5 }, () => signIn('quick@example.com').finally(() => answered++))
      while (answered + (await server.countWaiting()) < 6);
      return { setting, signingIn }
    })
    expect((await late.setting).status).toBe(200)
    expect((await Promise.all(late.signingIn)).map(({ status }) => status)).toEqual(Array(5).fill(401))
    expect(await sessions()).toHaveLength(1)
  })

  test('is in the log: whose, and from where', async () => {
    const { id, token } = await invite('logged@example.com')
    await setPassword(token, { password }, { headers: { 'x-forwarded-for': '203.0.113.50' } })
    const log = server.database.kysely.selectFrom('operations').selectAll().where('user_id', '=', id)
    expect(await log.execute()).toEqual([
      expect.objectContaining({
        kind: 'set_password',
        result: 'changed',
        actor_kind: 'user',
        actor_id: id,
        email: 'logged@example.com',
        ip: '203.0.113.50',
        organization_id: null,
      }),
    ])
  })

  test('works behind a proxy that forwards nonsense', async () => {
    const { token } = await invite('proxied@example.com')
    expect((await setPassword(token, { password }, { headers: { 'x-forwarded-for': 'unknown' } })).status).toBe(200)
  })

  test('of one person leaves everybody else signed in', async () => {
    const one = await setPassword((await invite('one@example.com')).token)
    await setPassword((await invite('two@example.com')).token)
    expect((await whoAmI(one.cookie)).body.user.email).toBe('one@example.com')
  })
})

describe('an expired link', () => {
  test('is replaced by a fresh one, mailed to the person', async () => {
    const id = await server.addUser({ email: 'expired@example.com' })
    const organizationId = await server.addMembership(id, 'Expired Prep')
    const old = await server.addLink(id, yesterday)
    const answer = await renew(old)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: {} })
    expect(await server.findMessages(id)).toEqual([
      expect.objectContaining({ kind: 'password_link', state: 'queued', organization_id: organizationId }),
    ])
    const fresh = (await server.findToken(id)) ?? ''
    expect(fresh).not.toBe(old)
    expect((await open(old)).status).toBe(404)
    expect((await open(fresh)).body.state).toBe('open')
    const days = ((await readUser(id)).password_link_expires_at?.getTime() ?? 0) - Date.now()
    expect(Math.round(days / 86_400_000)).toBe(7)
    expect((await setPassword(fresh)).status).toBe(200)
  })

  test('asked for many times at once is mailed once', async () => {
    const id = await server.addUser({ email: 'impatient@example.com' })
    const old = await server.addLink(id, yesterday)
    const answers = await Promise.all(Array.from({ length: 8 }, () => renew(old)))
    expect(answers.every(({ status }) => status === 202 || status === 404)).toBe(true)
    expect(await server.findMessages(id)).toHaveLength(1)
    expect((await open((await server.findToken(id)) ?? '')).body.state).toBe('open')
  })
})

describe('a forgotten password', () => {
  test('brings a link that sets a new one, and kills the older link', async () => {
    const { id, token } = await invite('forgot@example.com')
    const wakes = server.countWakes()
    const answer = await forgotten(' Forgot@EXAMPLE.com ')
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: {} })
    expect(await server.findMessages(id)).toEqual([
      expect.objectContaining({ kind: 'password_link', state: 'queued', organization_id: null }),
    ])
    expect(server.countWakes()).toBe(wakes + 1)
    expect((await open(token)).status).toBe(404)
    expect((await setPassword((await server.findToken(id)) ?? '')).status).toBe(200)
  })

  test('is helped where there already is one, which works until then', async () => {
    const { id, token } = await invite('has-one@example.com')
    await setPassword(token)
    expect((await forgotten('has-one@example.com')).status).toBe(202)
    expect((await signIn('has-one@example.com')).status).toBe(200)
    expect((await setPassword((await server.findToken(id)) ?? '', { password: 'another horse 8' })).status).toBe(200)
    expect((await signIn('has-one@example.com', 'another horse 8')).status).toBe(200)
  })

  test('gets the same answer for an email that nobody has, and mails nobody', async () => {
    const known = await invite('known@example.com')
    const answers = await Promise.all(
      ['known@example.com', 'stranger@example.com', 'nonsense', '\u0000'].map(e => forgotten(e)),
    )
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(Array(4).fill({ status: 202, body: {} }))
    const mails = await server.database.kysely.selectFrom('messages').select('user_id').execute()
    expect(mails.filter(({ user_id }) => user_id === known.id)).toHaveLength(1)
    expect(mails.filter(({ user_id }) => user_id === 0)).toEqual([])
  })

  test('asked for many times at once is mailed once, and the mailed link works', async () => {
    const { id } = await invite('hurry@example.com')
    const answers = await Promise.all(Array.from({ length: 8 }, () => forgotten('hurry@example.com')))
    expect(answers.every(({ status }) => status === 202)).toBe(true)
    expect(await server.findMessages(id)).toHaveLength(1)
    expect((await setPassword((await server.findToken(id)) ?? '')).status).toBe(200)
  })

  test('can be mailed again some minutes later, or as soon as the link was used', async () => {
    const { id, token } = await invite('later@example.com')
    await forgotten('later@example.com')
    await setPassword((await server.findToken(id)) ?? '')
    await forgotten('later@example.com')
    await forgotten('later@example.com')
    expect(await server.findMessages(id)).toHaveLength(2)
    expect((await open(token)).status).toBe(404)
    await server.database.kysely
      .updateTable('attempts')
      .set({ ends_at: new Date() })
      .where('key', '=', 'password mail to later@example.com')
      .execute()
    await forgotten('later@example.com')
    expect(await server.findMessages(id)).toHaveLength(3)
  })

  test('asked for from one network without end is stopped', async () => {
    const ends_at = new Date(Date.now() + 60_000)
    const key = 'password request from 203.0.113.40'
    await server.database.kysely.insertInto('attempts').values({ key, count: 100, ends_at }).execute()
    expect((await forgotten('x@example.com', { 'x-forwarded-for': '203.0.113.40' })).status).toBe(429)
    expect((await forgotten('x@example.com', { 'x-forwarded-for': '203.0.113.41' })).status).toBe(202)
  })

  test('must be asked for with an email', async () => {
    expect((await forgotten(undefined)).status).toBe(400)
    expect((await forgotten(7)).status).toBe(400)
    expect((await server.call('/api/password-requests', { body: { email: 'x@example.com', extra: 1 } })).status).toBe(
      400,
    )
  })
})
