/** What every journey needs: the real server, a real browser, and learners as an integration would make them. */
import { randomBytes } from 'node:crypto'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { getChromiumLaunch } from '../../scripts/chromium.ts'
import { openApi } from '../../server/test/api.ts'
import { startTestServer, type TestServer } from '../../server/test/server.ts'
import { type Standing, signIn as startSession } from '../../server/test/sessions.ts'

export const password = 'correct horse battery'

export interface Learner {
  email: string
  /** The path of the set-password link that provisioning answered with. */
  link: string
}

type Opening = BrowserContextOptions & {
  /** Another site that it goes to: an organization's provider. */
  alsoAt?: string
}

/** One server and one browser for a file; `close` ends both. */
export async function startStage(changes?: Parameters<typeof startTestServer>[0]) {
  const [server, browser] = await Promise.all([startTestServer(changes), chromium.launch(getChromiumLaunch())])
  return {
    database: server.database.pool,
    url: server.url,
    openPage: (options?: Opening) => openPage(browser, server, options),
    openPageAs: (standing: Standing, options?: Opening) => openPageAs(browser, server, standing, options),
    /** The API, with a key that may do everything. */
    api: () => openApi(server),
    provision: (courses?: string[]) => provision(server, courses),
    findMailedLink: (learner: Learner) => findMailedLink(server, learner),
    expireLink: (learner: Learner) => expireLink(server, learner),
    close: () => Promise.all([browser.close(), server.close()]),
  }
}

/**
 * A page of a visitor who was never here. The test fails if the page breaks, breaks the content security policy, or asks
 * another site for anything. Where courses are launched there is an empty page.
 */
async function openPage(browser: Browser, { url }: TestServer, { alsoAt, ...options }: Opening = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...options })
  await context.route('https://learn.example.com/**', route => route.fulfill({ body: '' }))
  const page = await context.newPage()
  // As polls: a console page in a cold browser is sixty files one after another, which takes a busy machine over ten seconds.
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => /content security policy/i.test(message.text()) && faults.push(message.text()))
  const isKnown = (address: string) => address.startsWith(url) || (alsoAt && address.startsWith(alsoAt))
  page.on('request', request => isKnown(request.url()) || faults.push(`It asked for ${request.url()}`))
  onTestFinished(async () => {
    await context.close()
    if (faults.length > 0) throw new Error(`The page is at fault: ${faults.join('; ')}`)
  })
  return page
}

/** The same, of somebody new who has signed in: an owner, say, or the manager of a team. */
async function openPageAs(browser: Browser, server: TestServer, standing: Standing, options?: Opening) {
  const { cookie } = await startSession(server, standing)
  const page = await openPage(browser, server, options)
  const cookies = cookie.split('; ').map(pair => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url: server.url }
  })
  await page.context().addCookies(cookies)
  return page
}

/** A new learner with these courses. */
async function provision({ call }: TestServer, courses = ['ielts']): Promise<Learner> {
  const email = `jane.${randomBytes(4).toString('hex')}@example.com`
  const learner = { email, first_name: 'Jane', last_name: 'Doe', courses, send_welcome_email: false }
  const { body } = await call('/provision/student/', learner)
  return { email, link: new URL(body.set_password_url ?? '').pathname }
}

/** The path of the link that is in the newest mail to the learner. */
async function findMailedLink({ database, passwordLinks }: TestServer, { email }: Learner): Promise<string> {
  const { rows } = await database.pool.query(
    `select users.id, password_link_id from users join messages on messages.user_id = users.id where email = $1`,
    [email],
  )
  return new URL(passwordLinks.mailedUrl(rows[0].id, rows[0].password_link_id)).pathname
}

async function expireLink({ database }: TestServer, { email }: Learner): Promise<void> {
  const expired = `update users set password_link_expires_at = now() - interval '1 second' where email = $1`
  await database.pool.query(expired, [email])
}

/** Follows the link, chooses the password and waits for My courses. */
export async function enter(page: Page, { link }: Learner): Promise<void> {
  await page.goto(link)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save and go on' }).click()
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
  const asked = page.getByLabel('Password', { exact: true })
  if (!(await asked.isVisible())) await page.getByRole('button', { name: 'Go on' }).click()
  await asked.fill(withPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Waits until the page of this title is shown. */
export async function see(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

/** Writes what is looked for, and takes what is found: in a form, or as a filter. */
export async function pick(page: Page, field: string, written: string, option: string | RegExp) {
  const box = page.getByRole('combobox', { name: field, exact: true })
  await box.click()
  await box.pressSequentially(written)
  await page.getByRole('option', { name: option }).click()
}
