import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>

beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('the reference shows every part of the API, and asks nobody else for anything', async () => {
  const page = await stage.openPage()
  await page.goto('/docs')
  await page.getByRole('heading', { name: 'Usher', exact: true }).waitFor()
  await page.getByText('Keys', { exact: true }).first().click()
  await page.getByText('Takes the permission keys.create.').first().waitFor()
  expect(await page.title()).toBe('Reference · Usher')
})

test('the page of the error codes opens at the code that an error names', async () => {
  const page = await stage.openPage()
  await page.goto('/docs/errors#rate_limited')
  await page.getByText('Wait as many seconds as Retry-After says.').waitFor()
})
