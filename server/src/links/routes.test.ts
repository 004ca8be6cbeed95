import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let post: MailServer
let usher: TestServer
let api: Api
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
  count++
  await usher.database.pool.query('delete from attempts')
})

const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: 'Jane', last_name: 'Doe' })

/** A link to a course, unless it says to something else, and the path by which it is followed. */
async function share(limits: object = {}) {
  const { body } = await api.post('/api/links', { target: { course: 'gmat' }, ...limits })
  return { id: body.id as number, path: `/api${new URL(body.url).pathname}`, body }
}

async function call(path: string, body?: object) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(usher.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    body: body && JSON.stringify(body),
  })
  return { status: response.status, body: await response.json(), cookies: response.headers.getSetCookie() }
}

const stateOf = async (path: string) => ((await call(path)).body as { state: string }).state

test('a link is made, read, changed, listed and revoked; its address is shown whenever it is wanted, and not kept', async () => {
  const made = await api.post('/api/links', { name: 'Flyer', target: { course: 'ielts' }, max_uses: 10 })
  expect(made).toMatchObject({
    status: 201,
    body: {
      organization: 'acme-prep',
      name: 'Flyer',
      target: { kind: 'course', name: 'ielts' },
      state: 'open',
      max_uses: 10,
      used: 0,
      domains: [],
      needs_approval: false,
      expires_at: null,
      url: expect.stringMatching(/\/join\/[\w-]{32}$/),
    },
  })
  const { url } = made.body
  const link = made.body
  const path = `/api/links/${link.id}`
  expect((await api.get(path)).body).toEqual(link)
  const { rows } = await usher.database.pool.query('select * from links where id = $1', [link.id])
  expect(JSON.stringify(rows)).not.toContain(url.split('/').at(-1))

  const changed = await api.patch(path, { domains: ['Example.com ', 'bücher.example'], max_uses: null })
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'Flyer', max_uses: null, domains: ['example.com', 'xn--bcher-kva.example'] },
  })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { name: 'Poster' }, stale)).toMatchObject({ status: 412 })
  expect((await api.get('/api/links')).body.data).toMatchObject([{ id: link.id, url }])
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get('/api/links')).body.data).toEqual([])
  expect((await api.get('/api/links?revoked=true')).body.data).toMatchObject([{ id: link.id, state: 'revoked' }])
  expect(await api.patch(path, { name: 'Poster' })).toMatchObject({ status: 409 })
})

test('a link that was planned is made as it was shown, and only then', async () => {
  const planned = await api.post('/api/links?mode=plan', { name: 'Ghost', target: { course: 'gmat' } })
  expect(planned.body).toMatchObject({
    mode: 'plan',
    changes: [{ action: 'create', kind: 'link', after: { name: 'Ghost' } }],
  })
  expect((await api.get('/api/links')).body.data).toEqual([])
  const made = await api.post(`/api/plans/${planned.body.plan_id}/apply`)
  expect(made).toMatchObject({ status: 201, body: { name: 'Ghost', url: expect.stringContaining('/join/') } })
  await api.delete(`/api/links/${made.body.id}`)
})

test('who follows a link gets the way in by mail, is signed in by nobody, and has the course', async () => {
  const { id, path } = await share()
  expect(await call(path)).toMatchObject({
    status: 200,
    body: { state: 'open', organization: { name: 'Acme Prep' }, target: { kind: 'course', name: 'GMAT' } },
  })
  const jane = person('jane')
  const followed = await call(path, { ...jane, email: ` ${jane.email.toUpperCase()}` })
  expect(followed).toEqual({ status: 202, body: { state: 'joined', email: jane.email }, cookies: [] })
  await vi.waitFor(() => expect(post.received.filter(({ to }) => to[0] === jane.email)).toHaveLength(1), {
    timeout: 10_000,
    interval: 20,
  })
  expect(post.received.at(-1)?.email).toMatchObject({ subject: 'Acme Prep: your access to GMAT' })
  const { body: joins } = await api.get(`/api/links/${id}/joins`)
  expect(joins.data).toMatchObject([{ state: 'joined', ...jane, joined_at: expect.any(String) }])
  expect((await api.get(`/api/users/${joins.data[0].user_id}`)).body).toMatchObject({ enrollments: { active: 1 } })
  // The same again is one use, and is answered alike.
  expect(await call(path, jane)).toEqual(followed)
  expect((await api.get(`/api/links/${id}`)).body).toMatchObject({ used: 1 })
})

test('who had an account is answered as who had none', async () => {
  const bob = person('bob')
  await api.post('/api/provision', { user: { email: bob.email, first_name: 'Robert' }, courses: ['gmat'] })
  const { path } = await share()
  expect(await call(path, bob)).toEqual({ status: 202, body: { state: 'joined', email: bob.email }, cookies: [] })
  const { body } = await api.get(`/api/users?email=${bob.email}`)
  expect(body.data).toMatchObject([{ first_name: 'Robert' }])
})

