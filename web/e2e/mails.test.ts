/** What became of mails, and sending one again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
  const api = await stage.api()
  await api.post('/api/users', { email: 'jane@example.com', first_name: 'Jane' })
  await stage.database.query(
    `update messages set state = 'failed', attempts = 5, error = '550 No such mailbox' where kind = 'welcome'`,
  )
})
afterAll(() => stage.close())

test.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('why a mail failed can be read, at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport })
  await page.goto('/console/acme-prep/mails?state=failed')
  await page.getByRole('link', { name: 'jane@example.com' }).waitFor()
  const shown = page.getByRole('link', { name: 'Read them on this machine' })
  expect(await shown.getAttribute('href')).toBe('/mail')
  await examine(page)
  await page.getByRole('link', { name: 'jane@example.com' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mail' })
  await dialog.getByText('550 No such mailbox').waitFor()
  expect(new URL(page.url()).search).toMatch(/^\?state=failed&mail=\d+$/)
  await examine(page)
})

test('a mail that failed is sent again, once it was shown what will be', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/mails')
  await page.getByRole('link', { name: 'jane@example.com' }).click()
  await page.getByRole('dialog', { name: 'Mail' }).getByRole('button', { name: 'Send again' }).click()
  const plan = page.getByRole('dialog', { name: 'Send this mail again?' })
  await plan.getByText(/jane@example\.com/).waitFor()
  await plan.getByRole('button', { name: 'Send again' }).click()
  await plan.waitFor({ state: 'detached' })
  const links = page.getByRole('link', { name: 'jane@example.com' })
  await links.nth(1).waitFor()
  expect(await links.count()).toBe(2)
})
