import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { browserOn } from '../../test/browser.ts'
import { attributes, type Northpass, openNorthpass } from '../../test/northpass.ts'
import { runUsherJson } from '../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { createEmailLinks } from '../lib/links/email-links.ts'
import { createInvitationLinks } from '../lib/links/invitation-links.ts'

const secretKey = 'a secret key of these tests, long enough'
const password = 'a long password'
let usher: TestServer
const send = browserOn(() => usher)
let api: Api
let pune: Api
let delhi: Api
let school: Northpass
let count = 0

beforeAll(async () => {
  usher = await startTestServer({ secretKey })
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi']) await api.post('/api/organizations', { name: slug, slug })
  pune = await openApi(usher, { organization: 'pune' })
  delhi = await openApi(usher, { organization: 'delhi' })
  school = await openNorthpass(usher)
})
afterAll(() => usher.close())
beforeEach(async () => {
  count++
  await usher.database.pool.query('delete from attempts')
})

const at = (name: string) => `${name}-${count}@example.com`
const query = async (text: string, ...values: unknown[]) => (await usher.database.pool.query(text, values)).rows
const mailsTo = (id: number) =>
  query(
    `select kind, coalesce(m.address, u.email) as "to" from messages m join users u on u.id = m.user_id
    where u.id = $1 order by m.id`,
    id,
  )

/** Bought a course; with a password, and a browser that is signed in. */
async function newLearner(name: string) {
  const order = { email: at(name), first_name: 'Jane', courses: 'ielts', external_ref: `order ${at(name)}` }
  const { user_id: id } = (await usher.call('/provision/student/', order)).body
  const [{ link }] = await query('select password_link_id as link from users where id = $1', id)
  const token = usher.passwordLinks.mailedUrl(id, link).split('/').at(-1)
  const { cookie } = await send('POST', `/api/password-links/${token}`, undefined, { password })
  return { id, order, cookie }
}

test('the address is changed by whoever may, and the one before finds the person everywhere', async () => {
  const { id, order, cookie } = await newLearner('jane')
  await api.post('/api/invitations', { email: at('jane'), first_name: 'Jane', courses: ['gmat'] })
  const made = await api.get(`/api/users/${id}`)
  const etag = { 'if-match': made.headers.get('etag') ?? '' }
  const changed = await api.patch(`/api/users/${id}`, { email: ` ${at('NEW')}` }, etag)
  expect(changed).toMatchObject({ status: 200, body: { id, email: at('new'), earlier_emails: [at('jane')] } })
  expect(await api.patch(`/api/users/${id}`, { email: at('newer') }, etag)).toMatchObject({ status: 412 })

  const old = encodeURIComponent(at('jane'))
  expect((await usher.call('/provision/student/', order)).body).toMatchObject({
    user_id: id,
    already_provisioned: true,
    created_user: false,
  })
  expect((await api.post('/api/provision', { user: { email: at('jane'), first_name: 'Jane' } })).body.user).toEqual({
    id,
    email: at('new'),
    created: false,
  })
  for (const list of [
    `/api/users?email=${old}`,
    `/api/users?search=${old}`,
    `/api/users?search=${at('jane').slice(0, 7)}`,
  ])
    expect((await api.get(list)).body.data).toMatchObject([{ id, email: at('new') }])
  expect((await api.get(`/api/enrollments?user=${old}`)).body.data).toMatchObject([{ user_id: id }])
  expect((await api.get(`/api/invitations?email=${old}`)).body.data).toMatchObject([{ user_id: id }])
  expect((await api.get(`/api/invitations?search=${old}`)).body.data).toMatchObject([{ user_id: id }])
  expect((await api.get(`/api/explain?course=ielts&user=${old}`)).body.user).toMatchObject({ id, email: at('new') })
  expect((await school.get(`/v2/people?filter[email][eq]=${old}`)).body.data).toMatchObject([
    { attributes: { email: at('new') } },
  ])
  expect((await school.post('/v2/people', attributes({ email: at('jane') }))).body.data.attributes.email).toBe(
    at('new'),
  )
  const logged = (await api.get(`/api/operations?email=${old}`)).body.data
  expect(logged).toEqual((await api.get(`/api/operations?email=${at('new')}`)).body.data)
  expect(logged.map(({ email }: { email: string }) => email)).toEqual(expect.arrayContaining([at('jane')]))
  expect((await api.get(`/api/operations?user=${id}`)).body.data.length).toBeGreaterThan(1)

  // What was mailed to the old one, or chosen from there, opens nothing any more.
  expect(await send('GET', '/api/me', cookie)).toMatchObject({ status: 401 })
  for (const email of [at('jane'), at('new')])
    expect(await send('POST', '/api/auth/sign-in/email', undefined, { email, password })).toMatchObject({ status: 401 })
  const mails = await mailsTo(id)
  expect(mails).toContainEqual({ kind: 'email_changed', to: at('jane') })
  expect(mails.slice(-1)).toEqual([{ kind: 'password_link', to: at('new') }])
})

