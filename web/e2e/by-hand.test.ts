/** What is given by hand: permissions to a key, a course and a seat to a student. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

const home = '/console/acme-prep'

test('single permissions of a key begin with those of a preset, and nobody gives what they do not have', async () => {
  const api = await stage.api()
  const permissions = ['organizations.view', 'roles.view', 'keys.view', 'keys.create', 'teams.view']
  await api.post('/api/roles', { name: 'locksmith', display_name: 'Locksmith', permissions })
  const page = await stage.openPageAs({ role: 'locksmith' })
  await page.goto(`${home}/keys/new`)
  await page.getByLabel('Name').fill('Timetable')
  await choose(page, /What it may do/, /^Read only/)
  await choose(page, /What it may do/, 'What I choose, one by one')
  const box = (name: string) => page.getByRole('checkbox', { name })
  await box('See teams and who is in them.').waitFor()
  expect(await box('See teams and who is in them.').isChecked()).toBe(true)
  expect(await box('See orders and credits.').isChecked()).toBe(false)
  await box('Make teams. You may not do this yourself.').click({ force: true })
  expect(await box('Make teams.').isChecked()).toBe(false)
  const views = ['See the organization and', 'See roles', 'See API keys', 'See teams and']
  for (const name of views) await box(name).click({ force: true })
  await page.getByRole('button', { name: 'Make a key' }).click()
  await page.getByText('must not be empty').first().waitFor()
  expect(await page.getByText('must not be empty').count()).toBe(1)
  await box('See teams and').click({ force: true })
  await page.getByRole('button', { name: 'Make a key' }).click()
  await see(page, 'Here is the key')
  const { body } = await api.get('/api/keys')
  expect(body.data.find(({ name }: { name: string }) => name === 'Timetable').scopes).toEqual(['teams.view'])
})

test('a student takes a seat of the team, which gets two more: how many are left is shown before', async () => {
  const api = await stage.api()
  const { team } = await addPeople(api)
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${home}/provision`)
  await page.getByLabel('Email').fill('seated@example.com')
  await page.getByLabel('First name').fill('Sana')
  await find(page, 'Courses', 'iel', /ielts/)
  await page.keyboard.press('Escape')
  await choose(page, /^No team/, 'A team that is there')
  await find(page, 'Which team', 'Even', 'Evening class')
  await page.getByText('Seats left: IELTS 4').waitFor()
  await page.getByText('Give the team more seats').click()
  await find(page, 'Seats of', 'iel', /ielts/)
  await page.getByLabel('How many more').fill('2')
  await page.getByRole('button', { name: 'See what will happen' }).click()
  // Seats are added once for each order: its reference is asked for, where it is written.
  await expect.poll(() => page.getByLabel('Reference').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('Reference').fill('order-7')
  await page.getByRole('button', { name: 'See what will happen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Provision seated@example.com?' })
  await dialog.getByText('Then 2 of 7 seats of IELTS are used.').waitFor()
  await dialog.getByText('Free: 4 → 5').waitFor()
  await dialog.getByRole('button', { name: 'Provision' }).click()
  await see(page, 'seated@example.com is provisioned')
  await page.getByText('2 of 7 used').waitFor()
  await page.getByText('Evening class').waitFor()
  await examine(page)
  const { body } = await api.get(`/api/teams/${team}/members`)
  expect(body.data.map(({ email }: { email: string }) => email)).toContain('seated@example.com')
})

test('what few need is folded away until it is asked for, or until what was sent is refused', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width: 390, height: 844 } })
  await page.goto(`${home}/provision`)
  await see(page, 'Provision a student')
  const language = page.getByLabel('Language')
  expect(await language.isVisible()).toBe(false)
  await page.getByText('More about the person').click()
  await language.fill('klingon language')
  await page.getByText('More about the person').click()
  await page.getByLabel('Email').fill('kim@example.com')
  await page.getByLabel('First name').fill('Kim')
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await expect.poll(() => language.getAttribute('aria-invalid')).toBe('true')
  expect(await language.isVisible()).toBe(true)
  // What is not wrong stays folded.
  expect(await page.getByLabel('Products').isVisible()).toBe(false)
  await examine(page)
})

/** Opens the field, and takes what it offers. */
async function choose(page: Page, field: RegExp, option: string | RegExp) {
  await page.getByRole('button', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

/** Writes what is looked for, and takes what is found. */
async function find(page: Page, field: string, written: string, option: string | RegExp) {
  const box = page.getByRole('combobox', { name: field, exact: true })
  // The page moves to the field first: a list that is open closes when its page is scrolled.
  await box.click()
  await box.fill(written)
  await page.getByRole('option', { name: option }).click()
}
