/** What a school's script does from the first call to the learner's first course, through a real mailbox. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { cookiesOf } from '../../../test/browser.ts'
import { type MailServer, startMailServer } from '../../../test/mail-server.ts'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { toUuid } from './ids.ts'

let post: MailServer
let usher: TestServer
let school: Northpass

beforeEach(async () => {
  post = await startMailServer()
  usher = await startTestServer({ smtpUrl: post.url })
  school = await openNorthpass(usher)
})
afterEach(async () => {
  await usher.close()
  await post.close()
})

/** The token of the link in the mail that came as this one, counted from 0. */
async function linkIn(index: number): Promise<string> {
  await expect.poll(() => post.received.length, { timeout: 15_000 }).toBeGreaterThan(index)
  return /set-password\/(\S+)/.exec(post.received[index]?.email.text ?? '')?.[1] ?? 'none'
}

const open = (token: string) => fetch(`${usher.url}/api/password-links/${token}`)

test('a group with a course, a person who is invited twice: the first link is dead, the second one leads to the course', async () => {
  const group = (await school.post('/v2/groups', attributes({ name: 'Acme' }))).body.data.id
  expect((await school.post('/v2/groups', attributes({ name: 'Acme' }))).body.data.id).toBe(group)
  const { rows } = await usher.database.pool.query(`select id from courses where name = 'ielts'`)
  const courses = { data: [{ type: 'courses', id: toUuid('courses', rows[0].id) }] }
  await school.post(`/v2/groups/${group}/relationships/courses`, courses)

  const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }
  const person = (await school.post('/v2/people', attributes(jane))).body.data.id
  const first = await linkIn(0)
  expect((await open(first)).status).toBe(200)
  // Who is there is not mailed again, unless that is asked for.
  expect((await school.post('/v2/people', attributes(jane))).status).toBe(200)
  expect((await school.post('/v2/people', attributes({ ...jane, resend_invitation: true }))).status).toBe(200)
  const second = await linkIn(1)
  expect([(await open(first)).status, (await open(second)).status]).toEqual([404, 200])
  expect((await school.post(`/v1/people/${person}/resend-invitation`)).status).toBe(200)
  const third = await linkIn(2)
  expect((await open(second)).status).toBe(404)

  const people = { data: [{ type: 'people', id: person }] }
  expect((await school.post(`/v2/groups/${group}/relationships/people`, people)).status).toBe(204)

  const accepted = await fetch(`${usher.url}/api/password-links/${third}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: usher.url },
    body: JSON.stringify({ password: 'correct horse battery' }),
  })
  expect(accepted.status).toBe(200)
  const cookie = cookiesOf(accepted)
  const courseNames = async () => {
    const answer = await fetch(`${usher.url}/api/me/courses`, { headers: { cookie } })
    const { courses } = (await answer.json()) as { courses: { name: string; status: string }[] }
    return courses.map(({ name, status }) => `${name} ${status}`)
  }
  expect(await courseNames()).toEqual(['ielts active'])
  expect((await school.get(`/v2/people/${person}`)).body.data.attributes).toMatchObject({
    registration_status: 'activated',
    activated_at: expect.any(String),
  })
  // Who has come in is not invited.
  expect(await school.post(`/v2/people/${person}/resend-invitation`)).toMatchObject({ status: 422 })

  await school.patch(`/v2/people/${person}`, attributes({ deactivated: true }))
  expect(await courseNames()).toEqual(['ielts suspended'])
  await school.patch(`/v2/people/${person}`, attributes({ deactivated: false }))
  expect(await courseNames()).toEqual(['ielts active'])
  expect(post.received).toHaveLength(3)
})

test('with single sign-on, set above, nobody is mailed anything; the access stands', async () => {
  const native = await openApi(usher)
  await native.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await native.patch('/api/organizations/acme-prep', { sign_in_mode: 'single_sign_on' })
  const pune = await openNorthpass(usher, { organization: 'pune' })
  const rows = [{ email: 'bob@example.com', groups: 'Acme' }]
  expect((await pune.post('/v2/bulk/people', attributes({ people: rows }))).status).toBe(202)
  const jane = await pune.post('/v2/people', attributes({ email: 'jane@example.com' }))
  expect(jane.status).toBe(201)
  expect(await pune.post(`/v2/people/${jane.body.data.id}/resend-invitation`)).toMatchObject({ status: 422 })
  const provisioned = await native.post('/api/provision', {
    user: { email: 'ann@example.com', first_name: 'Ann' },
    courses: ['ielts'],
  })
  expect(provisioned).toMatchObject({ status: 201, body: { welcome_email_sent: false, set_password_url: null } })
  const invited = await native.post('/api/invitations', { email: 'joe@example.com', first_name: 'Joe' })
  expect(invited.status).toBe(201)
  // Said otherwise there, people are mailed as ever: what was queued before would have come first.
  await native.patch('/api/organizations/acme-prep', { sign_in_mode: 'password' })
  await pune.post('/v2/people', attributes({ email: 'late@example.com' }))
  await linkIn(0)
  expect(post.received.flatMap(({ to }) => to)).toEqual(['late@example.com'])
  const { rows: messages } = await usher.database.pool.query('select kind from messages')
  expect(messages).toHaveLength(1)
})
