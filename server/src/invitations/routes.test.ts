import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'

let post: MailServer
let usher: TestServer
const send = browserOn(() => usher)
let api: Api
let team: number
let count = 0

beforeAll(async () => {
  post = await startMailServer()
  usher = await startTestServer({ smtpUrl: post.url })
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
})
afterAll(async () => {
  await usher.close()
  await post.close()
})
beforeEach(async () => {
  team = (await api.post('/api/teams', { name: `Evening ${++count}` })).body.id
})

const addSeats = (quantity: number) =>
  api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity, external_ref: `order-${++count}` })
const seats = async () => (await api.get(`/api/seats?team=${team}`)).body.data[0]
const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: 'Jane', last_name: 'Doe' })

async function invite(name: string, wish: object = {}) {
  return api.post('/api/invitations', { ...person(name), team, ...wish })
}

/** The token of the last mail to somebody, once there are so many. */
async function tokenFor(email: string, mails = 1): Promise<string> {
  const mine = () => post.received.filter(({ to }) => to[0] === email)
  await vi.waitFor(() => expect(mine()).toHaveLength(mails), { timeout: 10_000, interval: 20 })
  return /\/invitation\/([\w.-]+)/.exec(mine().at(-1)?.email.text ?? '')?.[1] ?? ''
}

function call(path: string, body?: object, headers?: Record<string, string>) {
  return send(body ? 'POST' : 'GET', path, undefined, body, headers)
}
const look = (token: string) => call(`/api/invitation-links/${token}`)
const accept = (token: string, body: object = {}) => call(`/api/invitation-links/${token}/accept`, body)

test('from the invitation by its mail to a learner who is signed in and has the course', async () => {
  await addSeats(1)
  const sent = await invite('jane', { courses: ['ielts', 'gmat'], role: 'manager' })
  const { email } = person('jane')
  expect(sent).toMatchObject({
    status: 201,
    body: {
      state: 'pending',
      email,
      team_id: team,
      role: 'manager',
      courses: ['ielts', 'gmat'],
      seats: ['ielts'],
      accepted_at: null,
    },
  })
  expect(await seats()).toMatchObject({ quantity: 1, used: 1, reserved: 1, left: 0 })
  const { body: user } = await api.get(`/api/users/${sent.body.user_id}`)
  expect(user).toMatchObject({ invited_at: expect.any(String), teams: [], enrollments: { active: 0 } })

  const token = await tokenFor(email)
  const { subject, text } = post.received.find(({ to }) => to[0] === email)?.email ?? {}
  expect(subject).toBe('Acme Prep: you are invited to GMAT and IELTS')
  expect(text).toContain(`You are invited by Acme Prep to the team ${sent.body.team}, with access to GMAT and IELTS.`)
  expect(text).toContain(`Accept the invitation:\n${usher.url}/invitation/${token}\n`)
  expect(text).toMatch(/can be accepted once, until \d+ \w+ \d{4}\./)

  const opened = {
    state: 'pending',
    organization: { name: 'Acme Prep', color: null, logo: null },
    team: { name: sent.body.team },
    offered: ['GMAT', 'IELTS'],
    email_hint: 'j•••@example.com',
    password_needed: true,
  }
  // A mail scanner looks, more than once.
  for (const _ of ['once', 'twice']) expect(await look(token)).toMatchObject({ status: 200, body: opened })
  expect(await accept(token)).toMatchObject({ status: 400, body: { errors: [{ field: 'password' }] } })
  expect(await accept(token, { password: 'short' })).toMatchObject({ status: 400 })
  const accepted = await accept(token, { password: 'a long enough one' })
  expect(accepted).toMatchObject({ status: 200, body: { user: { email, first_name: 'Jane' } } })
  expect(await call('/api/me', undefined, { cookie: accepted.cookie })).toMatchObject({ body: { user: { email } } })
  expect(await call('/api/auth/sign-in/email', { email, password: 'a long enough one' })).toMatchObject({ status: 200 })

  expect(await accept(token, { password: 'a long enough one' })).toMatchObject({
    status: 410,
    body: { detail: 'This invitation was accepted already. Sign in.' },
  })
  expect((await look(token)).body).toEqual({ state: 'accepted', organization: expect.any(Object) })
  const { body: member } = await api.get(`/api/users/${sent.body.user_id}`)
  expect(member).toMatchObject({
    invited_at: null,
    teams: [{ id: team, role: 'manager' }],
    enrollments: { active: 2 },
    password_set: true,
  })
  expect(await seats()).toMatchObject({ used: 1, reserved: 0 })
  expect((await api.get(`/api/invitations/${sent.body.id}`)).body).toMatchObject({ state: 'accepted' })
})

