/** The console's groups, enrollments, invitations, links, roles, organizations and fields, as an owner works with them. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { addPlaces } from './places.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let places: Awaited<ReturnType<typeof addPlaces>>
let team: number
beforeAll(async () => {
  stage = await startStage()
  const api = await stage.api()
  const people = await addPeople(api)
  team = people.team
  places = await addPlaces(api, team)
})
afterAll(() => stage.close())

test('people are put into a new group, which gives them its course, and one is taken out again', async () => {
  const page = await open('groups')
  await page.getByRole('link', { name: 'New group' }).click()
  await see(page, 'New group')
  await page.getByLabel('Name').fill('Writers')
  await page.getByRole('button', { name: 'Make the group' }).click()
  await see(page, 'Writers')

  await page.getByRole('button', { name: 'Put people in' }).click()
  const adding = page.getByRole('dialog', { name: 'Put people into the group' })
  await adding.getByRole('button', { name: 'Show what will happen' }).click()
  await adding.getByText('Choose something first.').waitFor()
  for (const name of ['chen', 'dana']) {
    await adding.getByRole('combobox', { name: 'People' }).fill(name)
    await page.getByRole('option', { name: new RegExp(name) }).click()
  }
  await adding.getByRole('button', { name: 'Show what will happen' }).click()
  await adding
    .getByText(/^Add .*(?:Writers|group)/)
    .nth(1)
    .waitFor()
  await adding.getByRole('button', { name: 'Put people in' }).click()
  await page.getByRole('link', { name: /Chen Li/ }).waitFor()

  await page.getByRole('tab', { name: 'Courses' }).click()
  await page.getByRole('button', { name: 'Attach courses' }).click()
  const attaching = page.getByRole('dialog', { name: 'Attach courses to the group' })
  await attaching.getByRole('combobox', { name: 'Courses' }).fill('gmat')
  await page.getByRole('option', { name: /gmat/ }).click()
  await attaching.getByRole('button', { name: 'Show what will happen' }).click()
  await attaching.getByText('Give Writers the course GMAT').waitFor()
  await attaching.getByRole('button', { name: 'Attach courses' }).click()
  await page.getByRole('row', { name: /GMAT/ }).waitFor()
  expect(await statusOf('chen.li@example.com', 'gmat')).toBe('active')

  await page.getByRole('tab', { name: 'Members' }).click()
  await pick(page, /Chen Li/)
  await page.getByRole('button', { name: 'Take out' }).click()
  await confirm(page, 'Take this person out?', 'Take out')
  await page.getByRole('row', { name: /Chen Li/ }).waitFor({ state: 'detached' })
  expect(await statusOf('chen.li@example.com', 'gmat')).toBe('revoked')
})

test('an enrollment is found by its person, made longer and revoked, each after it was shown what would happen', async () => {
  const page = await open('enrollments')
  await page.getByLabel('Search for a person').fill('asha')
  await page.getByRole('option', { name: /asha\.rao/ }).click()
  await page.getByText('1 in all').waitFor()
  expect(new URL(page.url()).search).toBe('?user=asha.rao%40example.com')
  await page.getByLabel('Ending').selectOption('within 90 days')
  await page.getByText('Nothing matches').waitFor()
  await page.getByLabel('Ending').selectOption('Any')

  await pick(page, /Asha Rao/)
  await page.getByRole('button', { name: 'Extend' }).click()
  const extending = page.getByRole('dialog', { name: 'Extend this enrollment' })
  await extending.getByRole('button', { name: /Access lasts/ }).click()
  await page.getByRole('option', { name: 'For ever' }).click()
  await extending.getByRole('button', { name: 'Show what will happen' }).click()
  await extending
    .getByText(/^(?:Change|Give) .*(?:enrollment|for ever)/)
    .first()
    .waitFor()
  await extending.getByRole('button', { name: 'Extend' }).click()
  await page
    .getByRole('row', { name: /Asha Rao/ })
    .getByText('for ever')
    .waitFor()

  await pick(page, /Asha Rao/)
  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByLabel('Reason').fill('Refund of order 1042')
  await page.getByRole('button', { name: 'Show what will happen' }).click()
  await confirm(page, 'Revoke this enrollment?', 'Revoke')
  await page
    .getByRole('row', { name: /Asha Rao/ })
    .getByText('Revoked')
    .waitFor()
})

test('several people are invited at once; whoever cannot be is named, and an invitation is withdrawn', async () => {
  const page = await open('invitations')
  await page.getByRole('link', { name: 'Invite people' }).click()
  await see(page, 'Invite people')
  await page.getByRole('button', { name: 'Show what will happen' }).click()
  await page.getByText('write at least one email address').waitFor()
  await page.getByLabel('People').fill('Fay Holm <fay.holm@example.com>\ngus@example.com\nnot an address')
  await page.getByLabel('What it gives').fill('ielts')
  await page.getByRole('option', { name: /ielts/ }).first().click()
  const preview = page.getByRole('region', { name: 'Whom you invite' })
  await preview.getByText('3 people').waitFor()
  await preview.getByRole('row', { name: 'fay.holm@example.com Fay Holm New' }).waitFor()
  await preview.getByRole('row', { name: /Not an address$/ }).waitFor()
  await page.getByRole('button', { name: 'Show what will happen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite 2 people?' })
  await dialog
    .getByText(/^(?:Invite |Add invitation)/)
    .nth(1)
    .waitFor()
  await dialog.getByText(/mail address/).waitFor()
  await dialog.getByRole('button', { name: 'Invite' }).click()
  await page.getByText('2 invitations wait: no mail server is set.').waitFor()
  expect(await page.getByLabel('People', { exact: true }).inputValue()).toBe('not an address')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await see(page, 'Invitations')
  await page
    .getByRole('row', { name: /Fay Holm/ })
    .getByText('ielts')
    .waitFor()
  await pick(page, /gus@example\.com/)
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await confirm(page, 'Withdraw this invitation?', 'Withdraw')
  await page
    .getByRole('row', { name: /gus@example\.com/ })
    .getByText('Withdrawn')
    .waitFor()
})

test('a link is made, shown as a code, followed, approved and ended', async () => {
  const page = await open('links/new')
  await see(page, 'New link')
  await page.getByRole('button', { name: 'Make the link' }).click({ force: true })
  await page.getByText('Choose first what it opens.', { exact: true }).filter({ visible: true }).first().waitFor()
  await page.getByRole('button', { name: /What it opens/ }).click()
  await page.getByRole('option', { name: 'Group' }).click()
  await page.getByLabel('Which group').fill('Read')
  await page.getByRole('option', { name: 'Readers' }).click()
  await page.getByLabel('Name').fill('Poster')
  await page.getByText('Somebody approves who comes').click()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await see(page, 'The link is ready')
  const address =
    (await page
      .getByText(/\/join\//)
      .first()
      .textContent()) ?? ''
  await page.getByRole('img', { name: `QR code of ${address}` }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the code (SVG)' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file).toMatch(/^<svg [^>]+><path fill="white" [^>]+><path d="(?:M\d+ \d+h1v1h-1z){200,}"\/><\/svg>$/)
  const picture = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the code (PNG)' }).click()
  expect((await readFile(await (await picture).path())).subarray(1, 4).toString()).toBe('PNG')
  await page.request.post(new URL(address).pathname.replace('/join/', '/api/join/'), {
    data: { email: 'hana.ito@example.com', first_name: 'Hana' },
  })

  await page.getByRole('link', { name: 'See the link' }).click()
  await see(page, 'Poster')
  await pick(page, /hana\.ito@example\.com/)
  await page.getByRole('button', { name: 'Approve' }).click()
  await confirm(page, 'Let this person in?', 'Approve')
  await page
    .getByRole('row', { name: /hana\.ito@example\.com/ })
    .getByText('Joined')
    .waitFor()
  expect(await statusOf('hana.ito@example.com', 'gre')).toBe('active')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'End the link' }).click()
  await confirm(page, 'End this link?', 'End')
  await page.getByText('Ended', { exact: true }).waitFor()
})

test('a role is made like another one; who may not make any is told why, and sees no menu of what is not allowed', async () => {
  const page = await open('roles')
  await page.getByRole('link', { name: 'Manager' }).click()
  await see(page, 'Manager')
  expect(await page.getByRole('checkbox', { name: 'See teams and who is in them.' }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Make one like it' }).click()
  await see(page, 'New role')
  await page.getByLabel('Name', { exact: true }).fill('Helper')
  await page.getByLabel('Short name').fill('helper')
  await page.getByText('Invite people.').click()
  await page.getByRole('button', { name: 'Make the role' }).click()
  await see(page, 'Roles')
  await page.getByRole('columnheader', { name: /Helper/ }).waitFor()
  const column = (await page.getByRole('columnheader').allTextContents()).findIndex(text => text.startsWith('Helper'))
  const cell = (name: string) =>
    page
      .getByRole('row', { name })
      .getByRole('cell')
      .nth(column - 1)
  expect(await cell('Invite people.').textContent()).toBe('no')
  expect(await cell('See invitations.').textContent()).toBe('yes')

  const coach = await open('groups', 'coach')
  await see(coach, 'Groups')
  await coach.getByRole('button', { name: 'New group' }).click({ force: true })
  await coach.getByText('Your role lacks the permission “Make groups”.').filter({ visible: true }).first().waitFor()
  const menu = coach.getByRole('navigation')
  expect(await menu.getByRole('link', { name: 'Groups' }).count()).toBe(1)
  expect(await menu.getByRole('link', { name: 'Roles' }).count()).toBe(0)
})

test('an organization is made below another, suspended and resumed, and not archived before those below it', async () => {
  const page = await open('organizations')
  await page.getByRole('link', { name: 'Acme Pune' }).click()
  await see(page, 'Acme Pune')
  await page.getByRole('button', { name: 'Make one below' }).click()
  await see(page, 'New organization')
  await page.getByLabel('Name', { exact: true }).fill('Acme Baner')
  await page.getByLabel('Short name').fill('acme-baner')
  await page.getByRole('button', { name: 'Make the organization' }).click()
  await see(page, 'Acme Baner')
  await choose(page, 'Suspend')
  await confirm(page, 'Suspend this organization?', 'Suspend')
  await page.getByText('Suspended', { exact: true }).waitFor()
  await choose(page, 'Resume')
  await confirm(page, 'Resume this organization?', 'Resume')
  await page.getByText('Active', { exact: true }).waitFor()

  await page.goto(at('organizations/acme-pune'))
  await choose(page, 'Archive')
  await page
    .getByRole('alertdialog')
    .getByRole('alert')
    .getByText(/below it first/)
    .waitFor()
})

test('a field is made, asked for where somebody is added, changed and deleted', async () => {
  const page = await open('fields')
  await page.getByRole('button', { name: 'New field' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Batch')
  await page.getByLabel('Short name').fill('batch')
  await page.getByText('Nobody is added without it').click()
  await page.getByRole('button', { name: 'Make the field' }).click()
  await page.getByRole('button', { name: 'Batch' }).waitFor()

  await page.goto(at('users/new'))
  await page.getByLabel('Email').fill('ida.moe@example.com')
  await page.getByLabel('First name').fill('Ida')
  await page.getByRole('button', { name: 'Add a user' }).click()
  await page.getByText('is required', { exact: false }).waitFor()
  await page.getByLabel('Batch').fill('B-7')
  await page.getByRole('button', { name: 'Add a user' }).click()
  await see(page, 'Ida')
  await page.getByRole('tab', { name: 'Profile' }).click()
  await expect.poll(() => page.getByLabel('Batch').inputValue()).toBe('B-7')

  await page.goto(at('fields'))
  await page.getByRole('button', { name: 'Batch' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Batch of')
  await page.getByRole('button', { name: 'Save' }).click()
  await pick(page, /Batch of/)
  await page.getByRole('button', { name: 'Delete' }).click()
  await confirm(page, 'Delete this field?', 'Delete')
  await page.getByRole('row', { name: /Batch of/ }).waitFor({ state: 'detached' })
})

test.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('readable for all at a width of $width', { timeout: 120_000 }, async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })
  const screens = [
    ['groups', 'Groups'],
    [`groups/${places.group}`, 'Readers'],
    ['enrollments', 'Enrollments'],
    ['invitations', 'Invitations'],
    ['invitations/new', 'Invite people'],
    ['links/new', 'New link'],
    [`links/${places.link}`, 'Flyer'],
    ['roles', 'Roles'],
    ['roles/manager', 'Manager'],
    ['organizations', 'Organizations'],
    ['organizations/acme-pune', 'Acme Pune'],
    ['fields', 'Fields'],
  ] as const
  for (const [path, title] of screens) {
    await page.goto(at(path))
    await see(page, title)
    await expect.poll(() => page.getByText('Loading…').count()).toBe(0)
    await examine(page).catch(error => expect.fail(`${path}: ${error}`))
  }
})

const at = (path: string) => `/console/acme-prep/${path}`

async function open(path: string, role = 'owner') {
  const page = await stage.openPageAs({ role })
  await page.goto(at(path))
  return page
}

/** Ticks the row's box. */
async function pick(page: Page, name: RegExp) {
  await page.getByRole('row', { name }).getByRole('checkbox').click({ force: true })
}

async function choose(page: Page, name: string) {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

/** Does what the dialog shows, and waits until it is gone. */
async function confirm(page: Page, title: string, button: string) {
  const dialog = page.getByRole('heading', { name: title }).locator('xpath=ancestor::*[@role][1]')
  await dialog.getByRole('heading', { name: 'What will happen' }).waitFor()
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function statusOf(email: string, course: string): Promise<string | undefined> {
  const api = await stage.api()
  const { body } = await api.get(`/api/enrollments?user=${encodeURIComponent(email)}&course=${course}`)
  return body.data[0]?.status
}
