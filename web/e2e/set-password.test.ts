import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter, password, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('the link leads by a new password to my courses, where lessons and practice tests can be launched', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision(['ielts'])
  await page.goto(learner.link)
  await see(page, 'Welcome to Acme Prep')
  await page.getByText(/j•••@example\.com/).waitFor()

  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save and go on' }).click()

  await see(page, 'My courses')
  expect(new URL(page.url()).pathname).toBe('/courses')
  await page.getByText(`Jane Doe · ${learner.email}`).waitFor()
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'IELTS' }) })
  await card.getByText('Acme Prep', { exact: true }).waitFor()
  await card.getByText(/^Until \d+ \w+ \d{4} \(\d+ months left\)$/).waitFor()
  for (const group of ['Lessons', 'Practice tests']) {
    const links = card.getByRole('list', { name: group }).getByRole('link')
    expect(await links.count()).toBeGreaterThan(0)
    expect(await links.first().getAttribute('href')).toMatch(/^https?:\/\//)
    expect(await links.first().getAttribute('target')).toBe('_blank')
    expect(await links.first().getAttribute('rel')).toBe('noopener')
  }
  await card.getByText(/^Your school opens these later/).waitFor()
})

test('a password that is too short is explained beside the field, and the link stays good', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await page.goto(learner.link)
  const field = page.getByLabel('New password')
  await field.fill('short')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByText('This is too short yet.').waitFor()
  expect(await field.evaluate(input => input.matches(':focus[aria-invalid=true]'))).toBe(true)

  await field.fill(password)
  await field.press('Enter')
  await see(page, 'My courses')
})

test('what is being written can be shown', async () => {
  const page = await stage.openPage()
  await page.goto((await stage.provision()).link)
  const field = page.getByLabel('New password')
  await field.fill(password)
  expect(await field.getAttribute('type')).toBe('password')
  await page.getByRole('button', { name: 'Show password' }).click()
  expect(await field.getAttribute('type')).toBe('text')
  await page.getByRole('button', { name: 'Hide password' }).click()
  expect(await field.getAttribute('type')).toBe('password')
})

test('opening the link, however often, does not spend it', async () => {
  const page = await stage.openPage()
  const learner = await stage.provision()
  await page.goto(learner.link)
  await see(page, 'Welcome to Acme Prep')
  await page.reload()
  await see(page, 'Welcome to Acme Prep')
  await enter(page, learner)
})

test('a used link says so, and offers to sign in or a fresh link', async () => {
  const learner = await stage.provision()
  await enter(await stage.openPage(), learner)

  const page = await stage.openPage()
  await page.goto(learner.link)
  await see(page, 'This link does not work any more')
  await page.getByLabel('Email address').fill(learner.email)
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  await see(page, 'Look into your mailbox')
  await page.goto(await stage.findMailedLink(learner))
  await see(page, 'Welcome to Acme Prep')

  await page.goto(learner.link)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await see(page, 'Sign in')
  await signIn(page, learner.email)
  await see(page, 'My courses')
})

test('a link that was used in another tab meanwhile is explained', async () => {
  const learner = await stage.provision()
  const page = await stage.openPage()
  await page.goto(learner.link)
  await see(page, 'Welcome to Acme Prep')
  await enter(await stage.openPage(), learner)

  await page.getByLabel('New password').fill('another password')
  await page.getByLabel('New password').press('Enter')
  await see(page, 'This link does not work any more')
})

test('an expired link mails a fresh one, which works', async () => {
  const learner = await stage.provision()
  await stage.expireLink(learner)
  const page = await stage.openPage()
  await page.goto(learner.link)
  await see(page, 'This link has expired')
  await page.getByRole('button', { name: 'Mail me a fresh link' }).click()
  await see(page, 'Look into your mailbox')

  const fresh = await stage.findMailedLink(learner)
  expect(fresh).not.toBe(learner.link)
  await page.goto(learner.link)
  await see(page, 'This link does not work any more')
  await enter(page, { ...learner, link: fresh })
})
