/** Where people land, how they move between organizations and teams, and what a learner's page weighs. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { startMailbox } from './mailbox.ts'
import { addPeople } from './people.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let mailbox: Awaited<ReturnType<typeof startMailbox>>
let team: number
beforeAll(async () => {
  mailbox = await startMailbox()
  stage = await startStage({ smtpUrl: mailbox.url })
  const api = await stage.api()
  const people = await addPeople(api)
  team = people.team
  await api.post('/api/organizations', { name: 'Acme Pune', slug: 'acme-pune' })
  await api.post('/api/organizations', { name: 'Acme Pune East', slug: 'acme-pune-east', parent: 'acme-pune' })
})
afterAll(async () => {
  await stage.close()
  await mailbox.close()
})

test('an owner lands in the console, a manager of a team in its portal, a learner at their courses', async () => {
  for (const [standing, path, title] of [
    [{ role: 'owner' }, '/console/acme-prep', 'Overview'],
    [{ team }, `/team/${team}`, 'Evening class'],
    [{}, '/courses', 'My courses'],
  ] as const) {
    const page = await stage.openPageAs(standing)
    await page.goto('/')
    await see(page, title)
    expect(new URL(page.url()).pathname).toBe(path)
  }
})

test('the menu holds what a person may do, and no more', async () => {
  const api = await stage.api()
  await api.post('/api/roles', { name: 'reader', display_name: 'Reader', permissions: ['teams.view'] })
  const page = await stage.openPageAs({ role: 'reader' })
  await page.goto('/')
  await page.getByRole('navigation').getByRole('link', { name: 'Teams' }).waitFor()
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Users' }).count()).toBe(0)
})

test('an owner goes to an organization below, where the same holds', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/users')
  await page.getByRole('button', { name: /Switch organization/ }).click()
  await page.getByRole('searchbox', { name: 'Find an organization' }).fill('pune')
  await page.getByRole('link', { name: 'Acme Pune East' }).click()
  await page.getByRole('button', { name: /Acme Pune East.*Switch organization/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/console/acme-pune-east')
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByText('Nobody here yet').waitFor()
  await page.getByRole('link', { name: 'Add a user' }).first().click()
  await see(page, 'Add a user')
  await page.getByLabel('Email').fill('kira.patel@example.com')
  await page.getByLabel('First name').fill('Kira')
  await page.getByRole('button', { name: 'Add a user' }).click()
  await see(page, 'Kira')
})

test('nobody opens the console of an organization that is not theirs', async () => {
  const page = await stage.openPageAs({ organization: 'acme-pune', role: 'admin' })
  for (const address of ['/console/acme-prep/users', '/console/nowhere', `/team/${team}`]) {
    await page.goto(address)
    await see(page, 'There is no such page')
  }
})

test('while the server is away the frame stays, the log says so, and all goes on afterwards', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/log')
  await page.getByText('Live', { exact: true }).waitFor()
  await page.context().setOffline(true)
  await page.getByText('Not connected, trying again').waitFor()
  await page.getByRole('link', { name: 'Groups' }).click()
  await see(page, 'That did not work')
  await page.getByText(/^The server cannot be reached/).waitFor()
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Teams' }).isVisible()).toBe(true)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await see(page, 'Groups')
})

test('a choice of colours stays', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { colorScheme: 'light' })
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  await page.goto('/console/acme-prep')
  await see(page, 'Overview')
  const light = await ground()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(ground).not.toBe(light)
  await page.reload()
  await see(page, 'Overview')
  expect(await ground()).not.toBe(light)
})

test('on a phone the menu opens as a drawer, and goes when a page was chosen', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width: 390, height: 844 } })
  await page.goto('/console/acme-prep')
  await page.getByRole('button', { name: 'Open the menu' }).click()
  await page.getByRole('dialog', { name: 'Menu' }).waitFor()
  await examine(page)
  await page.getByRole('dialog').getByRole('link', { name: 'Teams' }).click()
  await see(page, 'Teams')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('a list that the server fails to give names the call, and can be tried again', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  const problem = {
    type: 'http://example.com/docs/errors#internal',
    status: 500,
    code: 'internal',
    request_id: 'b7c1d0de',
  }
  await page.route('**/api/teams?*', route => route.fulfill({ status: 500, json: problem }))
  await page.goto('/console/acme-prep/teams')
  await page.getByText('b7c1d0de').waitFor()
  expect(await page.getByRole('link', { name: 'About this error' }).getAttribute('href')).toBe('/docs/errors#internal')
  await page.unroute('**/api/teams?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('link', { name: 'Evening class' }).waitFor()
})

test('readable for all: the first pages of the console and of the team portal', async () => {
  for (const [standing, address, title] of [
    [{ role: 'owner' }, '/console/acme-prep', 'Overview'],
    [{ team }, `/team/${team}`, 'Evening class'],
  ] as const) {
    const page = await stage.openPageAs(standing, { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
    await page.goto(address)
    await see(page, title)
    await examine(page)
    await page.setViewportSize({ width: 1280, height: 900 })
    await examine(page)
  }
})

test.each([
  ['My courses', 135, '/courses', () => stage.openPageAs({})],
  // Where all is looked after that is one's own; nobody comes in there.
  ['My profile', 140, '/profile', () => stage.openPageAs({})],
  ['Sign in', 135, '/sign-in', () => stage.openPage()],
  ['Join IELTS', 135, share, () => stage.openPage()],
  ['Acme Prep invites you', 135, invite, () => stage.openPage()],
  ['Welcome to Acme Prep', 135, async () => (await stage.provision()).link, () => stage.openPage()],
] as const)("a learner's page needs little JavaScript: %s, less than %i kB", async (title, most, place, open) => {
  const address = typeof place === 'string' ? place : await place()
  const page = await open()
  // Each file once, as the server gives it: a browser that is short of time asks for one twice, or forgets its bytes.
  const files = new Set<string>()
  page.on('response', response => void (response.url().endsWith('.js') && files.add(response.url())))
  await page.goto(address)
  await see(page, title)
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all([...files].map(async file => gzipSync(await (await fetch(file)).bytes()).length))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThan(most * 1000)
})

/** The path of a new share link. */
async function share(): Promise<string> {
  const { body } = await (await stage.api()).post('/api/links', { target: { course: 'ielts' } })
  return new URL(body.url).pathname
}

/** The path of the link in a new invitation's mail. */
async function invite(): Promise<string> {
  await (await stage.api()).post('/api/invitations', { email: 'emil.berg@example.com', first_name: 'Emil' })
  return mailbox.findLink('emil.berg@example.com', 'invitation')
}
