/** A school that signs in by its own provider, from a script's first call to the learner's first course: who is mailed what. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { openCertifiedSchool } from '../../test/certified-provider.ts'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { attributes, type Northpass, openNorthpass } from '../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { visit } from '../../test/sign-on.ts'
import { toUuid } from '../dialects/northpass/ids.ts'

let post: MailServer
let usher: TestServer
let lakeside: Api
let northpass: Northpass
let school: Awaited<ReturnType<typeof openCertifiedSchool>>

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows

beforeAll(async () => {
  post = await startMailServer()
  usher = await startTestServer({ smtpUrl: post.url })
  await (await openApi(usher)).post('/api/organizations', { name: 'Lakeside', slug: 'lakeside' })
  lakeside = await openApi(usher, { organization: 'lakeside' })
  northpass = await openNorthpass(usher, { organization: 'lakeside' })
  await query('update organizations set rate_limit = 0')
  for (const name of ['ielts', 'gmat', 'pte', 'gre'])
    await lakeside.post('/api/courses', { name, display_name: name.toUpperCase(), access: null })
  school = await openCertifiedSchool(usher, lakeside)
  const trial = await lakeside.post(`/api/identity-providers/${school.id}/test`)
  await school.signOn(trial.body.url)
  await lakeside.patch(`/api/identity-providers/${school.id}`, { enabled: true })
  expect(await lakeside.patch('/api/organizations/lakeside', { sign_in_mode: 'single_sign_on' })).toMatchObject({
    status: 200,
  })
})
afterAll(async () => {
  school.provider.close()
  await usher.close()
  await post.close()
})
/** Another one in each test. */
let ida: { readonly email: string; readonly first_name: string }
let count = 0
beforeEach(() => {
  const name = `ida-${++count}`
  school.provider.enter(name)
  ida = { email: `${name}@school.example`, first_name: 'Ida' }
})

const authenticate = (to = '/courses') =>
  school.signOn(`${usher.url}/api/sign-on/${school.id}/start?to=${encodeURIComponent(to)}`)
const courses = async (jar: Map<string, string>) =>
  JSON.parse((await visit(jar, `${usher.url}/api/me/courses`)).body)
    .courses.map(({ name }: { name: string }) => name)
    .sort()
const mailsTo = (email: string) =>
  query(
    `select message.kind from messages message join users on users.id = message.user_id
    where users.email = $1 or message.address = $1 order by message.id`,
    [email],
  )
/** The text of the next mail to an address, of all that were sent. */
async function letter(email: string, subject: RegExp): Promise<string> {
  const found = () =>
    post.received.find(({ to, email: { subject: said } }) => to.includes(email) && subject.test(said ?? ''))
  await expect.poll(found, { timeout: 15_000 }).toBeDefined()
  return found()?.email.text ?? ''
}

