/** The first page of the console and the reports, of a new organization and of one where people learn. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { addPeople } from './people.ts'
import { pick, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

const overview = '/console/acme-prep'

let added: ReturnType<typeof addPeople> | undefined
async function havePeople() {
  added ??= stage.api().then(addPeople)
  await added
}
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]

test('a new organization is told what comes next; once somebody has a course, how things stand', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(overview)
  await page.getByRole('link', { name: /Add a course.*Done/ }).waitFor()
  await page.getByRole('link', { name: /Give somebody a course.*Not done yet/ }).waitFor()
  await examine(page)
  await page.getByRole('link', { name: /Say how you look/ }).click()
  await see(page, 'Settings')

  await havePeople()
  await page.goto(overview)
  await page.getByText('Enrollments in the last 30 days').first().waitFor()
  expect(await page.getByText('Start here').count()).toBe(0)
  await page.getByRole('img', { name: 'Evening class, ielts: 1 of 5 used' }).waitFor()
  await page.getByText('Show as a table').first().click()
  const today = page.getByRole('table', { name: 'Enrollments in the last 30 days' }).getByRole('row').last()
  expect(await today.getByRole('cell').innerText()).toBe('1')
  await page.getByRole('link', { name: /Seats in use/ }).click()
  await page.getByRole('img', { name: 'IELTS: 1 of 5 used' }).waitFor()
})

test('a report is narrowed in the address, and taken away as a file', async () => {
  await havePeople()
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${overview}/reports?by=week`)
  await page.getByText('1 began in this time.').waitFor()
  const from = page.getByRole('table', { name: 'By where they came from' })
  await from.getByRole('row', { name: 'A team’s seat 1' }).waitFor()
  await pick(page, 'Course', 'gre', 'GRE')
  await page.getByText('Nothing began in this time').waitFor()
  expect(new URL(page.url()).search).toBe('?by=week&course=gre')
  await page.getByRole('button', { name: 'Remove Course GRE' }).click()
  await pick(page, 'Course', 'iel', 'IELTS')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as CSV' }).nth(1).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines).toEqual([expect.stringContaining('course'), expect.stringContaining('ielts')])
})

test.each(sizes)('readable for all at a width of $width', async viewport => {
  await havePeople()
  const api = await stage.api()
  const { body } = await api.get('/api/enrollments?limit=1')
  await stage.database.query(`update enrollments set ends_at = now() + interval '3 days' where id = $1`, [
    body.data[0].id,
  ])
  const page = await stage.openPageAs({ role: 'owner' }, { viewport })
  await page.goto(overview)
  await page.getByText('The fullest seats').waitFor()
  await examine(page)
  for (const [tab, shown] of [
    ['enrollments', 'By team'],
    ['seats', 'Evening class'],
    ['completion', '0% completed'],
    ['expiring', '1 end in the next 30 days.'],
  ] as const) {
    await page.goto(`${overview}/reports?tab=${tab}`)
    await page.getByText(shown).last().waitFor()
    await examine(page)
  }
})
