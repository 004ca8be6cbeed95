import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { hashToken } from '../sessions/token.ts'

let usher: TestServer
const send = browserOn(() => usher)
beforeAll(async () => {
  usher = await startTestServer()
  const top = await openApi(usher)
  for (const slug of ['lakeside', 'other']) await top.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const list = async (cookie: string) => (await send('GET', '/api/me/sessions', cookie)).body.sessions

/** Another browser of the person, by a password or by the word of an organization's provider. */
async function elsewhere(userId: number, by: string | null = null, { enabled = true } = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const [identity] =
    by === null
      ? []
      : await query(
          `with provider as (insert into identity_providers (organization_id, protocol, preset, name, enabled)
        select id, 'oidc', 'other', slug, $2 from organizations where slug = $1 returning id)
      insert into identities (provider_id, issuer, subject, user_id) select id, 'x', 'x', $3 from provider returning id`,
          [by, enabled, userId],
        )
  await query(
    `insert into sessions (user_id, token_hash, method, identity_id, expires_at, ip_address, user_agent)
      values ($1, $2, $3, $4, now() + interval '1 hour', '203.0.113.7', $5)`,
    [
      userId,
      hashToken(token),
      by === null ? 'password' : 'provider',
      identity?.id ?? null,
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    ],
  )
  return `usher_session=${token}`
}

test('I see where I am signed in, in plain words, and end one or all others', async () => {
  const me = await signIn(usher)
  const [phone, laptop] = [await elsewhere(me.id), await elsewhere(me.id)]
  const sessions = await list(me.cookie)
  expect(sessions.map(({ current }: { current: boolean }) => current)).toEqual([true, false, false])
  expect(sessions[1]).toMatchObject({ browser: 'Firefox', system: 'Linux', ip: '203.0.113.7', method: 'password' })
  expect(JSON.stringify(sessions)).not.toMatch(/token|hash/)
  const [{ id }] = await list(phone)
  expect((await send('DELETE', `/api/me/sessions/${id}`, me.cookie)).status).toBe(200)
  expect((await send('GET', '/api/me', phone)).status).toBe(401)
  expect((await send('DELETE', `/api/me/sessions/${id}`, me.cookie)).status).toBe(404)
  expect((await send('DELETE', '/api/me/sessions', me.cookie)).body).toEqual({ ended: 1 })
  expect((await send('GET', '/api/me', laptop)).status).toBe(401)
  expect(await list(me.cookie)).toHaveLength(1)
})

test('nobody ends another person’s, nor from another site, nor without being signed in', async () => {
  const [me, other] = [await signIn(usher), await signIn(usher)]
  const [{ id }] = await list(other.cookie)
  expect((await send('DELETE', `/api/me/sessions/${id}`, me.cookie)).status).toBe(404)
  expect((await send('DELETE', '/api/me/sessions', me.cookie)).body).toEqual({ ended: 0 })
  const evil = { origin: 'https://evil.example.com' }
  expect((await send('DELETE', '/api/me/sessions', other.cookie, undefined, evil)).status).toBe(403)
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['DELETE', `/${id}`],
  ] as const)
    expect((await send(method, `/api/me/sessions${path}`, undefined)).status).toBe(401)
  expect(await list(other.cookie)).toHaveLength(1)
})

test('whom a provider vouched for sees and ends what its own organization vouched for, and no more', async () => {
  const me = await signIn(usher)
  const lakeside = await elsewhere(me.id, 'lakeside')
  const other = await elsewhere(me.id, 'other')
  await elsewhere(me.id, 'lakeside', { enabled: false })
  expect(await list(me.cookie)).toHaveLength(3)
  expect(await list(lakeside)).toMatchObject([{ current: true, method: 'provider', identity_provider: 'lakeside' }])
  const [{ id }] = await list(other)
  expect((await send('DELETE', `/api/me/sessions/${id}`, lakeside)).status).toBe(404)
  expect((await send('DELETE', '/api/me/sessions', lakeside)).body).toEqual({ ended: 0 })
  expect((await send('DELETE', '/api/me/sessions', me.cookie)).body).toEqual({ ended: 2 })
})
