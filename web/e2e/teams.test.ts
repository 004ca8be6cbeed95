/** The console's teams, as an owner works with them. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let team: number
beforeAll(async () => {
  stage = await startStage()
  const people = await addPeople(await stage.api())
  team = people.team
})
afterAll(() => stage.close())

const teams = '/console/acme-prep/teams'

test('a team is made, changed and archived, and what will happen is shown first', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(teams)
  await page.getByRole('link', { name: 'New team' }).click()
  await page.getByRole('button', { name: 'Make the team' }).click()
  await page.getByText('must not be empty').waitFor()
  expect(await page.getByLabel('Name').evaluate(input => input.matches(':focus'))).toBe(true)
  await page.getByLabel('Name').fill('Morning class')
  await page.getByRole('button', { name: 'Make the team' }).click()
  await see(page, 'Morning class')

  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByLabel('Name').fill('Early class')
  await page.getByRole('button', { name: 'Save' }).click()
  await see(page, 'Early class')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Archive this team?' })
  await dialog.getByText('Early class').waitFor()
  await dialog.getByRole('button', { name: 'Archive' }).click()
  await page.getByText('Archived').waitFor()
  await page.goto(teams)
  await page.getByRole('link', { name: 'Evening class' }).waitFor()
  expect(await page.getByRole('link', { name: 'Early class' }).count()).toBe(0)
  await page.getByLabel('Archived').selectOption('Shown too')
  await page.getByRole('link', { name: 'Early class' }).waitFor()
})

test('a team with seats in use is not archived, and the reason is said', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${teams}/${team}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Archive this team?' })
  await dialog.getByRole('alert').getByText(/seat/).waitFor()
  expect(await dialog.getByRole('button', { name: 'Archive' }).count()).toBe(0)
})

test('the page of a team shows its seats as bars and its members', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(teams)
  await page.getByRole('link', { name: 'Evening class' }).click()
  await page.getByRole('img', { name: 'IELTS: 1 of 5 used' }).waitFor()
  await page.getByText('4 left').waitFor()
  await page.getByRole('tab', { name: 'Members' }).click()
  await page.getByRole('link', { name: /Bruno Klein/ }).click()
  await see(page, 'Bruno Klein')
})

test('somebody is found by name and put into a team, and taken out again', async () => {
  const api = await stage.api()
  await api.post('/api/users', { email: 'emil.berg@example.com', first_name: 'Emil', send_welcome_email: false })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${teams}/${team}?tab=members`)
  await page.getByRole('button', { name: 'Put somebody in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Put somebody into the team' })
  await dialog.getByLabel('Person').fill('emil')
  await page.getByRole('option', { name: /emil\.berg@example\.com/ }).click()
  await examine(page)
  await dialog.getByRole('button', { name: 'Put somebody in' }).click()
  const row = page.getByRole('row', { name: /Emil/ })
  const notices = page.getByRole('region', { name: 'Notices' })
  await notices.getByRole('button', { name: 'Dismiss' }).click()
  await row.getByRole('checkbox').click({ force: true })
  await page.getByRole('button', { name: 'Take out' }).click()
  const leaving = page.getByRole('alertdialog', { name: 'Take this person out?' })
  await leaving.getByText(/^Take Emil .* out of Evening class$/).waitFor()
  await leaving.getByRole('button', { name: 'Take out' }).click()
  await row.waitFor({ state: 'detached' })

  await notices.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await notices.getByText('Taken back.').waitFor()
})

test('what a list shows can be taken away as a file', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${teams}?search=Evening`)
  await page.getByRole('link', { name: 'Evening class' }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^Acme Prep – Teams – \d{4}-\d{2}-\d{2}\.csv$/)
  const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines).toEqual([expect.stringContaining('name'), expect.stringContaining('Evening class')])
})

test('a list of thousands scrolls, and only what is seen is in the page', async () => {
  await stage.database.query(
    `insert into teams (organization_id, name)
      select id, 'Class ' || lpad(n::text, 4, '0') from organizations, generate_series(1, 1200) as n where slug = 'acme-prep'`,
  )
  const page = await stage.openPageAs({ role: 'owner' })
  const calls: string[] = []
  page.on('request', request => request.url().includes('/api/teams?') && calls.push(request.url()))
  await page.goto(`${teams}?sort=name`)
  await page.getByRole('link', { name: 'Class 0001' }).waitFor()
  await page.getByText(/^1,2\d\d in all$/).waitFor()
  await page.waitForLoadState('networkidle')
  // The first page, and how many there are: nobody has scrolled.
  expect(calls.length).toBeLessThanOrEqual(2)
  const scroll = async () => {
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
    return Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
  }
  await expect.poll(scroll, { timeout: 20_000 }).toBeGreaterThan(500)
  expect(await page.getByRole('row').count()).toBeLessThan(60)
})

test.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })
  await page.goto(`${teams}?search=Evening`)
  await page.getByRole('link', { name: 'Evening class' }).waitFor()
  await examine(page)
  await page.getByRole('link', { name: 'Evening class' }).click()
  await page.getByText('4 left').waitFor()
  await examine(page)
  await page.getByRole('tab', { name: 'Members' }).click()
  await page.getByRole('link', { name: /Bruno Klein/ }).waitFor()
  await examine(page)
  await page.getByRole('tab', { name: 'Settings' }).click()
  await examine(page)
  await page.goto(`${teams}?search=nothing-of-this-name`)
  await page.getByText('Nothing matches').waitFor()
  await examine(page)
})
