/** Setting up sign-in by an organization's own provider, from the console alone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCertifiedProvider } from '../../server/test/certified-provider.ts'
import { type NameServer, startNameServer } from '../../server/test/name-server.ts'
import { examine } from './examine.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let names: NameServer
let idp: Awaited<ReturnType<typeof startCertifiedProvider>> | undefined
beforeAll(async () => {
  names = await startNameServer()
  stage = await startStage({ dnsServers: [names.address] })
})
afterAll(async () => {
  await stage.close()
  idp?.close()
  names.close()
})

const narrow = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const
const client = { client_id: 'usher', client_secret: 'a secret between the two' }

test('a domain is claimed by who proves to be its owner, and proven by its record alone', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, narrow)
  await page.goto('/console/acme-prep/settings/sign-in?tab=domains')
  await see(page, 'Sign-in')
  await page.getByLabel('Domain', { exact: true }).fill('school.example')
  await stage.database.query(`update sessions set proven_at = now() - interval '11 minutes'`)
  const claim = page.getByRole('button', { name: 'Claim a domain' })
  await claim.click()
  const asked = page.getByRole('alertdialog', { name: 'Is it you?' })
  await asked.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Nothing was done: this asks first whether it is you.').waitFor()
  await claim.click()
  await asked.getByLabel('Current password').fill('wrong')
  await asked.getByLabel('Current password').press('Enter')
  await asked.getByRole('textbox', { name: 'Current password' }).and(page.locator('[aria-invalid=true]')).waitFor()
  await examine(page)
  await asked.getByLabel('Current password').fill('a long enough password')
  await asked.getByLabel('Current password').press('Enter')
  await page.getByText('Not proven yet').waitFor()
  await examine(page)
  await page.getByRole('button', { name: 'Prove' }).click()
  await page.getByText(/^There is no TXT record _usher\.school\.example/).waitFor()
  const [name = '', value = ''] = await page.locator('code').allTextContents()
  names.records.set(name, value)
  await page.getByRole('button', { name: 'Prove' }).click()
  await page.getByText('Proven', { exact: true }).waitFor()
})

test('a provider is added, tried, switched on, and lists who came', async () => {
  let page: Page | undefined
  idp = await startCertifiedProvider(async issuer => {
    page = await stage.openPageAs({ role: 'owner' }, { ...narrow, alsoAt: issuer })
    await page.goto('/console/acme-prep/settings?tab=access')
    await page.getByRole('link', { name: 'Providers and domains' }).click()
    await see(page, 'Sign-in')
    await page.getByRole('link', { name: 'Add a provider' }).click()
    await see(page, 'Add a provider')
    await page.getByLabel('Name', { exact: true }).fill('Lakeside School')
    await page.getByLabel('Issuer').fill('nothing of the kind')
    await page.getByLabel('Client id').fill(client.client_id)
    await page.getByLabel('Client secret').fill(client.client_secret)
    await page.getByRole('button', { name: 'Add a provider' }).click()
    await page.getByLabel('Issuer').and(page.locator('[aria-invalid=true]')).waitFor()
    await page.getByLabel('Issuer').fill(issuer)
    await examine(page)
    await page.getByRole('button', { name: 'Add a provider' }).click()
    await see(page, 'Lakeside School')
    const redirect = await page.locator('code').first().textContent()
    return [{ ...client, redirect_uris: [redirect ?? ''] }]
  })
  if (!page) throw new Error('There is no page.')
  await page.getByRole('button', { name: 'Switch on', disabled: true }).waitFor()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByText('It works', { exact: true }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/console\/acme-prep\/settings\/sign-in\/\d+$/)
  await page.getByText('You would come in, and become a member here').waitFor()
  await page.getByText('ida@school.example', { exact: true }).first().waitFor()
  await examine(page)
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByText('Your people can sign in by it.').waitFor()

  const learner = await stage.openPage({ ...narrow, alsoAt: idp.issuer })
  await learner.goto('/sign-in/acme-prep')
  await learner.getByRole('link', { name: 'Sign in with Lakeside School' }).click()
  await see(learner, 'My courses')
  await page.getByRole('tab', { name: 'Sign-ins' }).click()
  await page
    .locator('span', { hasText: /^Came in$/ })
    .first()
    .waitFor()
  await page.setViewportSize({ width: 1280, height: 900 })
  await examine(page)

  await page.getByRole('tab', { name: 'What it gives' }).click()
  await page.getByRole('button', { name: 'Add a mapping' }).click()
  await page.getByRole('textbox', { name: 'Value' }).fill('Teachers')
  await page.getByRole('button', { name: / Gives$/ }).click()
  await page.getByRole('option', { name: 'Role', exact: true }).click()
  await page.getByRole('button', { name: /Role in the organization/ }).click()
  await page.getByRole('option', { name: 'Manager' }).click()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Saved').first().waitFor()
  await page.getByRole('button', { name: 'Add a field' }).click()
  await page.getByRole('button', { name: / Field$/ }).click()
  await page.getByRole('option', { name: 'Last name' }).click()
  const kept = page.waitForResponse(response => response.request().method() === 'PATCH')
  await page.getByRole('button', { name: 'Save' }).last().click()
  expect((await kept).status()).toBe(200)
  await page.reload()
  await page.getByRole('tab', { name: 'What it gives' }).click()
  expect(await page.getByRole('textbox', { name: 'Value' }).inputValue()).toBe('Teachers')
  await page.getByRole('button', { name: /Last name/ }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await examine(page)
})