test('an invitation that was mailed to the old address is dead, and mailed to the new one', async () => {
  const links = createInvitationLinks({ secretKey, publicUrl: usher.url })
  const { body: invitation } = await api.post('/api/invitations', { email: at('ida'), first_name: 'Ida' })
  const read = async () =>
    (await query('select sent_operation_id as sent from invitations where id = $1', invitation.id))[0].sent
  const open = async (sent: number) =>
    (await send('GET', `/api/invitation-links/${links.mailedUrl(invitation.id, sent).split('/').at(-1)}`)).status
  const before = await read()
  expect(await open(before)).toBe(200)
  expect(await api.patch(`/api/users/${invitation.user_id}`, { email: at('new') })).toMatchObject({
    status: 200,
    body: { email: at('new') },
  })
  expect(await open(before)).toBe(404)
  expect(await open(await read())).toBe(200)
  expect((await mailsTo(invitation.user_id)).filter(({ kind }) => kind === 'invitation')).toHaveLength(2)
})

test('an address that is somebody else’s, now or before, is a conflict; one’s own of before comes back', async () => {
  const [{ id: jane }, { id: bob }] = await Promise.all([newLearner('jane'), newLearner('bob')])
  const taken = {
    status: 409,
    body: { errors: [{ field: 'email', message: expect.stringContaining('another account') }] },
  }
  expect(await api.patch(`/api/users/${bob}`, { email: at('jane') })).toMatchObject(taken)
  await api.patch(`/api/users/${jane}`, { email: at('two') })
  expect(await api.patch(`/api/users/${bob}`, { email: at('jane') })).toMatchObject(taken)
  await api.patch(`/api/users/${jane}`, { email: at('three') })
  expect((await api.patch(`/api/users/${jane}`, { email: at('jane') })).body).toMatchObject({
    email: at('jane'),
    earlier_emails: expect.arrayContaining([at('two'), at('three')]),
  })
  expect(await api.patch(`/api/users/${bob}`, { email: 'nobody' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'email' }] },
  })
  expect((await api.patch(`/api/users/${bob}?mode=plan`, { email: at('plan') })).body.changes).toMatchObject([
    { kind: 'user', before: { email: at('bob') }, after: { email: at('plan') } },
  ])
  expect((await api.get(`/api/users/${bob}`)).body).toMatchObject({ email: at('bob'), earlier_emails: [] })
  const person = (await school.get(`/v2/people?filter[email][eq]=${at('bob')}`)).body.data[0].id
  expect(await school.put(`/v2/people/${person}`, attributes({ email: at('jane') }))).toMatchObject({ status: 422 })
  expect((await school.put(`/v2/people/${person}`, attributes({ email: at('rob') }))).body.data.attributes.email).toBe(
    at('rob'),
  )
  // A shop that knows him by the old one does not ask for it back.
  expect((await school.put(`/v2/people/${person}`, attributes({ email: at('bob') }))).body.data.attributes.email).toBe(
    at('rob'),
  )
})

test('the address of an account that others have too is changed by no key', async () => {
  const { body: sam } = await pune.post('/api/users', { email: at('sam'), first_name: 'Sam' })
  await delhi.post('/api/users', { email: at('sam'), first_name: 'Sam' })
  for (const key of [pune, delhi])
    expect(await key.patch(`/api/users/${sam.id}`, { email: at('mine') })).toMatchObject({
      status: 409,
      body: { errors: [{ field: 'email' }] },
    })
  expect(await api.patch(`/api/users/${sam.id}`, { email: at('ours') })).toMatchObject({ status: 200 })
  expect((await pune.get(`/api/users/${sam.id}`)).body).toMatchObject({ email: at('ours'), earlier_emails: [] })
  const mayNot = await openApi(usher, { scopes: ['read'] })
  expect(await mayNot.patch(`/api/users/${sam.id}`, { email: at('no') })).toMatchObject({ status: 403 })
})

const linkOf = async (id: number) => {
  const links = createEmailLinks({ secretKey, publicUrl: usher.url })
  const [{ link }] = await query('select wanted_email_link_id as link from users where id = $1', id)
  return `/api/email-changes/${links.mailedUrl(id, link).split('/').at(-1)}`
}

