/** From an organization's provider to a learner's courses, and who does not come in. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { type Jar, openSchool, type School, visit } from '../../test/sign-on.ts'

let usher: TestServer
let school: School
let lakeside: Api
let other: Api
beforeAll(async () => {
  usher = await startTestServer()
  const top = await openApi(usher)
  for (const slug of ['lakeside', 'other']) await top.post('/api/organizations', { name: slug, slug })
  await query('update organizations set rate_limit = 0')
  lakeside = await openApi(usher, { organization: 'lakeside' })
  other = await openApi(usher, { organization: 'other' })
  for (const api of [lakeside, other])
    await api.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })
  school = await openSchool(usher, 'lakeside')
  await query(`insert into domains (organization_id, name, token, proven_at)
    select id, 'school.example', 'x', now() from organizations where slug = 'lakeside'`)
})
afterAll(async () => {
  school.idp.close()
  await usher.close()
})

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows
const of = (name: string) => ({
  sub: `${name}-1`,
  email: `${name}@school.example`,
  given_name: name,
  family_name: 'Example',
})
const me = async (jar: Map<string, string>) => {
  const { status, body } = await visit(jar, `${usher.url}/api/me`)
  return { status, body: JSON.parse(body) }
}
const courses = async (jar: Map<string, string>) =>
  JSON.parse((await visit(jar, `${usher.url}/api/me/courses`)).body).courses.map(({ name }: { name: string }) => name)
const activatedAt = async (name: string) =>
  (await query('select activated_at from users where email = $1', [of(name).email]))[0].activated_at
const told = (location: URL | null) => location?.searchParams.get('refused')
const lastNoted = async () => (await lakeside.get(`/api/identity-providers/${school.id}/sign-ons?limit=1`)).body.data[0]

test('a learner who was provisioned is mailed nothing, and has their courses when they authenticate', async () => {
  await lakeside.patch('/api/organizations/lakeside', { sign_in_mode: 'single_sign_on' })
  const made = await lakeside.post('/api/provision', {
    user: { email: 'ida@school.example', first_name: 'Ida' },
    courses: ['ielts'],
  })
  expect(made.body).toMatchObject({ welcome_email_sent: false, set_password_url: null })
  const { location, jar } = await school.signOn(of('ida'), { to: '/courses/ielts?x=1' })
  expect(location?.href).toBe(`${usher.url}/courses/ielts?x=1`)
  expect(await courses(jar)).toEqual(['ielts'])
  expect((await me(jar)).body).toMatchObject({
    user: { id: made.body.user.id },
    signed_in_by: { method: 'provider' },
    organizations: [{ slug: 'lakeside' }],
  })
  expect(await query(`select from messages where user_id = $1`, [made.body.user.id])).toEqual([])
  expect(await lastNoted()).toMatchObject({ result: 'signed_in', user_id: made.body.user.id, subject: 'ida-1' })
  const [since, again] = [await activatedAt('ida'), await school.signOn(of('ida'))]
  expect(since).toEqual(expect.any(Date))
  expect([told(again.location), await activatedAt('ida')]).toEqual([null, since])
  expect((await lakeside.get('/api/users?email=ida@school.example')).body.data).toMatchObject([{ password_set: false }])
  const log = await lakeside.get('/api/operations?email=ida@school.example&kind=link_identity')
  expect(log.body.data).toMatchObject([{ source: `identity provider ${school.id}` }])
})

test('what a provider says of itself is kept, until somebody changes what is said of it', async () => {
  const asked = () => school.idp.count('/.well-known/openid-configuration')
  const before = asked()
  await school.signOn(of('ida'))
  expect(asked()).toBe(before)
  await lakeside.patch(`/api/identity-providers/${school.id}`, { name: 'Lakeside' })
  await school.signOn(of('ida'))
  expect(asked()).toBe(before + 1)
})

test('whoever has an address of a proven domain joins at the first sign-in, once for two at the same moment', async () => {
  const { jar } = await school.signOn(of('cy'))
  expect((await me(jar)).body).toMatchObject({
    user: { email: 'cy@school.example', first_name: 'cy', last_name: 'Example' },
  })
  const again = await Promise.all([1, 2, 3].map(() => school.signOn(of('dee'))))
  expect(again.map(({ location }) => told(location))).toEqual([null, null, null])
  expect(await query(`select from identities where subject = 'dee-1'`)).toHaveLength(1)
  expect(await query(`select from users where email = 'dee@school.example'`)).toHaveLength(1)
})

test('a stranger’s address gives nothing, in the same words whether or not it is known', async () => {
  await other.post('/api/users', { email: 'known@other.example', first_name: 'Kim', send_welcome_email: false })
  for (const email of ['known@other.example', 'nobody@other.example', null]) {
    const { location, jar } = await school.signOn({ sub: `x ${email}`, email, email_verified: true, given_name: 'X' })
    expect(location?.pathname).toBe('/sign-in/lakeside')
    expect(told(location)).toBe('not_known')
    expect((await me(jar)).status).toBe(401)
    const { id, code } = await lastNoted()
    expect(location?.searchParams.get('number')).toBe(String(id))
    expect(code).toBe(email === null ? 'no_email' : 'unknown_person')
  }
})

test('the identity is the subject: another address of the same subject is the same person, another subject is nobody', async () => {
  const { jar } = await school.signOn(of('eva'))
  const { body } = await me(jar)
  const moved = await school.signOn({ ...of('eva'), email: 'eva.new@school.example' })
  expect((await me(moved.jar)).body.user.id).toBe(body.user.id)
  // Whoever has the address now is not let in as who had it: an account that is the organization's own is linked again, for it
  // says who its people are; but never one that is more.
  await query(`update memberships set role = 'manager' where user_id = $1`, [body.user.id])
  const { location } = await school.signOn({ ...of('eva'), sub: 'another subject' })
  expect(location?.searchParams.get('prove')).toMatch(new RegExp(`^${school.id}\\.`))
})

test('an account that others know too is joined by its own password, and then opens the school alone', async () => {
  const person = await signIn(usher, { organization: 'other' })
  await query(`insert into domains (organization_id, name, token, proven_at)
    select id, 'example.com', 'x', now() from organizations where slug = 'lakeside'`)
  const claims = { sub: 'shared-1', email: person.email, given_name: 'Pat' }
  const { location, jar } = await school.signOn(claims, { to: '/courses' })
  const ticket = location?.searchParams.get('prove')
  expect((await me(jar)).status).toBe(401)
  const prove = (with_: Map<string, string>) =>
    visit(with_, `${usher.url}/api/sign-on/prove`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    })
  expect((await prove(jar)).status).toBe(401)
  // Somebody else's session, and the right one in another browser, prove nothing.
  const stranger = await signIn(usher, { organization: 'other' })
  const session = (cookie: string) => cookie.split('=') as [string, string]
  const elsewhere = new Map([session(person.cookie)])
  expect(JSON.parse((await prove(elsewhere)).body).url).toContain('refused=begin_again')
  const withStranger = new Map([...jar, session(stranger.cookie)])
  expect(JSON.parse((await prove(withStranger)).body).url).toContain('prove=')
  const next = await school.signOn(claims, { to: '/courses', jar: new Map(jar) })
  const mine = new Map([...next.jar, session(person.cookie)])
  const proveMine = () =>
    visit(mine, `${usher.url}/api/sign-on/prove`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket: next.location?.searchParams.get('prove') }),
    })
  // Whoever finds a browser open joins nothing to its account: that would be a way in for good.
  await query(`update sessions set proven_at = now() - interval '11 minutes' where user_id = $1`, [person.id])
  expect(JSON.parse((await proveMine()).body)).toMatchObject({ code: 'proof_needed', how: ['password'] })
  await query('update sessions set proven_at = now() where user_id = $1', [person.id])
  const done = await proveMine()
  expect(JSON.parse(done.body)).toEqual({ url: `${usher.url}/courses` })
  expect((await me(mine)).body.organizations.map(({ slug }: { slug: string }) => slug)).toEqual(['lakeside'])
  expect(told((await school.signOn(claims)).location)).toBeNull()
})

test('who is suspended, or was taken out where only members come in, does not come in', async () => {
  const { jar } = await school.signOn(of('fay'))
  const { id } = (await me(jar)).body.user
  await lakeside.patch(`/api/memberships/lakeside/${id}`, { suspended: true })
  expect(told((await school.signOn(of('fay'))).location)).toBe('suspended')
  await lakeside.patch(`/api/memberships/lakeside/${id}`, { suspended: false })
  expect(told((await school.signOn(of('fay'))).location)).toBeNull()
  await lakeside.delete(`/api/memberships/lakeside/${id}`)
  await lakeside.patch(`/api/identity-providers/${school.id}`, { members_only: true })
  expect(told((await school.signOn(of('fay'))).location)).toBe('not_known')
  await lakeside.patch(`/api/identity-providers/${school.id}`, { members_only: false })
  expect(told((await school.signOn(of('fay'))).location)).toBeNull()
})

test('an answer counts once, in the browser that asked, at the provider that was asked', async () => {
  const { jar, back } = await school.away(of('gil'))
  expect(told((await visit(new Map(), back)).location)).toBe('begin_again')
  const others = (await school.away(of('gil'))).jar
  expect(told((await visit(others, back)).location)).toBe('begin_again')
  const elsewhere = new URL(back.href.replace(`/sign-on/${school.id}/`, `/sign-on/${school.id + 1}/`))
  expect(told((await visit(jar, elsewhere)).location)).toBe('no_provider')
  expect(told((await visit(jar, back)).location)).toBeNull()
  expect(told((await visit(jar, back)).location)).toBe('begin_again')
  const twice = new URL(back)
  twice.searchParams.append('state', back.searchParams.get('state') ?? '')
  expect(told((await visit(jar, twice)).location)).toBe('begin_again')
})

test('what one provider was asked is no answer at another one', async () => {
  const second = await openSchool(usher, 'other')
  const { jar, back } = await school.away(of('kay'))
  const there = new URL(back.href.replace(`/sign-on/${school.id}/`, `/sign-on/${second.id}/`))
  expect(told((await visit(jar, there)).location)).toBe('begin_again')
  expect(told((await visit(jar, back)).location)).toBeNull()
  second.idp.close()
})

test('who comes back after the provider was switched off is not let in, nor made a member', async () => {
  const { jar, back } = await school.away(of('jan'))
  await lakeside.patch(`/api/identity-providers/${school.id}`, { enabled: false })
  const { location } = await visit(jar, back)
  expect(told(location)).toBe('no_provider')
  expect(await lastNoted()).toMatchObject({ id: Number(location?.searchParams.get('number')), code: 'no_provider' })
  expect(await query(`select from users where email = 'jan@school.example'`)).toEqual([])
  const start = await visit(new Map(), `${usher.url}/api/sign-on/${school.id}/start?to=/courses`)
  expect(start.location?.searchParams.get('next')).toBe('/courses')
  expect(await lastNoted()).toMatchObject({ id: Number(start.location?.searchParams.get('number')) })
  await lakeside.patch(`/api/identity-providers/${school.id}`, { enabled: true })
})

test.each([
  ['//evil.example/x', '/'],
  ['https://evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/o/lakeside/../../x', '/x'],
  ['/join/abc?y=1#z', '/join/abc?y=1#z'],
])('after signing in one stands at a path of ours: %s', async (to, path) => {
  const { location } = await school.signOn(of('hal'), { to })
  expect(location?.href).toBe(usher.url + path)
})

test('who was refused goes on to where they wanted when they try again', async () => {
  const unknown = await school.signOn({ sub: 'lee-1', email: 'lee@elsewhere.example' }, { to: '/courses/ielts?x=1' })
  const { jar, back } = await school.away(of('lee'), { to: '/courses' })
  back.searchParams.delete('code')
  const failed = await visit(jar, back)
  for (const [{ location }, next] of [
    [unknown, '/courses/ielts?x=1'],
    [failed, '/courses'],
  ] as const)
    expect([told(location) !== null, location?.searchParams.get('next')]).toEqual([true, next])
})

test('who is known comes in by few turns to the database', async () => {
  await school.signOn(of('mia'))
  const { jar, back } = await school.away(of('mia'))
  const asked: string[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...sent: unknown[]) {
    const [first] = sent as [string | { text?: string }]
    asked.push((typeof first === 'string' ? first : first.text) ?? '')
    return (query as (...sent: unknown[]) => unknown).apply(this, sent)
  } as typeof query
  const { location } = await visit(jar, back).finally(() => {
    pg.Client.prototype.query = query
  })
  expect(told(location)).toBeNull()
  // Workers look at their queues meanwhile, and so does the clock.
  const ofOthers = /^\s*(set|select pg_notify|with recursive)|\bjobs\b/i
  // The provider, what waits, who it is, the session, the note.
  expect(asked.filter(text => !ofOthers.test(text))).toHaveLength(5)
})

test('what the provider refuses is told in our words, and never in its own', async () => {
  const { jar, back } = await school.away(of('ivy'))
  back.searchParams.delete('code')
  back.searchParams.set('error', 'access_denied')
  back.searchParams.set('error_description', '<b>Call 555</b>')
  const { location } = await visit(jar, back)
  expect(told(location)).toMatch(/^(provider_refused|not_taken)$/)
  expect(location?.href).not.toContain('555')
})

test('who tries a provider that says nothing of itself reads why in its report', async () => {
  const { issuer } = school.idp
  const { body: made } = await lakeside.post('/api/identity-providers', {
    ...{ name: 'Of another name', oidc: { issuer: `${issuer}/`, client_id: 'usher' }, client_secret: 'a secret' },
  })
  const { body: test } = await lakeside.post(`/api/identity-providers/${made.id}/test`)
  const { location } = await visit(new Map(), test.url)
  expect(location?.pathname).toBe(`/console/lakeside/settings/sign-in/${made.id}`)
  const { body } = await lakeside.get(`/api/identity-providers/${made.id}/sign-ons`)
  expect(body.data).toEqual([
    expect.objectContaining({
      ...{ id: Number(location?.searchParams.get('test')), result: 'tested' },
      ...{ refused_by: 'discovery', code: 'issuer_other', detail: `it calls itself ${issuer}` },
    }),
  ])
})

test('a domain of addresses says how they sign in, whoever they are', async () => {
  const ways = async (email: string) =>
    (
      await visit(new Map(), `${usher.url}/api/sign-in/ways`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email }),
      })
    ).body
  const known = await ways('ida@school.example')
  expect(JSON.parse(known)).toMatchObject({ password: false, providers: [{ id: school.id }] })
  expect(await ways('nobody.at.all@school.example')).toBe(known)
  expect(JSON.parse(await ways('jane@elsewhere.example'))).toEqual({ password: true, providers: [] })
  const page = await visit(new Map(), `${usher.url}/api/sign-in/ways/lakeside`)
  expect(JSON.parse(page.body)).toMatchObject({ password: false, organization: { name: 'lakeside' } })
})

test('who shows once more that it is them signs in anew, in the same session: nobody else does it for them', async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const anew = { ...of('fay'), auth_time: seconds }
  const { jar } = await school.signOn(of('fay'))
  const post = (path: string, by: Jar, body: object = {}) =>
    visit(by, `${usher.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const ask = async (by = jar) => {
    const { body } = await post('/api/me/proof/provider', by, { to: '/console/lakeside?x=1' })
    return JSON.parse(body).url as string
  }
  const sessions = () => query('select id, proven_at from sessions order by id')
  await query(`update sessions set proven_at = now() - interval '11 minutes'`)
  const before = await sessions()

  const refused = async (claims: object, change?: (by: Jar) => unknown, by = new Map(jar)) => {
    const { back } = await school.away(claims, { jar: by, start: await ask(by) })
    await change?.(by)
    return told((await visit(by, back)).location)
  }
  expect(await refused({ ...of('gus'), auth_time: seconds })).toBe('other_person')
  expect(await refused({ ...anew, iss: 'https://elsewhere.example' })).toBe('not_taken')
  expect(await refused({ ...anew, auth_time: seconds - 200 })).toBe('not_anew')
  expect(await refused(of('fay'))).toBe('not_anew')
  expect(await refused(anew, by => by.delete('usher_sign_on'))).toBe('begin_again')
  expect(await refused(anew, by => by.delete('usher_session'))).toBe('other_person')
  const theirs = (await school.signOn({ ...of('gus') })).jar.get('usher_session') ?? ''
  await query(`update sessions set proven_at = now() - interval '11 minutes'`)
  expect(await refused(anew, by => by.set('usher_session', theirs))).toBe('other_person')
  const ended = (await school.signOn(of('fay'))).jar
  expect(await refused(anew, by => post('/api/auth/sign-out', new Map(by)), ended)).toBe('other_person')
  expect(await sessions()).toHaveLength(before.length + 1)
  expect((await query(`select from sessions where proven_at > now() - interval '10 minutes'`)).length).toBe(0)

  const asked = (await visit(jar, await ask())).location?.searchParams
  expect([asked?.get('prompt'), asked?.get('max_age')]).toEqual(['login', '0'])
  const { back } = await school.away(anew, { jar, start: await ask() })
  const { location } = await visit(jar, back)
  expect(location?.href).toBe(`${usher.url}/console/lakeside?x=1`)
  expect(await sessions()).toHaveLength(before.length + 1)
  expect(await query(`select user_id from sessions where proven_at > now() - interval '10 minutes'`)).toEqual([
    { user_id: (await me(jar)).body.user.id },
  ])
  expect(told((await visit(jar, back)).location)).toBe('begin_again')
  const person = await signIn(usher, { organization: 'other' })
  expect(await person.post('/api/me/proof/provider', {})).toMatchObject({
    status: 403,
    body: { code: 'proof_needed', how: ['password'] },
  })
})