test('who is a member and has a password accepts by one click', async () => {
  const { email } = person('bob')
  const made = await api.post('/api/provision', { user: { email, first_name: 'Bob' }, send_welcome_email: false })
  const link = new URL(made.body.set_password_url).pathname.replace('/set-password/', '/api/password-links/')
  await call(link, { password: 'a long enough one' })
  await invite('bob', { courses: ['gmat'] })
  const token = await tokenFor(email)
  expect(await look(token)).toMatchObject({ body: { password_needed: false } })
  const accepted = await accept(token)
  expect(accepted).toMatchObject({ status: 200, body: { user: { email } } })
  expect(await call('/api/me', undefined, { cookie: accepted.cookie })).toMatchObject({ body: { user: { email } } })
  expect((await api.get(`/api/users/${made.body.user.id}`)).body).toMatchObject({ teams: [{ id: team }] })
})

test('a mailbox is not filled: an invitation is sent again five times an hour', async () => {
  const { body } = await invite('jane')
  const again = async () => (await api.post(`/api/invitations/${body.id}/resend`)).status
  for (let time = 0; time < 5; time++) expect(await again()).toBe(200)
  expect(await again()).toBe(429)
  expect((await api.post(`/api/invitations/${body.id}/resend?mode=plan`)).status).toBe(200)
})

test('sent again, the new link opens and the old one is dead', async () => {
  const { body } = await invite('jane')
  const old = await tokenFor(body.email)
  const again = await api.post(`/api/invitations/${body.id}/resend`)
  expect(again).toMatchObject({ status: 200, body: { id: body.id, state: 'pending' } })
  const token = await tokenFor(body.email, 2)
  expect(token).not.toBe(old)
  expect(await look(old)).toMatchObject({ status: 404 })
  expect(await accept(old, { password: 'a long enough one' })).toMatchObject({ status: 404 })
  expect(await look(token)).toMatchObject({ body: { state: 'pending' } })
  expect(await look(`${body.id}.${'x'.repeat(43)}`)).toMatchObject({ status: 404 })
})

test('withdrawn, it opens nothing, and its seat is free', async () => {
  await addSeats(1)
  const { body } = await invite('jane', { products: ['ielts'] })
  const token = await tokenFor(body.email)
  expect(await invite('bob', { products: ['ielts'] })).toMatchObject({
    status: 409,
    body: { errors: [{ code: 'no_seats_left' }] },
  })
  const withdrawn = await api.post(`/api/invitations/${body.id}/withdraw`)
  expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn', withdrawn_at: expect.any(String) } })
  expect(await seats()).toMatchObject({ used: 0, left: 1 })
  expect((await look(token)).body).toEqual({ state: 'withdrawn', organization: expect.any(Object) })
  expect(await accept(token, { password: 'a long enough one' })).toMatchObject({ status: 410 })
  for (const verb of ['withdraw', 'resend'])
    expect(await api.post(`/api/invitations/${body.id}/${verb}`)).toMatchObject({ status: 409 })
  expect(await api.get(`/api/users/${body.user_id}`)).toMatchObject({ status: 404 })
})