test('50 at once on a link with 10 uses: 10 are let in, 40 are told', async () => {
  const { id, path } = await share({ max_uses: 10 })
  const people = Array.from({ length: 50 }, (_, index) => person(`many${index}`))
  const answers = await Promise.all(people.map(each => call(path, each)))
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(40)
  expect((await api.get(`/api/links/${id}`)).body).toMatchObject({ used: 10, state: 'used_up' })
  expect(await api.patch(`/api/links/${id}`, { max_uses: 9 })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'max_uses' }] },
  })
  await api.patch(`/api/links/${id}`, { max_uses: 11 })
  expect(await call(path, person('last'))).toMatchObject({ status: 202 })
})

test('a link lets nobody in from elsewhere, after its end, or once it is revoked', async () => {
  const ours = await share({ domains: ['acme.example'] })
  expect(await call(ours.path, person('jane'))).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'email', message: 'must be an address at acme.example' }] },
  })
  const ended = await share({ expires_at: '2090-01-01T00:00:00Z' })
  await usher.database.pool.query('update links set expires_at = now() where id = $1', [ended.id])
  expect(await call(ended.path)).toMatchObject({ status: 200, body: { state: 'expired' } })
  expect(await call(ended.path, person('jane'))).toMatchObject({ status: 410 })
  const revoked = await share()
  await api.delete(`/api/links/${revoked.id}`)
  expect(await call(revoked.path, person('jane'))).toMatchObject({ status: 410 })
  expect(await call('/api/join/none', person('jane'))).toMatchObject({ status: 404 })
  expect(await call('/api/join/none')).toMatchObject({ status: 404 })
})

test('of a link that is over, strangers are told whose it was and no more', async () => {
  await api.post('/api/organizations', { name: `Place ${count}`, slug: `place-${count}` })
  const team = (await api.post('/api/teams', { name: 'Secret', organization: `place-${count}` })).body.id
  const shared = await share({ organization: `place-${count}`, target: { team }, domains: ['example.com'] })
  const open = { state: 'open', target: { kind: 'team', name: 'Secret' }, domains: ['example.com'] }
  expect((await call(shared.path)).body).toMatchObject(open)
  const organization = { name: `Place ${count}`, color: null, logo: null, sign_in_at: null }
  const over = { state: 'revoked', organization }
  await api.post(`/api/organizations/place-${count}/suspend`)
  expect((await call(shared.path)).body).toEqual(over)
  expect(await call(shared.path, person('jane'))).toMatchObject({ status: 410 })
  await api.post(`/api/organizations/place-${count}/resume`)
  expect((await call(shared.path)).body).toMatchObject(open)
  await api.delete(`/api/teams/${team}`)
  expect((await call(shared.path)).body).toEqual(over)
  expect(await call(shared.path, person('jane'))).toMatchObject({ status: 410 })
  const course = await share()
  await api.delete(`/api/links/${course.id}`)
  expect((await call(course.path)).body).toEqual({ state: 'revoked', organization: expect.any(Object) })
})

test('who must be approved waits without an account; approved, the way in is mailed; declined, it is not', async () => {
  const { id, path } = await share({ needs_approval: true })
  const [ann, bob] = [person('ann'), person('bob')]
  for (const each of [ann, bob])
    expect(await call(path, each)).toMatchObject({ status: 202, body: { state: 'pending' } })
  const waiting = (await api.get(`/api/links/${id}/joins?state=pending`)).body.data
  expect(waiting).toMatchObject([
    { ...ann, user_id: null },
    { ...bob, user_id: null },
  ])
  expect((await api.get(`/api/users?email=${ann.email}`)).body.data).toEqual([])

  const joins = `/api/links/${id}/joins`
  expect(await api.post(`${joins}/${waiting[0].id}/approve?mode=plan`)).toMatchObject({
    body: { changes: expect.arrayContaining([expect.objectContaining({ kind: 'grant' })]) },
  })
  expect(await api.post(`${joins}/${waiting[0].id}/approve`)).toMatchObject({
    status: 200,
    body: { state: 'joined', user_id: expect.any(Number) },
  })
  expect(await api.post(`${joins}/${waiting[1].id}/decline`)).toMatchObject({
    status: 200,
    body: { state: 'declined' },
  })
  expect(await api.post(`${joins}/${waiting[1].id}/approve`)).toMatchObject({ status: 409 })
  expect((await api.get(`${joins}?state=declined`)).body.data).toMatchObject([{ email: bob.email }])
  expect((await api.get(`/api/links/${id}`)).body).toMatchObject({ used: 1 })
  const mails = `select email from messages join users on users.id = user_id where email = any($1)`
  const { rows } = await usher.database.pool.query(mails, [[ann.email, bob.email]])
  expect(rows).toEqual([{ email: ann.email }])
})

