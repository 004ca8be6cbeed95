/** `npm run screenshots`: the pictures of the guides, taken from a server that is started, filled and used for it. */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type RunningUsher, startUsher } from '../bench/usher.ts'
import { getChromiumLaunch } from './chromium.ts'
import { fillDemo } from './fill-demo.ts'

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url))
const password = 'correct horse battery'
const desk = { width: 1280, height: 800 }
const phone = { width: 390, height: 780 }

await mkdir(folder, { recursive: true })
const usher = await startUsher()
const browser = await chromium.launch(getChromiumLaunch())
try {
  await takeAll(usher, browser)
} finally {
  await browser.close()
  await usher.stop()
}

async function takeAll(usher: RunningUsher, browser: Browser): Promise<void> {
  const url = `http://localhost:${usher.port}`
  const { team, operation, managerLink, learnerLink } = await fillDemo(url, usher.key)
  const of = (path: string) => `${url}/console/acme-prep${path}`
  const owner = await enter(browser, usher.ownerUrl)
  await take(owner, of(''), 'overview')
  await take(owner, of('/users'), 'users')
  await take(owner, of('/log'), 'log')
  await take(owner, of(`/log/${operation}`), 'operation')
  await take(owner, of('/connect?tool=woocommerce'), 'connect')
  await take(owner, of('/seats'), 'seats')
  await take(owner, of('/reports'), 'reports')
  await owner.emulateMedia({ colorScheme: 'dark' })
  await take(owner, of(''), 'overview-dark')
  await owner.setViewportSize(phone)
  await owner.emulateMedia({ colorScheme: 'light' })
  await take(owner, of(''), 'overview-phone')

  const manager = await enter(browser, managerLink, phone)
  await take(manager, `${url}/team/${team}`, 'team-phone')
  await take(manager, `${url}/team/${team}/invite`, 'invite-phone')
  const learner = await enter(browser, learnerLink, phone)
  await take(learner, `${url}/courses`, 'courses-phone')
}

/** A page of somebody who has just chosen a password by their link. */
async function enter(browser: Browser, link: string, viewport = desk): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(address => !address.pathname.startsWith('/set-password'))
  return page
}

/** Once everything that was asked for is there. */
async function take(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('Loading…', { exact: true }).first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => true)')
  await page.screenshot({ path: `${folder}${name}.png` })
  process.stdout.write(`docs/screens/${name}.png\n`)
}