test('what nobody could accept now is not shown as open', async () => {
  const { body } = await invite('jane')
  const token = await tokenFor(body.email)
  await usher.database.pool.query('update organizations set suspended_at = now() where cardinality(path) = 1')
  expect((await look(token)).body).toEqual({ state: 'withdrawn', organization: expect.any(Object) })
  expect(await accept(token, { password: 'a long enough one' })).toMatchObject({ status: 410 })
  await usher.database.pool.query('update organizations set suspended_at = null')
  expect((await look(token)).body).toMatchObject({ state: 'pending', team: { name: `Evening ${count}` } })
})

test('until when it can be accepted is changed: to the future, and from the state that was seen', async () => {
  const { body, headers } = await invite('jane', { expires_at: '2090-01-01T00:00:00Z' })
  expect(body.expires_at).toBe('2090-01-01T00:00:00.000Z')
  const path = `/api/invitations/${body.id}`
  expect(await api.patch(path, { expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'expires_at' }] },
  })
  const seen = { 'if-match': headers.get('etag') ?? '' }
  const changed = await api.patch(path, { expires_at: '2091-01-01T00:00:00Z' }, seen)
  expect(changed).toMatchObject({
    status: 200,
    body: { expires_at: '2091-01-01T00:00:00.000Z', sent_at: body.sent_at },
  })
  expect(await api.patch(path, { expires_at: '2092-01-01T00:00:00Z' }, seen)).toMatchObject({ status: 412 })
  const operation = await api.get(`/api/operations/${changed.headers.get('usher-operation')}`)
  expect(operation.body.changes).toMatchObject([{ action: 'update', kind: 'invitation', id: body.id }])
})

test('what has expired is shown so, frees its seat by itself, and can be sent again', async () => {
  await addSeats(1)
  const { body } = await invite('jane', { products: ['ielts'] })
  const token = await tokenFor(body.email)
  await usher.database.pool.query('update invitations set expires_at = now() where id = $1', [body.id])
  expect(await look(token)).toMatchObject({ status: 200, body: { state: 'expired' } })
  expect(await accept(token, { password: 'a long enough one' })).toMatchObject({ status: 410 })
  expect((await api.get(`/api/invitations?state=expired&team=${team}`)).body.data).toMatchObject([{ id: body.id }])
  expect(await invite('bob', { products: ['ielts'] })).toMatchObject({ status: 201 })
  expect(await api.post(`/api/invitations/${body.id}/resend`)).toMatchObject({ status: 409 })
  await addSeats(1)
  expect(await api.post(`/api/invitations/${body.id}/resend`)).toMatchObject({
    status: 200,
    body: { state: 'pending' },
  })
  expect(await seats()).toMatchObject({ quantity: 2, used: 2, reserved: 2 })
})

test('invitations are listed by their state, team and email', async () => {
  const { body: jane } = await invite('jane', { courses: ['gmat'] })
  expect(jane).toMatchObject({ courses: ['gmat'], offered: ['GMAT'] })
  const { body: bob } = await invite('bob')
  await api.post(`/api/invitations/${bob.id}/withdraw`)
  const list = async (query: string) =>
    (await api.get(`/api/invitations?${query}`)).body.data.map(({ id }: { id: number }) => id)
  expect(await list(`team=${team}`)).toEqual([jane.id, bob.id])
  expect(await list(`team=${team}&state=pending`)).toEqual([jane.id])
  expect(await list('state=withdrawn&sort=-id&limit=1')).toEqual([bob.id])
  expect(await list(`email=${bob.email.toUpperCase()}`)).toEqual([bob.id])
})

