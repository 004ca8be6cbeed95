/** The second step at sign-in, from the profile to the next sign-in, in a real browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf } from '../../server/test/authenticator.ts'
import { findFreePort } from '../../server/test/free-port.ts'
import { examine } from './examine.ts'
import { enter, password, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let home: string
beforeAll(async () => {
  const port = await findFreePort()
  // Passkeys are of a name, never of an address in numbers.
  home = `http://localhost:${port}`
  stage = await startStage({ port, publicUrl: home })
})
afterAll(() => stage.close())

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('I set it up in my profile, and from then on signing in asks for a code', async () => {
  const page = await stage.openPage({ viewport: { width: 390, height: 780 } })
  const learner = await stage.provision()
  await enter(page, learner)
  await page.goto('/profile')
  await see(page, 'My profile')
  const part = page.getByRole('region', { name: 'Second step at sign-in' })
  await part.getByRole('button', { name: 'Set it up' }).click()
  await part.getByLabel('Current password').fill(password)
  await part.getByLabel('Current password').press('Enter')
  await part.getByRole('img', { name: /QR code/ }).waitFor()
  await examine(page)
  const secret = ((await part.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await part.getByLabel('Code that the program shows now').fill(codeOf(secret))
  await press(page, 'Turn it on')
  await part.getByText(/^It is on. All your other/).waitFor()
  const [code = ''] = await part.getByRole('listitem').allTextContents()
  await examine(page)
  await press(page, 'I have kept them')
  await part.getByText('10 recovery codes are left.').waitFor()

  await page.goto('/courses')
  await press(page, 'Sign out')
  await see(page, 'Sign in')
  await signIn(page, learner.email)
  const step = page.getByRole('alertdialog', { name: 'One more step' })
  await step.getByLabel('Code').waitFor()
  await examine(page)
  expect(await step.getByLabel('Code').evaluate(input => input.matches(':focus'))).toBe(true)
  await step.getByLabel('Code').fill('nonsense')
  await step.getByLabel('Code').press('Enter')
  await step.getByText('This code is not right, or was used before.').waitFor()
  // Left open, nobody is signed in.
  await step.getByRole('button', { name: 'Close' }).click()
  await page.getByText('You are not signed in yet').waitFor()
  await page.goto('/courses')
  await see(page, 'Sign in')
  await signIn(page, learner.email)
  await step.getByLabel('Code').fill(code)
  await step.getByLabel('Code').press('Enter')
  await see(page, 'My courses')
})

test('a mailed link to set the password asks for it too, and I remove it by my password', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enter(page, learner)
  const call = (path: string, body: object) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(path, { method: 'POST', headers, body })
        return (await answer.json()) as { secret: string; recovery_codes: string[] }
      },
      [path, JSON.stringify(body)] as const,
    )
  const { secret } = await call('/api/me/authenticator', { current_password: password })
  const { recovery_codes } = await call('/api/me/authenticator/confirmation', { code: codeOf(secret) })
  await call('/api/password-requests', { email: learner.email })
  await page.goto(await stage.findMailedLink(learner))
  await page.getByLabel('New password').fill('a newer password')
  await page.getByLabel('New password').press('Enter')
  await page.getByLabel('Code').fill(recovery_codes[0] ?? '')
  await page.getByLabel('Code').press('Enter')
  await see(page, 'My courses')

  await page.goto('/profile')
  const part = page.getByRole('region', { name: 'Second step at sign-in' })
  await part.getByText('9 recovery codes are left.').waitFor()
  await part.getByRole('button', { name: 'Remove it' }).click()
  await part.getByLabel('Current password').fill('a newer password')
  await part.getByLabel('Current password').press('Enter')
  await part.getByText(/^It is removed/).waitFor()
  await page.goto('/courses')
  await press(page, 'Sign out')
  await signIn(page, learner.email, 'a newer password')
  await see(page, 'My courses')
})

/** A device of the browser's own making, which says yes to everything. */
async function holdDevice(page: Page) {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return { forget: () => device.send('WebAuthn.clearCredentials', { authenticatorId }) }
}

test('I add a passkey, and sign in by it alone or after my password', async () => {
  const page = await stage.openPage({ baseURL: home, alsoAt: home, viewport: { width: 390, height: 780 } })
  const device = await holdDevice(page)
  const learner = await stage.provision()
  await enter(page, learner)
  await page.goto('/profile')
  const part = page.getByRole('region', { name: 'Passkeys' })
  await part.getByRole('button', { name: 'Add a passkey' }).click()
  await part.getByLabel('Current password').fill('not my password')
  await part.getByLabel('Name').fill('My phone')
  await part.getByRole('button', { name: 'Add a passkey' }).click()
  await part.getByText(/is not the password of this account/).waitFor()
  await examine(page)
  await part.getByLabel('Current password').fill(password)
  await part.getByLabel('Current password').press('Enter')
  await part.getByText(/^It is on. All your other/).waitFor()
  await part.getByRole('button', { name: 'I have kept them' }).click()
  await part.getByText(/^Added on .*, not used yet$/).waitFor()
  // A device has one of mine and no second.
  await part.getByRole('button', { name: 'Add a passkey' }).click()
  await part.getByLabel('Current password').fill(password)
  await part.getByLabel('Current password').press('Enter')
  await part.getByText('This device has a passkey of yours already.').waitFor()
  await part.getByRole('button', { name: 'Cancel' }).click()
  await part.getByRole('button', { name: 'Rename My phone' }).click()
  await part.getByLabel('Name').fill('Blue phone')
  await part.getByLabel('Name').press('Enter')
  await part.getByRole('button', { name: 'Remove Blue phone' }).waitFor()
  await examine(page)

  const leave = async () => {
    await page.goto('/courses')
    await press(page, 'Sign out')
    await see(page, 'Sign in')
  }
  await leave()
  await examine(page)
  await press(page, 'Sign in with a passkey')
  await see(page, 'My courses')

  await leave()
  await signIn(page, learner.email)
  const step = page.getByRole('alertdialog', { name: 'One more step' })
  await step.getByRole('button', { name: 'Use my passkey' }).waitFor()
  await examine(page)
  await step.getByRole('button', { name: 'Use my passkey' }).click()
  await see(page, 'My courses')

  await page.goto('/profile')
  await part.getByText(/last used on/).waitFor()
  await part.getByRole('button', { name: 'Remove Blue phone' }).click()
  await part.getByLabel('Current password').fill(password)
  await part.getByLabel('Current password').press('Enter')
  await part.getByText(/^It is removed/).waitFor()
  // The device does not know that.
  await leave()
  await press(page, 'Sign in with a passkey')
  await page.getByText('This passkey was not accepted.').waitFor()
  await device.forget()
  await press(page, 'Sign in with a passkey')
  await page.getByText(/^Nothing was done: it was cancelled/).waitFor()
  await signIn(page, learner.email)
  await see(page, 'My courses')
})
