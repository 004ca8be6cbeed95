/**
 * The law of who is more than a learner: by whatever way somebody is given a role, in the organization or in a team, what a
 * caller may have got hold of before is worth nothing afterwards, and nothing more is to be got.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { operator, operatorOf } from '../cli/operator.ts'
import { createInvitationLinks } from '../lib/links/invitation-links.ts'
import { createAdmin } from './create-admin.ts'

const secretKey = 'a secret key of this law, long enough'
const password = 'chosen by who was shown the link'
let usher: TestServer
const send = browserOn(() => usher)
let api: Api
let count = 0

beforeAll(async () => {
  usher = await startTestServer({ secretKey })
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
})
afterAll(() => usher.close())

/** A learner of an organization in its teams. */
interface Learner {
  readonly email: string
  readonly user: number
  readonly organization: number
  readonly team: number
  readonly otherTeam: number
}

async function learner(): Promise<Learner> {
  const email = `jane${++count}@example.com`
  const team = (await done(api.post('/api/teams', { name: `Evening ${count}` }))).body.id
  const otherTeam = (await done(api.post('/api/teams', { name: `Morning ${count}` }))).body.id
  const { body } = await done(api.post('/api/users', { email, first_name: 'Jane', send_welcome_email: false }))
  const organization = (await api.get('/api/organizations/acme-prep')).body.id
  return { email, user: body.id, organization, team, otherTeam }
}

type Given = ReturnType<Api['post']>
type Step = (jane: Learner) => Given | Promise<unknown>
/** How it comes to it, before a link is shown; what that made is there for giving the role. */
type Way = {
  readonly before?: (jane: Learner) => Given
  readonly give: (jane: Learner, before: string) => ReturnType<Step>
}

const inTeam = ({ team }: Learner) => `/api/teams/${team}/members`
const join = (jane: Learner, role?: string) => done(api.post(inTeam(jane), { user_id: jane.user, role }))
const membership = ({ user }: Learner) => `/api/memberships/acme-prep/${user}`
const undo = (_: Learner, operation: string) => api.post(`/api/operations/${operation}/undo`)

/** Every way to a role. One that is new belongs here. */
const ways: Record<string, Way> = {
  'a change of the role in the organization': { give: jane => api.patch(membership(jane), { role: 'manager' }) },
  'a role of their own making': {
    before: () => api.post('/api/roles', { name: `coach${count}`, display_name: 'Coach', permissions: [] }),
    give: jane => api.patch(membership(jane), { role: `coach${count}` }),
  },
  'being put into a team': { give: jane => api.post(inTeam(jane), { user_id: jane.user, role: 'manager' }) },
  'being put into a team among others': {
    give: jane => api.post(inTeam(jane), [{ email: jane.email, role: 'owner', send_welcome_email: false }]),
  },
  'a change of the role in a team': {
    before: jane => join(jane),
    give: jane => api.patch(`${inTeam(jane)}/${jane.user}`, { role: 'manager' }),
  },
  'a provision with a team': {
    give: ({ email, team }) => provision(email, { strategy: 'specific', id: team, role: 'manager' }),
  },
  'a provision with a team that it makes': {
    give: ({ email }) => provision(email, { strategy: 'create', name: `Night ${count}`, role: 'manager' }),
  },
  'an invitation into the organization': { give: jane => invite(jane, { role: 'admin', organization: 'pune' }) },
  'an invitation into a team': { give: jane => invite(jane, { role: 'manager', team: jane.team }) },
  'the operator': { give: jane => letIn(jane) },
  'undoing that the role in a team was taken': {
    before: async jane => {
      await join(jane, 'manager')
      return api.patch(`${inTeam(jane)}/${jane.user}`, { role: 'learner' })
    },
    give: undo,
  },
  'undoing that somebody left a team': {
    before: async jane => {
      await join(jane, 'manager')
      return api.delete(`${inTeam(jane)}/${jane.user}`)
    },
    give: undo,
  },
  'undoing that somebody left an organization below': {
    before: async ({ email, user }) => {
      const here = `/api/memberships/pune/${user}`
      const person = { organization: 'pune', email, first_name: 'Jane', send_welcome_email: false }
      await done(api.post('/api/users', person))
      await done(api.patch(here, { role: 'manager' }))
      return api.delete(here)
    },
    give: undo,
  },
  'undoing that the undoing of a role took it': {
    before: async jane => {
      const given = await api.post(inTeam(jane), { user_id: jane.user, role: 'manager' })
      return undo(jane, operationOf(given))
    },
    give: undo,
  },
}

/** What is in the hands of who was shown the link, before the role is given. */
const holds = {
  'a link': async (_: string) => '',
  'a link that is open in the browser': async (path: string) => {
    expect((await call(path)).status).toBe(200)
    return ''
  },
  'a password and a session': async (path: string) => {
    const { status, cookie } = await call(path, { body: { password } })
    expect(status).toBe(200)
    return cookie
  },
}

