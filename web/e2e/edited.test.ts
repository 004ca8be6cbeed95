/** Two people who change one thing at the same time: neither overwrites the other unseen, and nothing typed goes by itself. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Api } from '../../server/test/api.ts'
import { examine } from './examine.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let api: Api
beforeAll(async () => {
  stage = await startStage()
  api = await stage.api()
})
afterAll(() => stage.close())

const changedMeanwhile = /changed since you opened it/

/** The settings of a new team, before the eyes of two owners. */
async function openTwice() {
  const { id } = (await api.post('/api/teams', { name: `Evening ${Date.now()}`, description: 'As it was' })).body
  const pages = [await stage.openPageAs({ role: 'owner' }), await stage.openPageAs({ role: 'owner' })] as const
  for (const page of pages) {
    await page.goto(`/console/acme-prep/teams/${id}?tab=settings`)
    await description(page).waitFor()
  }
  const read = async () => (await api.get(`/api/teams/${id}`)).body.description
  return { pages, read }
}

const description = (page: Page) => page.getByLabel('Description')
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

async function save(page: Page, text: string) {
  await description(page).fill(text)
  await press(page, 'Save')
}

test('who saves second is told so, keeps what was typed, and may save it over the change', async () => {
  const { pages, read } = await openTwice()
  const [first, second] = pages
  await save(first, 'By the first')
  await first.getByText('Saved.').first().waitFor()
  await save(second, 'By the second')
  await second.getByText(changedMeanwhile).waitFor()
  expect(await read()).toBe('By the first')
  expect(await description(second).inputValue()).toBe('By the second')
  for (const width of [390, 1280]) {
    await second.setViewportSize({ width, height: 900 })
    await examine(second)
  }

  await press(second, 'Keep what I typed')
  await second.getByText(changedMeanwhile).waitFor({ state: 'detached' })
  expect(await description(second).inputValue()).toBe('By the second')
  await press(second, 'Save')
  await second.getByText('Saved.').first().waitFor()
  expect(await read()).toBe('By the second')
})

test('what was changed meanwhile is loaded again when it is asked for, and can be saved then', async () => {
  const { pages, read } = await openTwice()
  const [first, second] = pages
  await save(first, 'By the first')
  await first.getByText('Saved.').first().waitFor()
  await save(second, 'By the second')
  await press(second, 'Load it again')
  await second.getByText(changedMeanwhile).waitFor({ state: 'detached' })
  expect(await description(second).inputValue()).toBe('By the first')
  await save(second, 'By both')
  await second.getByText('Saved.').first().waitFor()
  expect(await read()).toBe('By both')
})

test('what is read again in the background replaces what stands in a form only where nothing was typed', async () => {
  const { pages } = await openTwice()
  const [typing, looking] = pages
  await description(typing).fill('Half a sent')
  const id = new URL(typing.url()).pathname.split('/').at(-1)
  await api.patch(`/api/teams/${id}`, { name: 'Renamed meanwhile' })
  for (const page of pages) {
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))')
    await see(page, 'Renamed meanwhile')
  }
  expect(await looking.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Renamed meanwhile')
  expect(await description(typing).inputValue()).toBe('Half a sent')
  await press(typing, 'Save')
  await typing.getByText(changedMeanwhile).waitFor()
})

test('an own change beside the form is nobody else’s: a form that was not touched goes with it', async () => {
  const { body: team } = await api.post('/api/teams', { name: 'Alone', description: '' })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`/console/acme-prep/teams/${team.id}?tab=settings`)
  for (const text of ['Once', 'Twice', 'Three times']) {
    await save(page, text)
    await expect.poll(async () => (await api.get(`/api/teams/${team.id}`)).body.description).toBe(text)
    await expect.poll(() => description(page).inputValue()).toBe(text)
  }
  expect(await page.getByText(changedMeanwhile).count()).toBe(0)
})

test('a dialog that changes a row of a list loads it again as well', async () => {
  const { body: field } = await api.post('/api/custom-fields', { name: 'level', label: 'Level', kind: 'text' })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/fields')
  await page.getByRole('button', { name: 'Level' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change Level' })
  await dialog.getByLabel('Name').fill('Mine')
  await api.patch(`/api/custom-fields/${field.id}`, { label: 'Theirs' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText(changedMeanwhile).waitFor()
  await dialog.getByRole('button', { name: 'Load it again' }).click()
  await expect.poll(() => dialog.getByLabel('Name').inputValue()).toBe('Theirs')
  await dialog.getByLabel('Name').fill('Ours')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Ours' }).waitFor()
})

test('a form that is opened while one’s own change is under way waits until that is read back', async () => {
  const { id } = (await api.post('/api/courses', { name: 'waits', display_name: 'Waits' })).body
  for (const title of ['First', 'Second'])
    await api.post(`/api/courses/${id}/items`, {
      ...{ title, kind: 'lesson', launch_url: `https://learn.example.com/${title}`, starter: true },
    })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`/console/acme-prep/courses/${id}`)
  const release = Promise.withResolvers<void>()
  await page.route(`**/api/courses/${id}/items`, async route => {
    if (route.request().method() === 'PUT') await release.promise
    await route.continue()
  })
  await press(page, 'Move Second up')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('tabpanel', { name: 'Settings' }).waitFor()
  expect(await description(page).count()).toBe(0)
  release.resolve()
  await save(page, 'In another order')
  await page.getByText('Saved.').first().waitFor()
})

test('what changed meanwhile and is none of what the form holds stands in nobody’s way', async () => {
  const user = { email: 'suspended@example.com', first_name: 'Susa' }
  const { id } = (await api.post('/api/provision', { user })).body.user
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`/console/acme-prep/users/${id}?tab=profile`)
  await page.getByLabel('First name').fill('Susanna')
  await api.patch(`/api/memberships/acme-prep/${id}`, { suspended: true })
  await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))')
  await page.getByText('Suspended', { exact: true }).first().waitFor()
  expect(await page.getByLabel('First name').inputValue()).toBe('Susanna')
  await press(page, 'Save')
  await page.getByText('Saved.').first().waitFor()
})
