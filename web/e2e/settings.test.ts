/** An organization's settings, and how it looks once it said so. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

const settings = '/console/acme-prep/settings'

test('name, colour and a large logo are previewed, saved, and worn by the pages of all its people', async () => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport: { width: 390, height: 844 } })
  await page.goto(settings)
  await page.getByLabel('Name for learners').fill('Acme Academy')
  await page.getByLabel('Colour', { exact: true }).fill('blue')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('must be a colour such as #1459b3').waitFor()
  await page.getByLabel('Colour', { exact: true }).fill('#1459b3')
  await chooseLogo(page)
  const preview = page.getByRole('region', { name: 'Preview' })
  expect(await preview.getByText('Acme Academy').count()).toBe(2)
  expect(
    await preview
      .getByText('Start the lesson')
      .first()
      .evaluate(element => element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor),
  ).toBe('rgb(20, 89, 179)')
  await examine(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.locator('header img').waitFor()

  const { body } = await (await stage.api()).get('/api/organizations/acme-prep/settings')
  expect(body.logo.length).toBeLessThan(90_000)
  const learner = await stage.openPageAs({}, { colorScheme: 'light' })
  await learner.goto('/courses')
  await see(learner, 'My courses')
  await learner.getByText('Acme Academy').waitFor()
  expect(await learner.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('--accent')`)).toContain(
    '#1459b3',
  )
})

test('what cannot be is said beside the field, and what was saved is there again', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${settings}?tab=mail`)
  await page.getByLabel('Where answers go').fill('nobody')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('must be a mail address').waitFor()
  await page.getByLabel('Where answers go').fill('support@example.com')
  await page.getByLabel('Language of its people').fill('German')
  await page.getByRole('option', { name: 'German', exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()

  await page.goto(`${settings}?tab=access`)
  await page.getByRole('button', { name: /Access/ }).click()
  await page.getByRole('option', { name: 'Some months' }).click()
  await page.getByRole('textbox', { name: 'Months' }).fill('6')
  await page.getByRole('button', { name: 'Save' }).last().click()
  await page.getByText('Saved.').waitFor()

  await page.goto(`${settings}?tab=general`)
  await page.getByLabel('Time zone').fill('Kolk')
  await page.getByRole('option', { name: 'Asia/Kolkata' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  await page.goto(`${settings}?tab=mail`)
  expect(await page.getByLabel('Language of its people').inputValue()).toBe('German')
  const { body } = await (await stage.api()).get('/api/organizations/acme-prep/settings')
  expect(body).toMatchObject({
    reply_to: 'support@example.com',
    locale: 'de',
    default_access: { months: 6, renewal: 'extend' },
  })
})

test.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('readable for all at a width of $width', async viewport => {
  const page = await stage.openPageAs({ role: 'owner' }, { viewport })
  for (const tab of ['look', 'general', 'mail', 'access', 'northpass']) {
    await page.goto(`${settings}?tab=${tab}`)
    await page.getByRole('button', { name: 'Save' }).first().waitFor()
    await examine(page)
  }
})

/** A picture of noise, larger than the API takes it. */
async function chooseLogo(page: Page) {
  const picture = await page.evaluate<string>(`(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 300 })
    const context = canvas.getContext('2d')
    const image = context.createImageData(600, 300)
    image.data.forEach((_, at) => { image.data[at] = at % 4 === 3 ? 255 : Math.random() * 256 })
    context.putImageData(image, 0, 0)
    return canvas.toDataURL('image/png').split(',')[1]
  })()`)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') })
  await page.getByRole('button', { name: 'Take it away' }).waitFor()
}