test('a link to a team gives its seats while there are any', async () => {
  const { body: team } = await api.post('/api/teams', { name: `Evening ${count}` })
  await api.post(`/api/teams/${team.id}/seats`, { product: 'ielts', quantity: 1, external_ref: `order-${count}` })
  const { path, body } = await share({ target: { team: team.id } })
  expect(body.target).toEqual({ kind: 'team', id: team.id, name: team.name })
  expect(await call(path, person('jane'))).toMatchObject({ status: 202 })
  expect(await call(path, person('bob'))).toMatchObject({ status: 409, body: { detail: 'No seat is left.' } })
  expect((await api.get(`/api/teams/${team.id}/members`)).body.data).toMatchObject([{ email: person('jane').email }])
  expect((await api.get(`/api/links?team=${team.id}`)).body.data).toMatchObject([{ used: 1 }])
})

test('one network cannot follow links without end', async () => {
  const { path } = await share({ domains: ['acme.example'] })
  await usher.database.pool.query(
    `insert into attempts values ('join from 127.0.0.1', 100, now() + interval '1 minute')`,
  )
  expect(await call(path, person('jane'))).toMatchObject({ status: 429 })
})

test('every faulty field is named, and who shares gives nothing that they may not give', async () => {
  const wrong = { target: { course: 'gmat' }, domains: ['not a domain'], expires_at: '2020-01-01T00:00:00Z' }
  expect(await api.post('/api/links', wrong)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'domains' }, { field: 'expires_at' }] },
  })
  expect(await api.post('/api/links', { target: { course: 'latin' } })).toMatchObject({ status: 404 })
  const { path } = await share()
  expect(await call(path, { email: 'jane', first_name: ' ' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'email' }, { field: 'first_name' }] },
  })
  expect(await call(path, { ...person('jane'), colour: 'red' })).toMatchObject({ status: 400 })
  const sharer = await openApi(usher, { scopes: ['links.create'] })
  for (const target of [{ team: 1 }, { group: 1 }, { course: 'gmat' }])
    expect(await sharer.post('/api/links', { target })).toMatchObject({ status: 403 })
})

test('links beside and above are not there, nor can they lead to what is', async () => {
  const pune = await openApi(usher, { organization: 'pune' })
  const { id } = await share()
  const { body: team } = await api.post('/api/teams', { name: `Evening ${count}` })
  const tries = [
    pune.get(`/api/links/${id}`),
    pune.patch(`/api/links/${id}`, { name: 'Mine' }),
    pune.delete(`/api/links/${id}`),
    pune.get(`/api/links/${id}/joins`),
    pune.post('/api/links', { target: { team: team.id } }),
    pune.post('/api/links', { target: { course: 'gmat' } }),
    pune.get('/api/links?organization=acme-prep'),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  expect((await api.get(`/api/links/${id}`)).body).toMatchObject({ name: '', state: 'open' })
})

test('a link that was made by chance goes on working, and only its address is not known', async () => {
  const { id } = await share()
  const token = 'Zk3q9A'.padEnd(32, 'x')
  await usher.database.pool.query(`update links set prefix = 'Zk3q9A', token_hash = sha256($2) where id = $1`, [
    id,
    token,
  ])
  expect((await api.get(`/api/links/${id}`)).body).toMatchObject({ url: null, prefix: 'Zk3q9A' })
  expect(await call(`/api/join/${token}`)).toMatchObject({ status: 200, body: { state: 'open' } })
  expect(await call(`/api/join/${token}`, person('old'))).toMatchObject({ status: 202 })
})

test('who comes when the seats of a team are used up is told so, and whoever made the link sees it', async () => {
  const { body: team } = await api.post('/api/teams', { name: `Contoso ${count}` })
  const target = { team: team.id }
  const { id, path } = await share({ target })
  const look = async () => [await stateOf(path), (await api.get(`/api/links/${id}`)).body.seats_left]
  expect(await look()).toEqual(['open', null])
  const { body: seats } = await api.post(`/api/teams/${team.id}/seats`, {
    product: 'ielts',
    quantity: 1,
    external_ref: `contoso-${count}`,
  })
  expect(await look()).toEqual(['open', 1])
  expect(await call(path, person('first'))).toMatchObject({ status: 202 })
  expect(await look()).toEqual(['full', 0])
  expect((await call(path)).body).toEqual({
    state: 'full',
    organization: expect.objectContaining({ name: 'Acme Prep' }),
    target: { kind: 'team', name: team.name },
  })
  const refused = { code: 'conflict', errors: [{ field: 'link', code: 'no_seats_left' }] }
  expect(await call(path, person('second'))).toMatchObject({ status: 409, body: refused })
  expect(await call(path, person('first'))).toMatchObject({ status: 202 })
  const asked = await share({ target, needs_approval: true })
  expect(await stateOf(asked.path)).toBe('open')
  await api.patch(`/api/seats/${seats.id}`, { waitlist: true })
  expect(await look()).toEqual(['open', 0])
})