test('a group with courses and a learner by the Northpass API: nobody is mailed, and the courses are there when they authenticate', async () => {
  const group = (await northpass.post('/v2/groups', attributes({ name: 'Acme' }))).body.data.id
  expect((await northpass.post('/v2/groups', attributes({ name: 'Acme' }))).body.data.id).toBe(group)
  const listed = await northpass.get('/v2/courses?filter[name][eq]=IELTS')
  const course = listed.body.data[0].id
  expect(course).toBe(
    toUuid(
      'courses',
      (
        await query(`select id from courses where name = 'ielts' and organization_id =
    (select id from organizations where slug = 'lakeside')`)
      )[0].id,
    ),
  )
  await northpass.post(`/v2/groups/${group}/relationships/courses`, { data: [{ type: 'courses', id: course }] })

  const made = await northpass.post('/v2/people', attributes(ida))
  expect(made).toMatchObject({ status: 201, body: { data: { attributes: { registration_status: 'not_activated' } } } })
  const person = made.body.data.id
  const again = await northpass.post('/v2/people', attributes(ida))
  expect(again).toMatchObject({ status: 200, body: { data: { id: person } } })
  // An invitation is sent again only where people do not sign in by a provider of their own.
  for (const resend of [
    northpass.post('/v2/people', attributes({ ...ida, resend_invitation: true })),
    northpass.put(`/v2/people/${person}`, attributes({ resend_invitation: true })),
    northpass.post(`/v1/learners/${person}/resend-invitation`),
  ])
    expect(await resend).toMatchObject({
      status: 422,
      body: { errors: [{ detail: expect.stringContaining('elsewhere') }] },
    })
  await northpass.post(`/v2/groups/${group}/relationships/people`, { data: [{ type: 'people', id: person }] })

  const { jar, location } = await authenticate()
  expect(location?.href).toBe(`${usher.url}/courses`)
  expect(await courses(jar)).toEqual(['ielts'])
  expect((await northpass.get(`/v2/people/${person}`)).body.data.attributes).toMatchObject({
    registration_status: 'activated',
    activated_at: expect.any(String),
  })
  const resent = await northpass.post(`/v1/learners/${person}/resend-invitation`)
  expect(resent).toMatchObject({ status: 422 })
  expect(await mailsTo(ida.email)).toEqual([])
})

test.each(['student API', 'POST /api/provision', 'an order of a shop', 'a share link', 'an invitation'])(
  'by %s: no mail and no link, and what was given is there',
  async way => {
    const withoutMail = { welcome_email_sent: false, set_password_url: null }
    if (way === 'student API') {
      const key = lakeside.credentials.authorization?.replace('Bearer ', '')
      const { body } = await usher.call('/provision/student/', { ...ida, courses: ['ielts'] }, key)
      expect(body).toMatchObject({ status: 'success', ...withoutMail })
    } else if (way === 'POST /api/provision') {
      const { body } = await lakeside.post('/api/provision', { user: ida, courses: ['ielts'] })
      expect(body).toMatchObject(withoutMail)
    } else if (way === 'an order of a shop') {
      const order = { user: ida, lines: [{ product: 'ielts' }], payment: 'external', external_ref: 'woo-1' }
      expect(await lakeside.post('/api/orders', order)).toMatchObject({ status: 201 })
    } else if (way === 'a share link') {
      const { body } = await lakeside.post('/api/links', { target: { course: 'ielts' } })
      const token = body.url.split('/').at(-1)
      const opened = await lakeside.get(`/api/join/${token}`)
      // Its page leads to the school's own sign-in, since no mail will.
      expect(opened.body.organization).toMatchObject({ name: 'Lakeside', sign_in_at: 'lakeside' })
      expect(await lakeside.post(`/api/join/${token}`, ida)).toMatchObject({ status: 202, body: { state: 'joined' } })
    } else {
      const invited = await lakeside.post('/api/invitations', { ...ida, courses: ['ielts'] })
      expect(invited).toMatchObject({ status: 201, body: { state: 'pending' } })
      expect(await lakeside.post(`/api/invitations/${invited.body.id}/resend`)).toMatchObject({ status: 409 })
    }
    expect(await mailsTo(ida.email)).toEqual([])
    const { jar, location } = await authenticate()
    expect(location?.href).toBe(`${usher.url}/courses`)
    expect(await courses(jar)).toEqual(['ielts'])
    expect(await mailsTo(ida.email)).toEqual([])
  },
)

