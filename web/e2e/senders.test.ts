/** The pages that a link leads to, for people who are not signed in: they look like the school that the link is from. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { startMailbox } from './mailbox.ts'
import { enter, see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
let mailbox: Awaited<ReturnType<typeof startMailbox>>
beforeAll(async () => {
  mailbox = await startMailbox()
  stage = await startStage({ smtpUrl: mailbox.url })
})
afterAll(async () => {
  await stage.close()
  await mailbox.close()
})

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const

// The tests after it see what it has set.
test('an owner chooses a name, a colour and a small picture, and the console wears them', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto('/console/acme-prep/settings')
  await page.getByLabel('Name for learners').fill('Acme Academy')
  await page.getByLabel('Colour', { exact: true }).fill('#b3145f')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await drawLogo(page) })
  await page.getByRole('button', { name: 'Take it away' }).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.locator('aside img').waitFor()
  await page.reload()
  await page.getByLabel('Name for learners').waitFor()
  expect(await page.getByLabel('Name for learners').inputValue()).toBe('Acme Academy')
  await page.getByRole('button', { name: 'Take it away' }).waitFor()
})

test('a share link and its mail look like the school, and so does all that follows', async () => {
  const { body: link } = await (await stage.api()).post('/api/links', { target: { course: 'ielts' } })
  const page = await stage.openPage(phone)
  await page.goto(new URL(link.url).pathname)
  await see(page, 'Join IELTS')
  await page.getByText('A course of Acme Academy.').waitFor()
  await expectColours(page)
  await examine(page)
  await page.getByLabel('Email address').fill('rosa.lund@example.com')
  await page.getByLabel('First name').fill('Rosa')
  await page.getByRole('button', { name: 'Join' }).click()
  await see(page, 'Look into your mailbox')
  await expectColours(page)

  const way = await mailbox.findLink('rosa.lund@example.com', 'set-password')
  const mail = mailbox.findNewest('rosa.lund@example.com')
  expect(mail?.from).toMatchObject({ name: 'Acme Academy' })
  expect(mail?.html).toContain('#b3145f')
  expect(mail?.attachments).toMatchObject([{ mimeType: 'image/png', related: true }])

  await page.goto(way)
  await see(page, 'Welcome to Acme Academy')
  await expectColours(page)
  await examine(page)
  await enter(page, { email: '', link: way })
  await expectColours(page)
  await page.goto(way)
  await see(page, 'This link does not work any more')
  await page.getByText('Usher', { exact: true }).waitFor()

  await stage.database.query('update links set revoked_at = now() where id = $1', [link.id])
  await page.goto(new URL(link.url).pathname)
  await see(page, 'This link lets nobody in any more')
  await expectColours(page)
})

test('an invitation looks like the school, also once it is over', async () => {
  const api = await stage.api()
  const { body: made } = await api.post('/api/invitations', { email: 'emil.berg@example.com', first_name: 'Emil' })
  const page = await stage.openPage({ ...phone, colorScheme: 'dark' })
  await page.goto(await mailbox.findLink('emil.berg@example.com', 'invitation'))
  await see(page, 'Acme Academy invites you')
  await expectColours(page)
  await examine(page)
  await api.post(`/api/invitations/${made.id}/withdraw`)
  await page.reload()
  await see(page, 'This invitation was withdrawn')
  await expectColours(page)
})

test('a set-password link that has expired looks like the school too', async () => {
  const learner = await stage.provision()
  await stage.expireLink(learner)
  const page = await stage.openPage(phone)
  await page.goto(learner.link)
  await see(page, 'This link has expired')
  await expectColours(page)
  await page.getByRole('button', { name: 'Mail me a fresh link' }).click()
  await see(page, 'Look into your mailbox')
  await expectColours(page)
})

/** Name, picture and colour. */
async function expectColours(page: Page) {
  await page.locator('header').getByText('Acme Academy').first().waitFor()
  const picture = page.locator('header img')
  expect(await picture.evaluate(image => image.naturalWidth)).toBe(96)
  expect(await page.evaluate(`document.documentElement.style.getPropertyValue('--accent')`)).toContain('#b3145f')
}

/** A small picture, as a file. */
async function drawLogo(page: Page): Promise<Buffer> {
  const url = await page.evaluate<string>(`(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 48 })
    const context = canvas.getContext('2d')
    context.fillStyle = '#b3145f'
    context.roundRect(0, 0, 96, 48, 12)
    context.fill()
    return canvas.toDataURL('image/png')
  })()`)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