test('a person changes the own address by a link that is mailed to the new one, and stays signed in', async () => {
  const { id, cookie } = await newLearner('kim')
  const ask = (email: string, current_password = password) =>
    send('POST', '/api/me/email', cookie, { email, current_password })
  expect(await ask(at('new'), 'a wrong password')).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'current_password' }] },
  })
  expect(await ask(at('kim'))).toMatchObject({ status: 400, body: { errors: [{ field: 'email' }] } })
  expect(
    await send('POST', '/api/me/email', undefined, { email: at('new'), current_password: password }),
  ).toMatchObject({ status: 401 })

  expect(await ask(at('first'))).toMatchObject({ status: 202 })
  const first = await linkOf(id)
  expect(await ask(`\u200b${at('NEW')}`)).toMatchObject({ status: 202 })
  const link = await linkOf(id)
  expect(await send('POST', first)).toMatchObject({ status: 404 })
  expect(await send('GET', link)).toMatchObject({ status: 200, body: { state: 'open', email: at('new') } })
  expect((await send('GET', '/api/me', cookie)).body.user.email).toBe(at('kim'))
  const both = await Promise.all([send('POST', link), send('POST', link)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await send('GET', '/api/me', cookie)).body.user.email).toBe(at('new'))
  for (const email of [at('kim'), at('new')])
    expect(await send('POST', '/api/auth/sign-in/email', undefined, { email, password })).toMatchObject({
      status: 200,
      body: { user: { id, email: at('new') } },
    })
  await send('POST', '/api/password-requests', undefined, { email: at('kim') })
  const mails = await mailsTo(id)
  expect(mails.slice(-4)).toEqual([
    { kind: 'email_change', to: at('first') },
    { kind: 'email_change', to: at('new') },
    { kind: 'email_changed', to: at('kim') },
    { kind: 'password_link', to: at('new') },
  ])
  const data = (await send('GET', '/api/me/data', cookie)).body
  expect(data).toMatchObject({ account: { email: at('new') }, earlier_emails: [{ email: at('kim') }] })
  expect(data.log).toContainEqual(expect.objectContaining({ kind: 'provision' }))
})

test('whether a wanted address is somebody’s is told to its owner alone; a link has an end', async () => {
  const [{ id, cookie }] = await Promise.all([newLearner('lee'), newLearner('other')])
  const ask = (email: string) => send('POST', '/api/me/email', cookie, { email, current_password: password })
  expect(await ask(at('other'))).toMatchObject({ status: 202, body: {} })
  expect(await send('POST', await linkOf(id))).toMatchObject({ status: 409, body: { errors: [{ field: 'email' }] } })
  await ask(at('late'))
  expect(await query(`select key from attempts where key like 'sign-in to %'`)).toEqual([])
  await query(`update users set wanted_email_until = now() - interval '1 minute' where id = $1`, id)
  expect(await send('GET', await linkOf(id))).toMatchObject({ body: { state: 'expired' } })
  expect(await send('POST', await linkOf(id))).toMatchObject({ status: 410 })
  expect((await send('GET', '/api/me', cookie)).body.user.email).toBe(at('lee'))
})

test('of many who want one address at once, and an order that makes an account of it, one has it', async () => {
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, i) => api.post('/api/users', { email: at(`p${i}`), first_name: 'P' })),
  )
  const answers = await Promise.all([
    ...people.map(({ body }) => api.patch(`/api/users/${body.id}`, { email: at('one') })),
    ...Array.from({ length: 4 }, () =>
      usher.call('/provision/student/', { email: at('one'), first_name: 'Q', courses: 'gmat' }),
    ),
    ...people.slice(4).map(({ body }, i) =>
      usher.call('/provision/student/', { email: at(`p${i + 4}`), first_name: 'Q', courses: 'gmat' }).then(answer => {
        expect(answer.body.user_id).toBe(body.id)
        return answer
      }),
    ),
  ])
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter(status => ![200, 201, 409].includes(status))).toEqual([])
  expect(statuses.slice(0, 8).filter(status => status === 200).length).toBeLessThanOrEqual(1)
  const owners = await query('select coalesce(alias_of, id) as id from users where email = $1', at('one'))
  expect(owners).toHaveLength(1)
  const provisioned = answers.slice(8, 12).map(({ body }) => body.user_id)
  expect(new Set(provisioned)).toEqual(new Set([owners[0].id]))
})

test('the operator changes the address of any account', async () => {
  const { id } = await newLearner('olga')
  await delhi.post('/api/users', { email: at('olga'), first_name: 'Olga' })
  const change = ['user', 'change-email', '--email', at('olga'), '--to', at('new')]
  expect(await runUsherJson(usher.databaseUrl, change)).toMatchObject({ user_id: id, from: at('olga'), to: at('new') })
  expect(await runUsherJson(usher.databaseUrl, ['user', 'show', '--email', at('olga')])).toMatchObject({
    id,
    email: at('new'),
  })
}, 60_000)
