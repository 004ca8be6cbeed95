/** The whole way by a certified provider that others made: from trying it to being signed out by it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { createBrowser, openCertifiedSchool } from '../../test/certified-provider.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Jar, visit } from '../../test/sign-on.ts'

let usher: TestServer
let acme: Api
let provider: Awaited<ReturnType<typeof openCertifiedSchool>>['provider']
let signOn: Awaited<ReturnType<typeof openCertifiedSchool>>['signOn']
let id: number
beforeAll(async () => {
  usher = await startTestServer()
  acme = await openApi(usher)
  ;({ id, provider, signOn } = await openCertifiedSchool(usher, acme))
})
afterAll(async () => {
  provider.close()
  await usher.close()
})

test('it is tried, switched on, signs a member in, and signs out whom it signs out', async () => {
  await acme.post('/api/users', { email: 'ida@school.example', first_name: 'Ida', send_welcome_email: false })
  const trial = await acme.post(`/api/identity-providers/${id}/test`)
  const tried = await signOn(trial.body.url)
  expect((await visit(tried.jar, `${usher.url}/api/me`)).status).toBe(401)
  const [report] = (await acme.get(`/api/identity-providers/${id}/sign-ons`)).body.data
  expect(report).toMatchObject({
    result: 'tested',
    subject: 'ida-4711',
    report: { claims: { first_name: 'Ida' }, who: { kind: 'comes' } },
  })
  expect(report.report.checks.length).toBeGreaterThan(10)
  expect((await visit(new Map(), trial.body.url)).status).toBe(410)
  expect(await acme.patch(`/api/identity-providers/${id}`, { enabled: true })).toMatchObject({ status: 200 })

  const { jar, location } = await signOn(`${usher.url}/api/sign-on/${id}/start?to=/courses`)
  expect(location?.href).toBe(`${usher.url}/courses`)
  expect((await visit(jar, `${usher.url}/api/me`)).status).toBe(200)

  const other = await signOn(`${usher.url}/api/sign-on/${id}/start`)
  const signOut = createBrowser()
  const again = await signOn(`${usher.url}/api/sign-on/${id}/start`, signOut)
  await signOut.follow(
    `${provider.issuer}/session/end?client_id=usher&post_logout_redirect_uri=${usher.url}/sign-in`,
    provider.issuer,
  )
  const letter = provider.told.at(-1)
  expect(letter?.url).toBe(`${usher.url}/api/sign-on/${id}/backchannel-logout`)
  const post = (body: URLSearchParams | undefined) => fetch(letter?.url ?? '', { method: 'POST', body })
  expect((await post(new URLSearchParams({ logout_token: 'nonsense' }))).status).toBe(400)
  expect((await visit(again.jar, `${usher.url}/api/me`)).status).toBe(200)
  expect((await post(letter?.form)).status).toBe(200)
  expect((await visit(again.jar, `${usher.url}/api/me`)).status).toBe(401)
  expect((await visit(other.jar, `${usher.url}/api/me`)).status).toBe(200)
  expect((await post(letter?.form)).status).toBe(400)
})

test('who signs out is signed out there too, where that is set, and here whatever becomes of it', async () => {
  const start = `${usher.url}/api/sign-on/${id}/start`
  const signOut = async (jar: Jar) => {
    const answer = await visit(jar, `${usher.url}/api/auth/sign-out`, { method: 'POST' })
    expect((await visit(jar, `${usher.url}/api/me`)).status).toBe(401)
    return JSON.parse(answer.body).url
  }
  const before = await signOn(start)
  expect(await signOut((await signOn(start)).jar)).toBeNull()
  expect(await acme.patch(`/api/identity-providers/${id}`, { signs_out_there: true })).toMatchObject({
    status: 200,
    body: { enabled: true },
  })
  const browser = createBrowser()
  const { jar } = await signOn(start, browser)
  const { rows } = await usher.database.pool.query('select * from sessions')
  expect(JSON.stringify(rows)).not.toContain('eyJ')
  const cookie = jar.get('usher_session')
  const url = await signOut(jar)
  expect(new URL(url).searchParams.get('id_token_hint')).toMatch(/^eyJ/)
  const count = provider.told.length
  const back = await browser.follow(url, provider.issuer)
  expect(provider.told).toHaveLength(count + 1) // it ended its session, and told so
  expect(await visit(new Map(), back)).toMatchObject({
    location: { href: `${usher.url}/sign-in/acme-prep?signed_out=true` },
  })
  // Twice, and who signed in before it was set: nothing was kept of them, and the provider asks.
  expect(await signOut(new Map(cookie ? [['usher_session', cookie]] : []))).toBeNull()
  const unhinted = new URL(await signOut(before.jar))
  expect([unhinted.searchParams.get('id_token_hint'), unhinted.searchParams.get('client_id')]).toEqual([null, 'usher'])
  await acme.patch(`/api/identity-providers/${id}`, { signs_out_there: false })
  expect(await signOut((await signOn(start)).jar)).toBeNull()
})