test('invitations are found by the beginning of the email, or of the names that they were written to', async () => {
  const suffix = ++count
  const email = `kim-${suffix}@example.com`
  await api.post('/api/users', { email, first_name: 'Kim', last_name: `Elsewhere${suffix}`, organization: 'pune' })
  const { body: kim } = await api.post('/api/invitations', {
    email,
    first_name: `Kimmy${suffix}`,
    last_name: `Roe${suffix}`,
  })
  const { body: lee } = await api.post('/api/invitations', { email: `lee-${suffix}@example.com`, first_name: 'Lee' })
  const find = async (search: string, more = '') =>
    (await api.get(`/api/invitations?search=${encodeURIComponent(search)}${more}`)).body.data.map(
      ({ id }: { id: number }) => id,
    )
  for (const search of [`Kim-${suffix}`, `kimmy${suffix} r`, `roe${suffix}`])
    expect(await find(search)).toEqual([kim.id])
  expect(await find(`lee-${suffix}`, '&state=pending')).toEqual([lee.id])
  expect(await find(`lee-${suffix}`, '&state=accepted')).toEqual([])
  // What the account is called elsewhere is not for this organization to know.
  expect(await find(`elsewhere${suffix}`)).toEqual([])
  expect(await find(`roe${suffix}`, '&organization=pune')).toEqual([])
  // So many that they are met on the way through the list.
  await usher.database.pool.query(
    `insert into invitations (organization_id, user_id, first_name, last_name, operation_id, sent_operation_id, sent_at,
       expires_at, withdrawn_at)
     select organization_id, user_id, 'Roe${suffix}', '', 1, 1, now(), now(), now()
     from invitations, generate_series(0, 5100) where id = $1`,
    [lee.id],
  )
  const many = await find(`roe${suffix}`, '&limit=3&sort=-id')
  expect(many).toHaveLength(3)
  expect(many).not.toContain(kim.id)
  expect(await find(`roe${suffix}`, '&state=pending')).toEqual([kim.id])
})

test('every faulty field is named, and what cannot be given is refused', async () => {
  expect(
    await api.post('/api/invitations', { email: 'jane', first_name: ' ', from: 'seats', colour: 'red' }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'colour' }] },
  })
  expect(
    await api.post('/api/invitations', {
      email: 'jane',
      first_name: ' ',
      from: 'seats',
      expires_at: '2020-01-01T00:00:00Z',
    }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'email' }, { field: 'first_name' }, { field: 'from' }, { field: 'expires_at' }] },
  })
  const wish = { courses: ['latin'], products: ['greek'], groups: ['Nobody'] }
  expect(await invite('jane', wish)).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'unknown_course' }, { code: 'unknown_product' }, { code: 'unknown_group' }] },
  })
  expect(await invite('jane', { courses: ['gmat'], from: 'seats' })).toMatchObject({
    status: 409,
    body: { errors: [{ code: 'no_seats' }] },
  })
  expect(await invite('jane', { role: 'emperor' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'role' }] },
  })
  await invite('jane')
  expect(await invite('jane')).toMatchObject({ status: 409, body: { errors: [{ code: 'already_invited' }] } })
})

test('who invites gives nothing that they may not give', async () => {
  const inviter = await openApi(usher, { scopes: ['invitations.create'] })
  const body = person('jane')
  const tries = [
    { ...body, team },
    { ...body, courses: ['gmat'] },
    { ...body, groups: ['Readers'] },
    { ...body, role: 'admin' },
  ]
  for (const wish of tries) expect(await inviter.post('/api/invitations', wish)).toMatchObject({ status: 403 })
  expect(await inviter.post('/api/invitations', body)).toMatchObject({ status: 201 })
})

test('plan mode shows what would be done, and invites nobody', async () => {
  await addSeats(1)
  const planned = await api.post('/api/invitations?mode=plan', { ...person('ghost'), team, courses: ['ielts'] })
  expect(planned.status).toBe(200)
  expect(planned.body.changes.map(({ kind }: { kind: string }) => kind).sort()).toEqual(
    ['claim', 'invitation', 'membership', 'message', 'user'].sort(),
  )
  expect(await seats()).toMatchObject({ used: 0 })
  expect((await api.get(`/api/invitations?team=${team}`)).body.data).toEqual([])
})

