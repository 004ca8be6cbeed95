import pino from 'pino'
import { chromium } from 'playwright-core'
import { test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { queueMail } from '../../test/mail-fixtures.ts'
import { createHttpServer } from '../http/server.ts'
import { createPasswordLinks } from '../lib/password-links.ts'
import { mailPageRoutes } from './routes.ts'
test('shot', async () => {
  const db = await createTestDatabase()
  const publicUrl = 'http://localhost:3999'
  const passwordLinks = createPasswordLinks({ secretKey: 'a'.repeat(32), publicUrl })
  const now = new Date()
  const s = createHttpServer(pino({ level: 'silent' }))
  await s.register(mailPageRoutes({ database: db.database, passwordLinks, config: { publicUrl, passwordLinkDays: 7, smtpUrl: null, production: false }, now: () => now }))
  s.get('/set-password/:t', async () => 'set password page')
  await s.listen({ host: '127.0.0.1', port: 3999 })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const empty = await browser.newPage(); await empty.goto('http://localhost:3999/mail'); await empty.screenshot({ path: '/tmp/p-empty.png' })
  await queueMail(db.database, passwordLinks, { queuedAt: now, email: 'john.with.a.very.long.address.indeed@example.com', firstName: 'John', hasPassword: true, courses: [{ name: 'GMAT' }] })
  const { id } = await queueMail(db.database, passwordLinks, { queuedAt: now, email: 'jane@example.com', courses: [{ name: 'IELTS', endsAt: new Date(Date.now() + 180 * 86400000) }, { name: 'PTE Academic' }] })
  for (const [name, colorScheme, width] of [['light', 'light', 1000], ['dark', 'dark', 380]] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } })
    page.on('console', m => console.log(m.text()))
    await page.goto('http://localhost:3999/mail'); await page.screenshot({ path: `/tmp/p-list-${name}.png` })
    await page.goto(`http://localhost:3999/mail/${id}`); await page.screenshot({ path: `/tmp/p-mail-${name}.png`, fullPage: true })
    if (name === 'light') {
      const [popup] = await Promise.all([page.context().waitForEvent('page'), page.frameLocator('iframe').getByText('Set your password').click()])
      await popup.waitForLoadState(); console.log('POPUP', popup.url(), await popup.textContent('body'))
    }
  }
  await browser.close(); await s.close(); await db.drop()
}, 60000)