test('who was invited into a team accepts by signing in, once, and it is told so in the log', async () => {
  const team = (await lakeside.post('/api/teams', { name: 'Morning' })).body.id
  const invited = await lakeside.post('/api/invitations', { ...ida, team, courses: ['gmat'] })
  const expired = await lakeside.post('/api/invitations', { ...ida, courses: ['pte'] })
  await query(`update invitations set expires_at = now() where id = $1`, [expired.body.id])
  const { jar } = await authenticate()
  expect(await courses(jar)).toEqual(['gmat'])
  expect((await lakeside.get(`/api/invitations/${invited.body.id}`)).body.state).toBe('accepted')
  expect((await lakeside.get(`/api/invitations/${expired.body.id}`)).body.state).toBe('expired')
  const members = await lakeside.get(`/api/teams/${team}/members`)
  expect(members.body.data).toMatchObject([{ email: ida.email }])
  const log = await lakeside.get(`/api/operations?email=${ida.email}&kind=accept_invitation`)
  expect(log.body.data).toMatchObject([{ source: `identity provider ${school.id}`, result: 'changed' }])
  expect(await courses((await authenticate()).jar)).toEqual(['gmat'])
})

test('who is invited as more than a learner is asked to prove whose mailbox it is first', async () => {
  await lakeside.post('/api/invitations', { ...ida, role: 'admin' })
  const { location } = await authenticate()
  expect(location?.searchParams.get('prove')).toMatch(new RegExp(`^${school.id}\\.`))
  expect(
    await query(
      `select from invitations where accepted_at is not null and user_id =
    (select id from users where email = $1)`,
      [ida.email],
    ),
  ).toEqual([])
})

test('who has come in is told of a new course and of its end, with a link to the school’s own sign-in; who has not is told nothing', async () => {
  await lakeside.post('/api/provision', { user: ida, courses: ['ielts'] })
  await lakeside.post('/api/provision', { user: ida, courses: ['gmat'] })
  expect(await mailsTo(ida.email)).toEqual([])
  await authenticate()
  const given = await lakeside.post('/api/provision', { user: ida, courses: ['pte'] })
  expect(given.body).toMatchObject({ welcome_email_sent: false, set_password_url: null })
  expect(await mailsTo(ida.email)).toEqual([{ kind: 'welcome' }])
  const told = await letter(ida.email, /access to PTE/)
  expect(told).toContain(`${usher.url}/sign-in/lakeside\n`)
  expect(told).not.toMatch(/password/)
  await lakeside.post('/api/orders', {
    user: ida,
    lines: [{ product: 'gre' }],
    payment: 'external',
    external_ref: 'woo-2',
  })
  expect(await letter(ida.email, /access to GRE/)).toContain(`${usher.url}/sign-in/lakeside\n`)
  await lakeside.post('/api/provision', { user: ida, courses: ['ielts'], send_welcome_email: false })
  expect(await mailsTo(ida.email)).toEqual([{ kind: 'welcome' }, { kind: 'welcome' }])

  const [reminded] = await query(
    `with enrollment as (
      update enrollments set ends_at = now() + interval '3 days'
      where user_id = $1 and course_id in (select id from courses where name = 'gmat') returning *
    )
    insert into messages (kind, user_id, organization_id, enrollment_id, ends_at, due_at)
    select 'access_ending', enrollment.user_id, course.organization_id, enrollment.id, enrollment.ends_at, now()
    from enrollment join courses course on course.id = enrollment.course_id returning id`,
    [given.body.user.id],
  )
  expect(reminded).toBeDefined()
  const reminder = await letter(ida.email, /access to GMAT ends/)
  expect(reminder).toContain(`${usher.url}/sign-in/lakeside\n`)
  expect(reminder).not.toMatch(/password/)
})

test('a person with a password elsewhere is told of a course here by a link to here', async () => {
  const person = await signIn(usher)
  await query('update users set email_verified = true, password_set_at = now(), activated_at = now() where id = $1', [
    person.id,
  ])
  await lakeside.post('/api/users', { email: person.email, first_name: 'Pat' })
  expect(await mailsTo(person.email)).toEqual([])
  await lakeside.post('/api/provision', { user: { email: person.email, first_name: 'Pat' }, courses: ['gre'] })
  expect(await letter(person.email, /access to GRE/)).toContain(`${usher.url}/sign-in/lakeside\n`)
})
