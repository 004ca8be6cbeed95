/** Every screen, on the narrowest phone, by light and in the dark, before the rules of WCAG 2.2 AA; and the way in by keyboard. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { enter, enterAndLeave, password, see, signIn, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

const screens: Record<string, (page: Page) => Promise<void>> = {
  async 'set password'(page) {
    await page.goto((await stage.provision()).link)
    await see(page, 'Welcome to Acme Prep')
  },
  async 'a password too short'(page) {
    await page.goto((await stage.provision()).link)
    await page.getByLabel('New password').fill('short')
    await page.getByLabel('New password').press('Enter')
    await page.getByText('This is too short yet.').waitFor()
  },
  async 'an expired link, and its fresh one mailed'(page) {
    const learner = await stage.provision()
    await stage.expireLink(learner)
    await page.goto(learner.link)
    await see(page, 'This link has expired')
    await examine(page)
    await page.getByRole('button', { name: 'Mail me a fresh link' }).click()
    await see(page, 'Look into your mailbox')
  },
  async 'an unknown link'(page) {
    await page.goto('/set-password/1.unknown')
    await see(page, 'This link does not work any more')
  },
  async 'sign in, refused'(page) {
    await page.goto('/sign-in')
    await see(page, 'Sign in')
    await examine(page)
    await signIn(page, 'nobody@example.com', 'not the password')
    await page.getByText('The email address or the password is not right.').waitFor()
  },
  async 'signed out'(page) {
    await enterAndLeave(page, await stage.provision())
  },
  async 'forgotten password, and its answer'(page) {
    await page.goto('/forgotten-password')
    await see(page, 'Choose a new password')
    await examine(page)
    await page.getByLabel('Email address').fill('a.very.long.address.that.must.be.broken@training.example.com')
    await page.getByLabel('Email address').press('Enter')
    await see(page, 'Look into your mailbox')
  },
  async 'my courses in every state'(page) {
    const learner = await stage.provision(['ielts', 'pte_academic', 'gmat', 'gre'])
    await enter(page, learner)
    await changeEnrollment(learner.email, 'pte_academic', `starts_at = now() + interval '1 month'`)
    await changeEnrollment(learner.email, 'gmat', 'suspended_at = now()')
    await changeEnrollment(learner.email, 'gre', `ends_at = now() - interval '1 day'`)
    await page.reload()
    for (const words of [/^Until/, /^Starts on/, 'Suspended: ask Acme Prep', /^Ended on/]) {
      await page.getByText(words).waitFor()
    }
    for (const fold of await page.locator('summary').all()) await fold.click()
  },
  async 'no courses yet'(page) {
    await enter(page, await stage.provision([]))
    await page.getByRole('heading', { name: 'No courses yet' }).waitFor()
  },
  async 'no such page'(page) {
    await page.goto('/nowhere')
    await see(page, 'There is no such page')
  },
  async 'a failing server'(page) {
    const problem = { status: 500, code: 'internal', request_id: 'b7c1d0de' }
    await page.route('**/api/auth/get-session', route => route.fulfill({ status: 500, json: problem }))
    await page.goto('/courses')
    await see(page, 'That did not work')
  },
}

test.each(Object.entries(screens))('%s: readable for all, and no wider than a small phone', async (_, open) => {
  const page = await stage.openPage({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' })
  await open(page)
  await examine(page)
})

test('the whole way in needs only a keyboard, and each page starts at its title', async () => {
  const page = await stage.openPage()
  await page.goto((await stage.provision()).link)
  await see(page, 'Welcome to Acme Prep')
  await tabTo(page, 'New password')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')

  await see(page, 'My courses')
  expect(await focused(page)).toBe('My courses')
  const launched = page.context().waitForEvent('page')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await (await launched).close()

  await page.keyboard.press('Shift+Tab')
  await tabTo(page, 'Sign out', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await see(page, 'Sign in')
  expect(await focused(page)).toBe('Sign in')
  await tabTo(page, /^Forgotten/)
  await page.keyboard.press('Enter')
  await see(page, 'Choose a new password')
  expect(await focused(page)).toBe('Choose a new password')
})

/** The name of what has the focus. */
function focused(page: Page) {
  return page.evaluate<string>(
    `document.activeElement.labels?.[0]?.textContent ?? document.activeElement.ariaLabel ?? document.activeElement.textContent`,
  )
}

async function tabTo(page: Page, name: string | RegExp, key = 'Tab') {
  for (let step = 0; step < 10; step++) {
    await page.keyboard.press(key)
    const reached = await focused(page)
    if (typeof name === 'string' ? reached === name : name.test(reached)) return
  }
  expect.fail(`${name} cannot be reached with the keyboard`)
}

async function changeEnrollment(email: string, course: string, change: string) {
  await stage.database.query(
    `update enrollments set ${change}
      where user_id = (select id from users where email = $1) and course_id in (select id from courses where name = $2)`,
    [email, course],
  )
}
