import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { enter, enterAndLeave, password, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('who signs in comes to my courses, from every address that needs it', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  for (const address of ['/', '/courses']) {
    await page.goto(address)
    await see(page, 'Sign in')
  }
  await signIn(page, learner.email.toUpperCase())
  await see(page, 'My courses')
  for (const address of ['/', '/sign-in']) {
    await page.goto(address)
    await see(page, 'My courses')
  }
})

test('a wrong password and an unknown address are answered alike', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  for (const email of [learner.email, 'nobody@example.com']) {
    await page.goto('/sign-in')
    await signIn(page, email, 'not the password')
    await page.getByText('The email address or the password is not right.').waitFor()
    expect(await page.getByLabel('Password', { exact: true }).evaluate(input => input.matches(':focus'))).toBe(true)
    expect(await page.getByLabel('Email address').inputValue()).toBe(email)
  }
})

test('nothing is sent while a field is empty', async () => {
  const page = await stage.openPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Write your email address.').waitFor()
  expect(await page.getByLabel('Email address').evaluate(input => input.matches(':focus'))).toBe(true)
  await page.getByLabel('Email address').fill('jane@example.com')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Write your password.').waitFor()
  expect(await page.getByLabel('Password', { exact: true }).evaluate(input => input.matches(':focus'))).toBe(true)
})

test('a forgotten password is replaced by a mailed link', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  await page.getByRole('link', { name: /^Forgotten/ }).click()
  await see(page, 'Choose a new password')
  await page.getByLabel('Email address').fill(learner.email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await see(page, 'Look into your mailbox')

  await page.goto(await stage.findMailedLink(learner))
  await page.getByLabel('New password').fill('a newer password')
  await page.getByLabel('New password').press('Enter')
  await see(page, 'My courses')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, learner.email, password)
  await page.getByText('The email address or the password is not right.').waitFor()
  await signIn(page, learner.email, 'a newer password')
  await see(page, 'My courses')
})

test('asking for a link shows the same words whether or not there is an account', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  const answers: (string | undefined)[] = []
  for (const email of [learner.email, 'nobody@example.com']) {
    await page.goto('/forgotten-password')
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Email address').press('Enter')
    await see(page, 'Look into your mailbox')
    answers.push((await page.getByRole('main').textContent())?.replace(email, '…'))
  }
  expect(answers[0]).toBe(answers[1])
})

test('signing out ends the session, and the way back shows nothing', async () => {
  const page = await stage.openPage()
  await enterAndLeave(page, await stage.provision())
  await page.getByText('You are signed out.').waitFor()
  await page.goBack()
  await see(page, 'Sign in')
  expect(await page.getByRole('article').count()).toBe(0)
})

test('a session that ended elsewhere leads to sign in as soon as the page is looked at again', async () => {
  const page = await stage.openPage()
  await enter(page, await stage.provision())
  await page.context().clearCookies()
  // What was loaded within the last second is not asked for again, so the page is looked at until it is.
  const lookAgain = async () => {
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
    return page.getByRole('heading', { level: 1 }).textContent()
  }
  await expect.poll(lookAgain, { timeout: 5_000 }).toBe('Sign in')
  await page.getByText(/^Your session has ended/).waitFor()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(page, 'My courses')
})

test('the page that was asked for comes after signing in, and after a forgotten password, and nobody is led away', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  await page.goto('/profile?from=mail')
  await see(page, 'Sign in')
  await page.getByText(/^Sign in to go on/).waitFor()
  await signIn(page, learner.email)
  await see(page, 'My profile')

  await page.context().clearCookies()
  await page.goto('/profile')
  await page.getByRole('link', { name: /^Forgotten/ }).click()
  await see(page, 'Choose a new password')
  await page.getByLabel('Email address').fill(learner.email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await see(page, 'Look into your mailbox')
  await page.getByRole('link', { name: 'Back to sign in' }).click()
  expect(await page.getByLabel('Email address').inputValue()).toBe(learner.email)
  await page.goto(await stage.findMailedLink(learner))
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('New password').press('Enter')
  await see(page, 'My profile')

  for (const next of ['//evil.example/courses', '/\\\\evil.example', 'https://evil.example']) {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signIn(page, learner.email)
    await see(page, 'My courses')
  }
})

test('a session that ended under a form is begun again in front of it, and what was typed is saved', async () => {
  const page = await stage.openPage({ viewport: { width: 390, height: 800 }, reducedMotion: 'reduce' })
  const learner = await stage.provision()
  await enter(page, learner)
  await page.getByRole('link', { name: 'My profile' }).click()
  await page.getByLabel('First name').fill('Johanna')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Sign in again' })
  await dialog.waitFor()
  await examine(page)
  expect(await dialog.getByLabel('Email address').inputValue()).toBe(learner.email)
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.reload()
  expect(await page.getByLabel('First name').inputValue()).toBe('Johanna')
})

test('without a network the form says so, and goes on when there is one', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await enterAndLeave(page, learner)
  await page.getByLabel('Email address').fill(learner.email)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(page, 'My courses')
})

test('a page that could not be loaded names the call and can be tried again', async () => {
  const page = await stage.openPage()
  const problem = { type: 'about:blank', status: 500, code: 'internal', request_id: 'b7c1d0de' }
  await page.route('**/api/auth/get-session', route => route.fulfill({ status: 500, json: problem }))
  await page.goto('/courses')
  await see(page, 'That did not work')
  await page.getByText('b7c1d0de').waitFor()
  await page.unroute('**/api/auth/get-session')
  await page.getByRole('button', { name: 'Try again' }).click()
  await see(page, 'Sign in')
})