describe.each(Object.keys(ways))('by %s', way => {
  test.each(Object.keys(holds) as (keyof typeof holds)[])('%s is worth nothing any more', async hold => {
    const { before, give } = ways[way] as Way
    const jane = await learner()
    const made = before && operationOf(await done(before(jane)))
    const path = await shownTo(jane.email)
    expect(path).toMatch(/^\/api\/password-links\/\d/)
    const cookie = await holds[hold](path)

    await give(jane, made ?? '')
    expect(await isMore(jane)).toBe(true)
    expect((await call(path)).status).toBe(404)
    expect((await call(path, { body: { password: 'another good password' } })).status).toBe(404)
    expect((await call(`${path}/renewal`, { body: {} })).status).toBe(404)
    expect((await call('/api/auth/sign-in/email', { body: { email: jane.email, password } })).status).toBe(401)
    if (cookie) expect((await call('/api/me', { cookie })).status).toBe(401)
    for (const body of [await studentApi(jane.email), (await provision(jane.email)).body])
      expect(body).not.toHaveProperty('set_password_url', expect.stringContaining('/'))
    expect(await api.patch(`/api/users/${jane.user}`, { first_name: 'Eve' })).toMatchObject({ status: 409 })
  })
})

test('who is new and comes with a role is shown to nobody', async () => {
  const team = (await api.post('/api/teams', { name: 'New ones' })).body.id
  const { body } = await provision('new@example.com', { strategy: 'specific', id: team, role: 'manager' })
  expect(body).toMatchObject({ user: { created: true }, set_password_url: null })
})

test('a role that is gone gives the link back, and what was proven by mail stays', async () => {
  const jane = await learner()
  await join(jane, 'manager')
  await done(api.delete(`${inTeam(jane)}/${jane.user}`))
  expect(await shownTo(jane.email)).toMatch(/^\/api/)
  const { rows } = await query('select id, password_link_id as link from users where email = $1', jane.email)
  const mailed = new URL(usher.passwordLinks.mailedUrl(rows[0].id, rows[0].link)).pathname
  await call(mailed.replace('/set-password/', '/api/password-links/'), { body: { password } })
  await join(jane, 'manager')
  expect((await call('/api/auth/sign-in/email', { body: { email: jane.email, password } })).status).toBe(200)
})

async function shownTo(email: string): Promise<string> {
  const { set_password_url } = await studentApi(email)
  return new URL(set_password_url ?? '').pathname.replace('/set-password/', '/api/password-links/')
}

async function studentApi(email: string) {
  const asked = { email, first_name: 'Jane', send_welcome_email: false }
  return (await usher.call('/provision/student/', asked)).body
}

function provision(email: string, team?: object) {
  const user = { email, first_name: 'Jane' }
  return done(api.post('/api/provision', { user, team, send_welcome_email: false, external_ref: `order-${++count}` }))
}

/** Taken up with a password that comes by the mailbox. */
async function invite({ email }: Learner, wish: object): Promise<void> {
  const { body } = await done(api.post('/api/invitations', { email, first_name: 'Jane', ...wish }))
  const { rows } = await query('select sent_operation_id as sent from invitations where id = $1', body.id)
  const links = createInvitationLinks({ secretKey, publicUrl: usher.url })
  const path = new URL(links.mailedUrl(body.id, rows[0].sent)).pathname
  const token = path.replace('/invitation/', '/api/invitation-links/')
  expect((await call(token)).body).toMatchObject({ password_needed: true })
  expect((await call(`${token}/accept`, { body: {} })).status).toBe(400)
  expect((await call(`${token}/accept`, { body: { password: 'chosen by the mailbox' } })).status).toBe(200)
}

async function letIn({ email, organization: id }: Learner): Promise<void> {
  const { kysely } = usher.database
  const engine = usher.app.engine
  const admin = { email, firstName: 'Jane', lastName: null, role: 'owner' } as const
  const how = { passwordLinkDays: 7, by: operator() }
  await createAdmin({ kysely, engine }, operatorOf({ id, slug: 'acme-prep' }), admin, how)
}

async function isMore({ user }: Learner): Promise<boolean> {
  const select = `select role from memberships where user_id = $1 union all select role from team_members where user_id = $1`
  const { rows } = await query(select, user)
  return rows.some(({ role }) => role !== 'learner')
}

const operationOf = ({ headers }: Awaited<Given>) => headers.get('usher-operation') ?? ''

async function done(answer: Given): Given {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return answer
}

function query(text: string, value: unknown) {
  return usher.database.pool.query(text, [value])
}

function call(path: string, { body, cookie }: { body?: object; cookie?: string } = {}) {
  return send(body ? 'POST' : 'GET', path, cookie, body)
}
