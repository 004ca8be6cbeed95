/** Which language pages speak, and how they write dates and numbers: as the profile says, or else the browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

test('dates are written as the reader’s browser has it, until the profile says otherwise', async () => {
  const learner = await stage.provision()
  const page = await stage.openPage({ locale: 'en-US' })
  await enter(page, learner)
  await speaks(page, 'en-US', /^Until \w+ \d+, \d{4} /)

  await page.goto('/profile')
  await see(page, 'My profile')
  await page.getByLabel('Language').selectOption('English')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.goto('/courses')
  await speaks(page, 'en-US', /^Until \w+ \d+, \d{4} /)
  await choose(learner.email, 'en-IN')
  await page.goto('/courses')
  await speaks(page, 'en-IN', /^Until \d+ \w+ \d{4} /)

  // There are no texts in this one.
  await choose(learner.email, 'tlh')
  await page.goto('/courses')
  await speaks(page, 'en-US', /^Until \w+ \d+, \d{4} /)
})

async function speaks(page: Page, language: string, date: RegExp) {
  await expect.poll(() => page.evaluate('document.documentElement.lang').catch(() => '')).toBe(language)
  await see(page, 'My courses')
  await page.getByText(date).waitFor()
}

async function choose(email: string, locale: string) {
  await stage.database.query('update users set locale = $2 where email = $1', [email, locale])
}
