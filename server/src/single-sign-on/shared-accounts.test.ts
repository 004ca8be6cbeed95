/** An identity stays when its account comes to be shared, or goes into another one: it opens what it opened, and nothing more. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi, openApiAs } from '../../test/api.ts'
import { call } from '../../test/operations.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { signIn } from '../../test/sessions.ts'
import { type Jar, openSchool, type School } from '../../test/sign-on.ts'
import { requireNotShutOut } from '../api/require-not-shut-out.ts'

let usher: TestServer
let top: Api
let lakeside: Api
let other: Api
let lakesideIdp: School
let otherIdp: School
let count = 0

const query = async (text: string, values: unknown[] = []) => (await usher.database.pool.query(text, values)).rows

beforeAll(async () => {
  usher = await startTestServer()
  top = await openApi(usher)
  for (const slug of ['lakeside', 'other']) await top.post('/api/organizations', { name: slug, slug })
  await query('update organizations set rate_limit = 0')
  lakeside = await openApi(usher, { organization: 'lakeside' })
  other = await openApi(usher, { organization: 'other' })
  for (const [api, name] of [
    [lakeside, 'ielts'],
    [other, 'toefl'],
  ] as const)
    await api.post('/api/courses', { name, display_name: name, access: null })
  lakesideIdp = await openSchool(usher, 'lakeside')
  otherIdp = await openSchool(usher, 'other')
})
afterAll(async () => {
  lakesideIdp.idp.close()
  otherIdp.idp.close()
  await usher.close()
})

const someone = (name: string) => ({ email: `${name}-${++count}@school.example`, first_name: name })
const claimsOf = ({ email }: { email: string }) => ({ sub: `sub of ${email}`, email, given_name: 'X' })
const give = async (api: Api, user: { email: string; first_name: string }, course: string) =>
  (await api.post('/api/provision', { user, courses: [course], send_welcome_email: false })).body.user.id as number
const as = (jar: Jar, organization: string) =>
  openApiAs(usher, {
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    'usher-organization': organization,
  })
const opens = async (jar: Jar, organization = 'lakeside') => {
  const api = as(jar, organization)
  const [me, courses] = [await api.get('/api/me'), await api.get('/api/me/courses')]
  return {
    id: me.body.user?.id,
    organizations: me.body.organizations?.map(({ slug }: { slug: string }) => slug),
    closed: me.body.closed,
    courses: courses.body.courses?.map(({ name }: { name: string }) => name),
  }
}

test('who runs the provider of one school opens nothing of the other, once a person of theirs is known there too', async () => {
  const ida = someone('ida')
  const id = await give(lakeside, ida, 'ielts')
  const before = await lakesideIdp.signOn(claimsOf(ida))
  await give(other, ida, 'toefl')
  await other.patch(`/api/memberships/other/${id}`, { role: 'owner' })
  // The session of before, and whatever the provider says anew: of this person, or of the address that is an owner's elsewhere.
  const again = await lakesideIdp.signOn({ ...claimsOf(ida), email_verified: true, groups: ['owner'] })
  for (const { jar } of [before, again]) {
    expect(await opens(jar)).toEqual({ id, organizations: ['lakeside'], closed: [], courses: ['ielts'] })
    const api = as(jar, 'other')
    for (const [method, path, body] of [
      ['get', '/api/users', undefined],
      ['get', `/api/users/${id}`, undefined],
      ['post', '/api/keys', { name: 'Mine' }],
      ['get', `/api/users/${id}/sessions`, undefined],
      ['delete', `/api/users/${id}/sessions`, undefined],
    ] as const)
      expect(await call(api, method, path, body)).toMatchObject({ status: 404 })
    for (const [method, path, body] of [
      ['get', '/api/me/data', undefined],
      ['patch', '/api/me', { first_name: 'Mallory' }],
      ['post', '/api/me/email', { email: 'mallory@example.org', current_password: 'x' }],
    ] as const)
      expect(await call(api, method, path, body)).toMatchObject({ status: 403 })
  }
  const own = await query(`select provider_id from identities where user_id = $1`, [id])
  expect(own).toEqual([{ provider_id: lakesideIdp.id }])
  // Of the other school it is asked for by the other school's own.
  const there = await otherIdp.signOn(claimsOf(ida))
  expect(there.location?.searchParams.get('prove')).toBeTruthy()
})

test('of two accounts that are merged each identity comes in as the one, to where it came in before; undone, as its own again', async () => {
  const [jo, joe] = [someone('jo'), someone('joe')]
  const [kept, away] = [await give(lakeside, jo, 'ielts'), await give(other, joe, 'toefl')]
  const [joHere, joeThere] = [await lakesideIdp.signOn(claimsOf(jo)), await otherIdp.signOn(claimsOf(joe))]
  expect(await opens(joeThere.jar, 'other')).toMatchObject({ id: away, courses: ['toefl'] })
  const merged = await top.post(`/api/users/${kept}/merge`, { with: away })
  expect(merged).toMatchObject({ status: 200 })

  expect(await opens(joHere.jar)).toMatchObject({ id: kept, organizations: ['lakeside'], courses: ['ielts'] })
  // Whoever was signed in as the one that went is not: the account of the cookie is gone.
  expect(await opens(joeThere.jar, 'other')).toMatchObject({ id: undefined })
  expect(await opens((await lakesideIdp.signOn(claimsOf(jo))).jar)).toMatchObject({ id: kept, courses: ['ielts'] })
  expect(await opens((await otherIdp.signOn(claimsOf(joe))).jar, 'other')).toMatchObject({
    ...{ id: kept, organizations: ['other'], courses: ['toefl'] },
  })

  const [{ id: operation }] = await query(
    `select id from operations where kind = 'merge_users' and user_id = $1 order by id desc limit 1`,
    [kept],
  )
  expect(await top.post(`/api/operations/${operation}/undo`)).toMatchObject({ status: 200 })
  const apart = [await lakesideIdp.signOn(claimsOf(jo)), await otherIdp.signOn(claimsOf(joe))] as const
  expect(await opens(apart[0].jar)).toMatchObject({ id: kept, organizations: ['lakeside'], courses: ['ielts'] })
  expect(await opens(apart[1].jar, 'other')).toMatchObject({ id: away, organizations: ['other'], courses: ['toefl'] })
})

test('an identity of an account that went into another counts as that one’s, for what it may', async () => {
  const sam = someone('sam')
  const away = await give(lakeside, sam, 'ielts')
  await lakesideIdp.signOn(claimsOf(sam))
  const kept = await give(lakeside, someone('sue'), 'ielts')
  const admin = await signIn(usher, { organization: 'lakeside', role: 'admin' })
  const path = `/api/identity-providers/${lakesideIdp.id}`
  const change = (who: Api) => who.patch(path, { claims: { email: [`address-${++count}`] } })
  expect(await top.post(`/api/users/${kept}/merge`, { with: away })).toMatchObject({ status: 200 })
  expect(await change(admin)).toMatchObject({ status: 200 })
  await lakeside.patch(`/api/memberships/lakeside/${kept}`, { role: 'owner' })
  // It could say now that somebody is the owner.
  expect(await change(admin)).toMatchObject({ status: 403 })
  // And it lets the owner in, who is not shut out by making it the only way in.
  await query('update identity_providers set enabled = true where id = $1', [lakesideIdp.id])
  expect(await shutsOut(kept)).toBe(false)
  await query(`delete from identities where subject = $1`, [claimsOf(sam).sub])
  expect(await shutsOut(kept)).toBe(true)
  expect(await change(admin)).toMatchObject({ status: 200 })
})

/** Whether making single sign-on the only way into Lakeside would shut somebody out who is signed in by a password. */
async function shutsOut(id: number): Promise<boolean> {
  const [{ id: organizationId }] = await query(`select id from organizations where slug = 'lakeside'`)
  const signedInBy = { method: 'password', withSecondFactor: false, providerOf: null, provenAt: new Date() } as const
  const by = { actor: { kind: 'user', id }, source: null, ip: null, receivedAt: new Date() } as const
  const who = { by, signedInBy, organization: { id: organizationId, slug: 'lakeside' } }
  const making = usher.database.kysely.transaction().execute(async transaction => {
    await sql`update organizations set sign_in_mode = 'single_sign_on' where id = ${organizationId}`.execute(
      transaction,
    )
    await requireNotShutOut(transaction, who, organizationId)
    throw new Error('It is taken back again.')
  })
  return making.catch(error => /shut you out/.test(error.message))
}
