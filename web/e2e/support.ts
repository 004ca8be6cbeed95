/** What every journey needs: the real server, a real browser, and learners as an integration would make them. */
import { randomBytes } from 'node:crypto'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { getChromiumLaunch } from '../../scripts/chromium.ts'
import { startTestServer } from '../../server/test/server.ts'

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

export const password = 'correct horse battery'

export interface Learner {
  email: string
  /** The set-password link that provisioning answered with. */
  link: string
}

/** One server and one browser for a file; `close` ends both. */
export async function startStage() {
  const [server, browser] = await Promise.all([startTestServer(), chromium.launch(getChromiumLaunch())])
  return {
    server,
    openPage: (options?: BrowserContextOptions) => openPage(browser, server, options),
    provision: (courses?: string[]) => provision(server, courses),
    close: () => Promise.all([browser.close(), server.close()]),
  }
}

/** A page of a visitor who was never here. The test fails if the page breaks, or breaks the content security policy. */
async function openPage(browser: Browser, { url }: TestServer, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  const broken: string[] = []
  page.on('pageerror', error => broken.push(error.message))
  page.on('console', message => /content security policy/i.test(message.text()) && broken.push(message.text()))
  onTestFinished(async () => {
    await context.close()
    if (broken.length > 0) throw new Error(`The page broke: ${broken.join('; ')}`)
  })
  return page
}

/** A new learner with these courses. */
async function provision({ url, apiKey }: TestServer, courses: string[] = ['ielts']): Promise<Learner> {
  const email = `jane.${randomBytes(4).toString('hex')}@example.com`
  const response = await fetch(`${url}/api/v1/provision/student/`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email, first_name: 'Jane', last_name: 'Doe', courses, send_welcome_email: false }),
  })
  const { set_password_url } = (await response.json()) as { set_password_url: string }
  return { email, link: set_password_url }
}

export async function expireLink({ database }: TestServer, { email }: Learner): Promise<void> {
  const expired = `update users set password_link_expires_at = now() - interval '1 second' where email = $1`
  await database.pool.query(expired, [email])
}

/** Follows the link, chooses the password and waits for My courses. */
export async function enter(page: Page, { link }: Learner): Promise<void> {
  await page.goto(link)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save and see my courses' }).click()
  await see(page, 'My courses')
}

/** Enters, and leaves again: now there is an account with a password, and nobody is signed in. */
export async function enterAndLeave(page: Page, learner: Learner): Promise<void> {
  await enter(page, learner)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await see(page, 'Sign in')
}

export async function signIn(page: Page, email: string, withPassword = password): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(withPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Waits until the page of this title is shown. */
export async function see(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}
