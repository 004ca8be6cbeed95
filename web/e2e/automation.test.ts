/** How programs come to provision, as an owner sets it up and watches it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startReceiver } from '../../server/test/webhook-receiver.ts'
import { examine } from './examine.ts'
import { see, startStage } from './support.ts'

let stage: Awaited<ReturnType<typeof startStage>>
beforeAll(async () => {
  stage = await startStage({ webhookPrivateAddresses: true })
})
afterAll(() => stage.close())

const home = '/console/acme-prep'

test('from nothing to the first student by the Connect page', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(home)
  await page.getByRole('link', { name: 'Connect', exact: true }).click()
  await page.getByRole('button', { name: 'JavaScript' }).click()
  await page.getByRole('button', { name: 'Make a key' }).click()
  const code = page.locator('pre')
  await code.getByText('usher_live_').waitFor()
  await page.getByLabel('Email of the student').fill('first@example.com')
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The key works.').waitFor()
  await page.getByText('Make an account for first@example.com').waitFor()
  // The key itself may not be told what courses are called: the page knows.
  await page.getByText(/^Give first@example\.com IELTS until \d/).waitFor()
  await page.getByText('Waiting for your first call…').waitFor()

  const { stdout } = await run(await code.innerText())
  expect(stdout).toMatch(/^201 /)
  await page.getByText('Your call came in. Its mail waits: no mail server is set.').waitFor()
  await page.getByRole('link', { name: 'Open it in the log' }).click()
  await see(page, 'Provision: first@example.com')
  await page.getByText('Made an account for first@example.com').waitFor()
  await page.getByRole('button', { name: /^Why / }).click()
  await page.getByRole('dialog').getByText('JavaScript').first().waitFor()
})

test('an operation is found in the log and undone, after it was shown what that takes back', async () => {
  await provision('undone@example.com')
  await provision('kept@example.com')
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${home}/log`)
  await page.getByRole('searchbox', { name: 'Email, the whole address' }).fill('undone@example.com')
  await page.waitForURL(/email=undone/)
  await page.getByRole('link', { name: /undone@example\.com/ }).click()
  await see(page, 'Provision: undone@example.com')
  await page.getByRole('button', { name: 'Undo' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Undo this operation?' })
  await dialog.getByText(/^End the access of .*undone@example\.com.* to IELTS/).waitFor()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.waitFor({ state: 'detached' })
  const api = await stage.api()
  const { body } = await api.get('/api/enrollments?status=active')
  const emails = body.data.map(({ email }: { email: string }) => email)
  expect(emails).toContain('kept@example.com')
  expect(emails).not.toContain('undone@example.com')

  await page.getByRole('link', { name: /^Undone by .+ on / }).waitFor()
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await examine(page)
  }
  await page.getByRole('button', { name: 'Undo' }).hover()
  await page.getByRole('tooltip', { name: 'It is undone already.' }).waitFor()
  await page.getByRole('link', { name: /^Undone by / }).click()
  await see(page, 'Undo')
  await page.getByRole('link', { name: 'Undid “Provision: undone@example.com”' }).click()
  await see(page, 'Provision: undone@example.com')
  await page.goto(`${home}/log?email=undone%40example.com`)
  const row = page.getByRole('row', { name: /undone@example\.com/ })
  await row.getByText('Undone', { exact: true }).waitFor()
  await row.getByText('IELTS').waitFor()
  const { body: found } = await api.get('/api/users?search=undone@example.com')
  await page.goto(`${home}/users/${found.data[0].id}?tab=log`)
  await page.getByRole('row', { name: 'Provision' }).getByText('Undone', { exact: true }).waitFor()
})

test('a refused call says in words what was wrong with it', async () => {
  const api = await stage.api()
  const user = { email: 'refused@example.com', first_name: 'Jo', last_name: 'Doe' }
  const refused = { user, courses: ['ielts', 'no_such_course', 'nor_this'], external_ref: 'order-7' }
  expect(await api.post('/api/provision', refused)).toMatchObject({ status: 400 })
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${home}/log?result=refused`)
  // Neither is cut short by the other.
  const row = page.getByRole('link', { name: /refused@example\.com/ })
  const [address, why] = [row.getByText(user.email, { exact: true }), row.getByText(/^There is no active course/)]
  expect((await why.boundingBox())?.y).toBeGreaterThan((await address.boundingBox())?.y ?? Number.POSITIVE_INFINITY)
  await row.click()
  const reasons = page.locator('section', { hasText: 'Why it was refused' })
  await reasons.getByText('There is no active course “nor_this” here.').waitFor()
  await reasons.getByText('There is no active course “no_such_course” here.').waitFor()
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Provision by hand' }).click()
  await see(page, 'Provision a student')
  expect(await page.getByLabel('Email').inputValue()).toBe('refused@example.com')
  expect(await page.getByLabel('First name').inputValue()).toBe('Jo')
  expect(await page.getByLabel('Last name').inputValue()).toBe('Doe')
  expect(await page.locator('input[name="external_ref"]').inputValue()).toBe('order-7')
  await page.getByText('no_such_course').first().waitFor()
})

test('a key is made and revoked, and the next call with it is refused before the eyes of who watches the log', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${home}/keys`)
  await page.getByRole('link', { name: 'Make a key' }).click()
  await page.getByLabel('Name').fill('Old shop')
  await page.getByRole('button', { name: 'Make a key' }).click()
  await see(page, 'Here is the key')
  const key = await page.getByText(/^usher_live_/).innerText()
  expect(await call(page, key, 'before@example.com')).toBe(201)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await see(page, 'Old shop')
  expect(await page.getByText(key).count()).toBe(0)

  const log = await page.context().newPage()
  await log.goto(`${home}/log`)
  await log.getByRole('link', { name: /before@example\.com/ }).waitFor()
  await page.getByRole('button', { name: 'Revoke' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Revoke this key?' })
  await dialog.getByText('Old shop').first().waitFor()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Revoked', { exact: true }).first().waitFor()
  await expect.poll(() => call(page, key, 'after@example.com')).toBe(401)
  await log
    .getByRole('link', { name: /The key was revoked/ })
    .first()
    .click()
  await log.getByText('Why it was refused').waitFor()
})

test('one student is provisioned by hand: the plan first, then the link', async () => {
  const page = await stage.openPageAs({ role: 'owner' })
  await page.goto(`${home}/provision`)
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByText('is required').and(page.locator('[slot=errorMessage]')).first().waitFor()
  await page.getByLabel('Email').fill('hand@example.com')
  await page.getByLabel('First name').fill('Hanna')
  await page.getByRole('combobox', { name: 'Courses' }).click()
  await page.getByRole('combobox', { name: 'Courses' }).fill('iel')
  await page.getByRole('option', { name: /ielts/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'See what will happen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Provision hand@example.com?' })
  await dialog.getByText('Make an account for hand@example.com').waitFor()
  await examine(page)
  await dialog.getByRole('button', { name: 'Provision' }).click()
  await see(page, 'hand@example.com is provisioned')
  await page.getByText('/set-password/').waitFor()
  await examine(page)
})

test('a webhook is made, tried, told of a new student, and told again', async () => {
  const receiver = await startReceiver()
  try {
    const page = await stage.openPageAs({ role: 'owner' })
    await page.goto(`${home}/webhooks`)
    await page.getByRole('link', { name: 'Make a webhook' }).click()
    await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
    await page.getByRole('checkbox', { name: /enrollment\.started/ }).click({ force: true })
    await page.getByRole('button', { name: 'Make a webhook' }).click()
    await page.getByText(/^whsec_/).waitFor()
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText(/It answered 200/).waitFor()

    await provision('told@example.com')
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('tab', { name: 'What it was told' }).waitFor()
          await page.getByRole('status').filter({ hasText: 'in all' }).waitFor()
          return page
            .getByRole('row', { name: /enrollment\.started/ })
            .filter({ hasText: 'Got through' })
            .count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    await page.getByRole('button', { name: 'enrollment.started' }).click()
    await page.getByRole('dialog').getByText('thank you').waitFor()
    await examine(page)
    const before = receiver.received.length
    await page.getByRole('button', { name: 'Tell it again' }).click()
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(before + 1)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No webhooks yet').waitFor()
  } finally {
    await receiver.close()
  }
})

describe.each([
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
])('readable for all at a width of $width', viewport => {
  const open = () => stage.openPageAs({ role: 'owner' }, { viewport, reducedMotion: 'reduce' })

  test.each(['woocommerce', 'make'])('how to connect %s', async tool => {
    const page = await open()
    await page.goto(`${home}/connect?tool=${tool}`)
    await page.getByText('Waiting for a call with any of your keys…').waitFor()
    await page.getByText('ielts').first().waitFor()
    await examine(page)
  })

  test('the log', async () => {
    await provision('seen@example.com')
    const page = await open()
    await page.goto(`${home}/log`)
    const line = page.getByRole('link', { name: /seen@example\.com/ }).first()
    await line.waitFor()
    await examine(page)
    await line.click()
    await page.getByText('What it changed').waitFor()
    await examine(page)
  })

  test('keys', async () => {
    await provision('seen@example.com')
    const page = await open()
    await page.goto(`${home}/keys`)
    await page.getByRole('link', { name: 'Tests' }).first().waitFor()
    await examine(page)
    await page.getByRole('link', { name: 'Make a key' }).click()
    await page.getByRole('button', { name: /What it may do/ }).click()
    await page.getByRole('option', { name: 'What I choose, one by one' }).click()
    await page.getByRole('checkbox', { name: /^See people/ }).waitFor()
    await examine(page)
  })

  test.each(['provision', 'webhooks/new'])('the form %s', async path => {
    const page = await open()
    await page.goto(`${home}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await examine(page)
  })
})

async function provision(email: string) {
  const api = await stage.api()
  const body = { user: { email, first_name: 'Kim' }, courses: ['ielts'], send_welcome_email: false }
  const { status } = await api.post('/api/provision', body)
  expect(status).toBeLessThan(300)
}

/** As the shop would, with nothing but its key. */
async function call(page: Page, key: string, email: string): Promise<number> {
  const { status } = await fetch(new URL('/api/v1/provision/student/', page.url()), {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, first_name: 'Kim', courses: ['ielts'], send_welcome_email: false }),
  })
  return status
}

function run(code: string) {
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
}
