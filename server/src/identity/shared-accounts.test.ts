/** Whoever makes an account first must not hold on to it when it comes to be shared. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { createKey } from '../keys/create-key.ts'
import { createOrganization } from '../organizations/create-organization.ts'

const squatters = 'password of squatters'
let usher: TestServer
const send = browserOn(() => usher)
/** Keys of organizations that are out of one another's reach. */
let beta: string
let gamma: string

beforeAll(async () => {
  usher = await startTestServer()
  beta = await addOrganization('Beta Prep', 'beta-prep')
  gamma = await addOrganization('Gamma Prep', 'gamma-prep')
})
afterAll(() => usher.close())

describe('an account that an organization made and opened by the link it was shown', () => {
  test('is closed to it when another organization joins; the mailbox opens it, once and for all', async () => {
    const email = 'victim@example.com'
    const { cookie } = await squat(email)
    expect((await call('/api/me', { cookie })).status).toBe(200)

    const joined = await provision(email, beta)
    expect(joined).toMatchObject({ set_password_url: null, welcome_email_sent: true })
    expect((await call('/api/me/courses', { cookie })).status).toBe(401)
    expect((await signIn(email, squatters)).status).toBe(401)
    expect((await provision(email)).set_password_url).toBeNull()

    const owner = await call(await mailedLink(email), { body: { password: 'password of the owner' } })
    expect((await call('/api/me', { cookie: owner.cookie })).body).toMatchObject({ user: { email } })
    await provision(email, gamma)
    expect((await call('/api/me', { cookie: owner.cookie })).status).toBe(200)
    expect((await signIn(email, 'password of the owner')).status).toBe(200)
  })

  test('is told to the mailbox also when no welcome is wanted', async () => {
    const email = 'untold@example.com'
    await squat(email)
    expect(await provision(email, beta, false)).toMatchObject({ set_password_url: null, welcome_email_sent: false })
    expect(await mailsTo(email)).toEqual(['password_link'])
    expect((await call(await mailedLink(email))).body).toMatchObject({ state: 'open' })
  })

  test('that asks for a new password there can keep it: that one went by mail', async () => {
    const email = 'proven@example.com'
    await squat(email)
    await call('/api/password-requests', { body: { email } })
    await call(await mailedLink(email), { body: { password: 'password of the owner' } })
    await provision(email, beta)
    expect((await signIn(email, 'password of the owner')).status).toBe(200)
  })

  test('is not mailed about when it had no password yet and no welcome is wanted', async () => {
    const email = 'fresh@example.com'
    const { set_password_url } = await provision(email, usher.apiKey, false)
    await provision(email, beta, false)
    expect(await mailsTo(email)).toEqual([])
    expect((await call(apiPath(set_password_url))).status).toBe(404)
  })

  test('is not held by signing in while another organization joins', async () => {
    const email = 'race@example.com'
    await squat(email)
    const held = await hold('select 1 from sessions where user_id = (select id from users where email = $1)', email)
    const joining = provision(email, beta)
    while ((await countWaiting()) < 1);
    let answered = 0
    const signingIn = Promise.all(Array.from({ length: 5 }, () => signIn(email, squatters).finally(() => answered++)))
    while (answered + (await countWaiting()) < 6);
    await held.letGo()
    await joining
    expect((await signingIn).map(({ status }) => status)).toEqual(Array(5).fill(401))
    expect(await sessionsOf(email)).toEqual([])
  })

  test('is not held by choosing the password while another organization joins', async () => {
    const email = 'late@example.com'
    const { set_password_url } = await provision(email, usher.apiKey, false)
    await usher.database.pool.query(`insert into attempts values ($1, 1, now() + interval '1 hour')`, [
      `sign-in to ${email}`,
    ])
    const held = await hold('select 1 from attempts where key = $1', `sign-in to ${email}`)
    const choosing = call(apiPath(set_password_url), { body: { password: squatters } })
    while ((await countWaiting()) < 1); // the password is set, the session has not begun
    await provision(email, beta)
    await held.letGo()
    expect(await choosing).toMatchObject({ status: 404, cookie: '' })
    expect(await sessionsOf(email)).toEqual([])
  })
})

test('the link that is shown and the one that is mailed open alike, are two, and are spent together', async () => {
  const email = 'jane@example.com'
  const shown = apiPath((await provision(email)).set_password_url)
  const mailed = await mailedLink(email)
  expect(mailed).not.toBe(shown)
  expect((await call(shown)).body).toEqual((await call(mailed)).body)
  expect((await call(shown, { body: { password: squatters } })).status).toBe(200)
  expect((await call(mailed)).status).toBe(404)
})

/** Makes the account unseen by its owner, and opens it. */
async function squat(email: string) {
  const { set_password_url } = await provision(email, usher.apiKey, false)
  const answer = await call(apiPath(set_password_url), { body: { password: squatters } })
  expect(answer.status).toBe(200)
  return answer
}

async function provision(email: string, key = usher.apiKey, send_welcome_email = true) {
  const { body } = await usher.call('/provision/student/', { email, first_name: 'Jane', send_welcome_email }, key)
  expect(body.status).toBe('success')
  return body
}

function signIn(email: string, password: string) {
  return call('/api/auth/sign-in/email', { body: { email, password } })
}

function call(path: string, { body, cookie }: { body?: object; cookie?: string } = {}) {
  return send(body ? 'POST' : 'GET', path, cookie, body)
}

function apiPath(url: string | null): string {
  return new URL(url ?? '').pathname.replace('/set-password/', '/api/password-links/')
}

/** The link that a mail to the person has in it now. */
async function mailedLink(email: string): Promise<string> {
  const { rows } = await usher.database.pool.query('select id, password_link_id from users where email = $1', [email])
  return apiPath(usher.passwordLinks.mailedUrl(rows[0].id, rows[0].password_link_id))
}

async function mailsTo(email: string): Promise<string[]> {
  const select = 'select kind from messages join users on users.id = user_id where email = $1 order by messages.id'
  return (await usher.database.pool.query(select, [email])).rows.map(row => row.kind)
}

async function sessionsOf(email: string): Promise<unknown[]> {
  const select = 'select sessions.id from sessions join users on users.id = user_id where email = $1'
  return (await usher.database.pool.query(select, [email])).rows
}

/** Locks the rows until they are let go. */
async function hold(select: string, value: string) {
  const client = await usher.database.pool.connect()
  await client.query('begin')
  await client.query(`${select} for update`, [value])
  return {
    async letGo() {
      await client.query('commit')
      client.release()
    },
  }
}

/** How many statements wait for a lock. */
async function countWaiting(): Promise<number> {
  const select = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (await usher.database.pool.query(select)).rowCount ?? 0
}

async function addOrganization(name: string, slug: string): Promise<string> {
  const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: new Date() } as const
  return usher.database.kysely.transaction().execute(async transaction => {
    const organizationId = await createOrganization(transaction, { name, slug }, by)
    return (await createKey(transaction, { organizationId, name: 'Tests', random: randomBytes(32) }, by)).rawKey
  })
}
