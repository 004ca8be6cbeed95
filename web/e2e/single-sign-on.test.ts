/** From typing an address to a learner's course by a provider that others made, and what those meet who do not come in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Api } from '../../server/test/api.ts'
import { startCertifiedProvider } from '../../server/test/certified-provider.ts'
import { examine } from './examine.ts'
import { enterAndLeave, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let idp: Awaited<ReturnType<typeof startCertifiedProvider>>
let api: Api
let id: number
const phone = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const
const client = { client_id: 'usher', client_secret: 'a secret between the two' }

beforeAll(async () => {
  stage = await startStage()
  api = await stage.api()
  idp = await startCertifiedProvider(async issuer => {
    const oidc = { issuer, client_id: client.client_id }
    const { body } = await api.post('/api/identity-providers', {
      name: 'Lakeside School',
      oidc,
      client_secret: client.client_secret,
    })
    id = body.id
    return [{ ...client, redirect_uris: [body.ours.redirect_uri] }]
  })
  await stage.database.query(`insert into domains (organization_id, name, token, proven_at)
    select id, 'school.example', 'x', now() from organizations where slug = 'acme-prep'`)
  await api.post('/api/provision', { user: { email: 'ida@school.example', first_name: 'Ida' }, courses: ['ielts'] })
})
afterAll(async () => {
  await stage.close()
  idp.close()
})

async function goBy(address: string) {
  const page = await stage.openPage({ ...phone, alsoAt: idp.issuer })
  await page.goto(address)
  return page
}

test('a provider is tried, switched on and required', async () => {
  const { body } = await api.post(`/api/identity-providers/${id}/test`)
  const page = await goBy(body.url)
  expect(page.url()).toContain('?test=')
  expect((await api.patch(`/api/identity-providers/${id}`, { enabled: true })).status).toBe(200)
  await api.patch('/api/organizations/acme-prep', { sign_in_mode: 'single_sign_on' })
})

test('who types an address of the school comes by its provider to the page that was asked for', async () => {
  const page = await goBy('/courses?from=mail')
  await see(page, 'Sign in')
  await page.getByLabel('Email address').fill('ida@school.example')
  await page.getByRole('button', { name: 'Go on' }).click()
  await see(page, 'My courses')
  await page.getByRole('heading', { name: 'IELTS' }).waitFor()
  expect(page.url()).toBe(`${stage.url}/courses?from=mail`)
})

test("the school's own page has a button for its provider, and no password", async () => {
  const page = await goBy('/sign-in/acme-prep?to=/profile')
  await see(page, 'Sign in to Acme Prep')
  await examine(page)
  expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0)
  await page.getByRole('link', { name: 'Sign in with Lakeside School' }).click()
  await see(page, 'My profile')
})

test('a session that ended under a form is begun again in a window beside it, and what was typed is saved', async () => {
  const page = await goBy('/sign-in/acme-prep?to=/profile')
  await page.getByRole('link', { name: 'Sign in with Lakeside School' }).click()
  await see(page, 'My profile')
  await page.getByLabel('First name').fill('Johanna')
  await stage.database.query('delete from sessions')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Sign in again' })
  const beside = page.context().waitForEvent('page')
  await dialog.getByRole('link', { name: 'Sign in with Lakeside School' }).click()
  await see(await beside, 'It is you')
  await (await beside).close()
  await page.evaluate(`window.dispatchEvent(new Event('focus'))`)
  await page.getByText('Saved.', { exact: true }).waitFor()
  expect(await page.getByLabel('First name').inputValue()).toBe('Johanna')
})

test('what does not let somebody in says what to do, with a number for the administrator', async () => {
  const page = await goBy('/sign-in/acme-prep?refused=not_known&number=4711')
  await page.getByRole('alert').filter({ hasText: 'You are not known here' }).filter({ hasText: '4711' }).waitFor()
  await examine(page)
  // Words that nobody of ours wrote are shown nowhere.
  await page.goto('/sign-in?refused=constructor&number=call%20555')
  await page.getByText('Your sign-in could not be accepted').waitFor()
  expect(await page.getByText('555').count()).toBe(0)
})

test('who is signed in by password is led to the sign-in of a place that it does not open', async () => {
  await api.patch('/api/organizations/acme-prep', { sign_in_mode: 'password' })
  const page = await goBy('/')
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  await api.patch('/api/organizations/acme-prep', { sign_in_mode: 'single_sign_on' })
  await signIn(page, learner.email)
  await see(page, 'My courses')
  expect(await page.getByRole('heading', { name: 'IELTS' }).count()).toBe(0)
  await page.getByText('Opened by another sign-in').waitFor()
  expect(await page.getByText('No courses yet').count()).toBe(0)
  await page.getByRole('link', { name: 'Sign in to Acme Prep' }).click()
  await see(page, 'Sign in to Acme Prep')
  await page.goto('/console/acme-prep/users')
  await see(page, 'Sign in to Acme Prep')
  expect(new URL(page.url()).searchParams.get('to')).toBe('/console/acme-prep/users')
})

test('an account that is there already is joined by its password, once', async () => {
  await api.patch('/api/organizations/acme-prep', { sign_in_mode: 'password' })
  const page = await goBy('/')
  // The provider says this address of whoever comes.
  await stage.database.query(`update users set email = 'ida.before@school.example' where email = 'ida@school.example'`)
  await stage.database.query('delete from identities')
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  await stage.database.query(`update users set email = 'ida@school.example' where email = $1`, [learner.email])
  await page.goto('/sign-in/acme-prep?to=/profile')
  await page.getByRole('link', { name: 'Sign in with Lakeside School' }).click()
  await see(page, 'You have an account already')
  await examine(page)
  await signIn(page, 'ida@school.example')
  await see(page, 'My profile')
  expect((await stage.database.query('select from identities')).rowCount).toBe(1)
})
