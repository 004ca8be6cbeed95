/** What holds for every form: what must be filled is marked, what is wrong goes with its change, and nothing typed is lost unasked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('a short name follows the name until it is written by hand, and both are marked as what must be filled', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/courses/new')
  const name = page.getByLabel('Name', { exact: true })
  const short = page.getByLabel('Short name')
  await name.fill('Évening class')
  expect(await short.inputValue()).toBe('evening_class')
  await short.fill('evening')
  await name.fill('Evening class, 6 pm')
  expect(await short.inputValue()).toBe('evening')
  await short.fill('')
  await name.fill('Night class')
  expect(await short.inputValue()).toBe('night_class')
  const marks = await page.evaluate<string[]>(`[...document.querySelectorAll('form label')]
    .filter(label => getComputedStyle(label, '::after').content.includes('*')).map(label => label.textContent)`)
  expect(marks).toEqual(['Name', 'Short name'])
})

test('what is wrong with a field is said until it is changed', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/courses/new')
  await page.getByLabel('Name', { exact: true }).fill('IELTS')
  await page.getByRole('button', { name: 'Make the course' }).click()
  const problem = page.getByText(/taken by another course/)
  await problem.waitFor()
  await page.getByLabel('Description').fill('Another field')
  expect(await problem.isVisible()).toBe(true)
  await page.getByLabel('Short name').fill('ielts_2')
  await problem.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Make the course' }).click()
  await see(page, 'IELTS')
})

test('whoever leaves what is typed is asked first, and not once it is saved', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { reducedMotion: 'reduce' })
  await page.goto('/console/acme-prep/teams/new')
  await page.getByLabel('Name', { exact: true }).fill('Night class')
  await page.getByRole('link', { name: 'Users' }).click()
  const asked = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await asked.waitFor()
  await examine(page)
  await asked.getByRole('button', { name: 'Stay here' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Night class')
  await page.getByRole('button', { name: 'Make the team' }).click()
  await see(page, 'Night class')
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByLabel('Description').fill('From 9 pm')
  await page.goBack()
  await asked.getByRole('button', { name: 'Leave' }).click()
  await asked.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Users' }).click()
  await see(page, 'Users')
})