test('accepted twice at once, one is let in and the other is told', async () => {
  const { body } = await invite('jane', { courses: ['gmat'] })
  const token = await tokenFor(body.email)
  const passwords = ['the first password', 'the second password', 'the third password']
  const answers = await Promise.all(passwords.map(password => accept(token, { password })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
  const winner = passwords[answers.findIndex(({ status }) => status === 200)]
  expect(await call('/api/auth/sign-in/email', { email: body.email, password: winner })).toMatchObject({ status: 200 })
})

test('invitations beside and above are not there, and teams of others neither', async () => {
  const pune = await openApi(usher, { organization: 'pune' })
  const { body } = await invite('jane')
  const path = `/api/invitations/${body.id}`
  const tries = [
    pune.get(path),
    pune.patch(path, { expires_at: '2090-01-01T00:00:00Z' }),
    pune.post(`${path}/resend`),
    pune.post(`${path}/withdraw`),
    pune.post('/api/invitations', { ...person('bob'), team }),
    pune.post('/api/invitations', { ...person('bob'), organization: 'acme-prep' }),
    pune.get('/api/invitations?organization=acme-prep'),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  expect((await pune.get(`/api/invitations?team=${team}`)).body.data).toEqual([])
  expect((await api.get(path)).body).toEqual(body)
})

test('many at once are one list: seats go in its order, and its plan says what is then done', async () => {
  await addSeats(2)
  const offer = { team, products: ['ielts'] }
  const people = ['a', 'b', 'c', 'd'].map(name => ({ ...person(name), ...offer }))
  const list = [
    people[0],
    { ...offer, email: 'no address', first_name: 'X' },
    'nobody',
    people[1],
    people[2],
    people[3],
  ]
  const full = { status: 409, errors: [{ code: 'no_seats_left' }] }
  const wrong = { status: 400, code: 'invalid' }
  const plan = await api.post('/api/invitations?mode=plan', list)
  expect(plan).toMatchObject({
    status: 200,
    body: {
      mode: 'plan',
      seats: [{ before: { used: 0 }, used: 2, quantity: 2 }],
      results: [null, { ...wrong, errors: [{ field: 'email' }] }, wrong, null, full, full],
    },
  })
  const done = await api.post(`/api/plans/${plan.body.plan_id}/apply`)
  const invited = (name: string) => ({
    status: 201,
    id: expect.any(Number),
    email: person(name).email,
    seats: ['ielts'],
  })
  expect(done).toMatchObject({ status: 200, body: { results: [invited('a'), wrong, wrong, invited('b'), full, full] } })
  await api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 1, external_ref: `one more ${team}` })
  expect(await api.post('/api/invitations', [people[2], people[3]])).toMatchObject({
    status: 200,
    body: { results: [invited('c'), full] },
  })
  expect((await api.post('/api/invitations', { ...people[3], first_name: undefined })).body).toMatchObject({
    errors: [{ field: 'first_name', message: 'is required' }],
  })
})

test('who may invite into a team alone invites many into it, and none beside it', async () => {
  const other = (await api.post('/api/teams', { name: `Other ${count}` })).body.id
  const manager = await signIn(usher, { organization: 'acme-prep', team })
  const list = ['a', 'b'].map(name => ({ ...person(name), team }))
  expect(await manager.post('/api/invitations', list)).toMatchObject({
    body: { results: [{ team_id: team }, { team_id: team }] },
  })
  const beside = [{ ...person('c'), team: other }, { ...person('c') }, { ...person('c'), team, organization: 'pune' }]
  for (const one of beside) {
    const refused = await manager.post('/api/invitations', [{ ...person('d'), team }, one])
    expect([403, 404]).toContain(refused.status)
  }
  expect((await api.get(`/api/invitations?search=d-${count}`)).body.data).toEqual([])
})
