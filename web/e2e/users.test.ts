/** The console's users, as an owner works with them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { pick, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let team: number
beforeAll(async () => {
  stage = await startStage()
  const people = await addPeople(await stage.api())
  team = people.team
})
afterAll(() => stage.close())

const users = '/console/acme-prep/users'
const phone = { width: 390, height: 844 }

test('an owner finds somebody by name, and the address of the page says what was looked for', async () => {
  const page = await openUsers()
  await page.getByRole('searchbox', { name: 'Search by email or name' }).fill('bruno')
  await page.getByText('1 in all').waitFor()
  expect(await listNames(page)).toEqual([expect.stringContaining('Bruno Klein')])
  expect(new URL(page.url()).search).toBe('?search=bruno')

  await page.reload()
  await page.getByText('1 in all').waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('bruno')
  await page.getByRole('searchbox').fill('nobody of this name')
  await page.getByText('Nothing matches').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('link', { name: /Asha Rao/ }).waitFor()
})

test('a filter and an order hold until they are taken back', async () => {
  const page = await openUsers()
  await pick(page, 'Team', 'even', 'Evening class')
  await page.getByText('4 in all').waitFor()
  await page.getByRole('columnheader', { name: 'Name' }).click()
  await page.waitForURL(/sort=name/)
  await expect.poll(() => listNames(page)).toEqual(['Asha Rao', 'Bruno Klein', 'Chen Li', 'Dana Fox'].map(startsWith))
  await page.getByRole('columnheader', { name: 'Name' }).click()
  await page.waitForURL(/sort=-name/)
  await expect.poll(() => listNames(page)).toEqual(['Dana Fox', 'Chen Li', 'Bruno Klein', 'Asha Rao'].map(startsWith))
})

test('of a course that was taken back it is said when, and not until when it would have lasted', async () => {
  const api = await stage.api()
  const mara = { email: 'mara@example.com', first_name: 'Mara' }
  await api.post('/api/provision', { user: mara, courses: ['gre'], send_welcome_email: false })
  const [{ id, user_id }] = (await api.get('/api/enrollments?user=mara@example.com')).body.data
  expect(await api.post(`/api/enrollments/${id}/revoke`, {})).toMatchObject({ status: 200 })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${users}/${user_id}`)
  await page.getByText('Taken back on ').filter({ visible: true }).waitFor()
})

test('columns are chosen, and a link shows the same ones', async () => {
  const page = await openUsers()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Tags' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'External id' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('columnheader', { name: 'External id' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Tags' }).count()).toBe(0)
})

test('several are suspended at once, after it was shown what would happen', async () => {
  const page = await openUsers()
  for (const name of ['Chen Li', 'Dana Fox']) await rowOf(page, name).getByRole('checkbox').click({ force: true })
  await page.getByText('2 selected').waitFor()
  await page.getByRole('button', { name: 'Suspend' }).click()
  const dialog = page.getByRole('dialog', { name: 'Suspend 2 memberships?' })
  await dialog.getByText(/^Suspend Chen Li .*chen\.li@example\.com.* in the organization$/).waitFor()
  expect(await rowOf(page, 'Chen Li').getByText('Suspended').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Suspend' }).click()
  await rowOf(page, 'Chen Li').getByText('Suspended').waitFor()
  await rowOf(page, 'Dana Fox').getByText('Suspended').waitFor()
  expect(await rowOf(page, 'Bruno Klein').getByText('Suspended').count()).toBe(0)
})

test('the page of a person says which courses they have, and why', async () => {
  const page = await openUsers()
  await page.getByRole('link', { name: /Asha Rao/ }).click()
  await see(page, 'Asha Rao')
  await page.getByRole('rowheader', { name: 'IELTS' }).waitFor()
  await page.getByRole('button', { name: 'Why?' }).click()
  await page
    .getByRole('dialog')
    .getByText(/Evening class/)
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Organizations and teams' }).click()
  await page.getByRole('link', { name: 'Evening class' }).waitFor()
  await page.getByRole('tab', { name: 'Log' }).click()
  await page.getByRole('rowheader', { name: 'provision' }).waitFor()
})

test('a link to choose a password is mailed from the page of a person, and stands among their mails and in the log', async () => {
  const page = await openUsers()
  await page.getByRole('link', { name: /Asha Rao/ }).click()
  await page.getByRole('tab', { name: 'Mails' }).click()
  await page.getByText('No mails').waitFor()
  await page.getByRole('button', { name: 'Mail a password link' }).click()
  await page
    .getByText('A link to choose a new password waits for asha.rao@example.com: no mail server is set.')
    .waitFor()
  await page.getByRole('rowheader', { name: 'asha.rao@example.com' }).waitFor()
  await page.getByRole('tab', { name: 'Log' }).click()
  await page.getByRole('link', { name: 'Mail a link to choose a password' }).waitFor()
})

test('a change to a profile is kept, and a wrong one is explained beside its field', async () => {
  const page = await openUsers()
  await page.getByRole('link', { name: /Bruno Klein/ }).click()
  await page.getByRole('tab', { name: 'Profile' }).click()
  await page.getByLabel('Language').fill('no language at all')
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByText(/BCP 47|language/i)
    .nth(1)
    .waitFor()
  expect(await page.getByLabel('Language').evaluate(input => input.matches(':focus[aria-invalid=true]'))).toBe(true)

  await page.getByLabel('Language').fill('de-AT')
  await page.getByLabel('Tags').fill('evening')
  await page.getByLabel('Tags').press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.reload()
  expect(await page.getByLabel('Language').inputValue()).toBe('de-AT')
  await page.getByRole('button', { name: 'Remove vip' }).waitFor()
  await page.getByRole('button', { name: 'Remove evening' }).waitFor()
})

test('somebody new is added by hand', async () => {
  const page = await openUsers()
  await page.getByRole('link', { name: 'Add a user' }).click()
  await see(page, 'Add a user')
  await page.getByLabel('Email').fill('emil.berg@example.com')
  await page.getByLabel('First name').fill('Emil')
  await page.getByRole('button', { name: 'Add a user' }).click()
  await see(page, 'Emil')
  await page.getByText('emil.berg@example.com was added.').waitFor()
})

test('who may only look is told by each button why it does nothing', async () => {
  const page = await stage.openPageAs({ role: 'manager' })
  await page.goto(users)
  await rowOf(page, 'Asha Rao').getByRole('checkbox').click({ force: true })
  const button = page.getByRole('button', { name: 'Remove' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  await button.click({ force: true })
  await page.getByRole('region', { name: 'Notices' }).getByText('“Take people out of an organization”').waitFor()
  expect(await page.getByRole('alertdialog').count()).toBe(0)
})

test.each([phone, { width: 1280, height: 900 }])('readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })
  await page.goto(users)
  await page.getByRole('link', { name: /Asha Rao/ }).waitFor()
  await examine(page)
  await rowOf(page, 'Asha Rao').getByRole('checkbox').click({ force: true })
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('heading', { name: 'What will happen' }).waitFor()
  await examine(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: /Asha Rao/ }).click()
  await page.getByRole('rowheader', { name: 'IELTS' }).waitFor()
  await examine(page)
  for (const tab of ['Organizations and teams', 'Profile']) {
    await page.getByRole('tab', { name: tab }).click()
    await examine(page)
  }
  await page.goto(`${users}/new`)
  await see(page, 'Add a user')
  await examine(page)
})

test('an owner sees the screens as a learner does, says so on each of them, and goes back', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width: 390, height: 844 } })
  await page.goto(users)
  await page.getByRole('link', { name: /Bruno Klein/ }).click()
  await see(page, 'Bruno Klein')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Act as this person' }).click()
  await see(page, 'My courses')
  const banner = page.getByRole('region', { name: 'Acting as somebody else' })
  await banner.getByText('You act as Bruno Klein.').waitFor()
  await examine(page)
  await page.getByRole('link', { name: 'My profile' }).click()
  await banner.getByRole('button', { name: 'Go back' }).click()
  await see(page, 'Overview')
  expect(await banner.count()).toBe(0)
})

async function openUsers() {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${users}?team=${team}`)
  await page.getByRole('link', { name: /Asha Rao/ }).waitFor()
  await page.goto(users)
  await page.getByRole('link', { name: /Asha Rao/ }).waitFor()
  return page
}

function rowOf(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(name) })
}

function listNames(page: Page) {
  return page.getByRole('rowheader').allTextContents()
}

function startsWith(name: string) {
  return expect.stringContaining(name)
}
