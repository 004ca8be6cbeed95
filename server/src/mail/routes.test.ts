import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { queueMail } from '../../test/mail-fixtures.ts'
import { createHttpServer, type HttpServer } from '../http/server.ts'
import { createEmailLinks } from '../lib/links/email-links.ts'
import { createInvitationLinks } from '../lib/links/invitation-links.ts'
import { createPasswordLinks } from '../lib/links/password-links.ts'
import { mailPageRoutes } from './routes.ts'

const now = new Date('2026-11-21T10:00:00Z')
const publicUrl = 'http://localhost:3000'
const passwordLinks = createPasswordLinks({ secretKey: 'a'.repeat(32), publicUrl })
const invitationLinks = createInvitationLinks({ secretKey: 'a'.repeat(32), publicUrl })
const config = { publicUrl, passwordLinkDays: 7, smtpUrl: null, production: false }

let db: TestDatabase
let server: HttpServer

beforeAll(async () => {
  db = await createTestDatabase()
  server = await serve({})
})

afterAll(async () => {
  await server.close()
  await db.drop()
})

async function serve(changes: { smtpUrl?: string; production?: boolean }): Promise<HttpServer> {
  const server = createHttpServer(pino({ level: 'silent' }), config)
  const deps = {
    database: db.database,
    passwordLinks,
    invitationLinks,
    emailLinks: createEmailLinks({ secretKey: 'a'.repeat(32), publicUrl }),
    config: { ...config, ...changes },
    now: () => now,
  }
  await server.register(mailPageRoutes(deps))
  await server.listen({ host: '127.0.0.1', port: 0 })
  return server
}

function get(path: string, headers: Record<string, string> = {}, from = server) {
  const { port } = from.server.address() as AddressInfo
  return new Promise<{ status?: number; type?: string; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } })
    sent.on('error', reject).on('response', async response => {
      resolve({ status: response.statusCode, type: response.headers['content-type'], body: await text(response) })
    })
    sent.end()
  })
}

test('without a mail server, the mails can be read on this machine, and their links work', async () => {
  const { id, userId } = await queueMail(db.database, {
    queuedAt: now,
    email: 'jane@example.com',
    firstName: '<b>Jane',
    courses: [{ name: 'IELTS & more' }],
    linkExpiresAt: null,
  })
  const list = await get('/mail')
  expect(list).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
  expect(list.body).toContain(`<a href="/mail/${id}">Acme Prep: your access to IELTS &amp; more</a>`)
  expect(list.body).not.toContain('set-password')

  const mail = await get(`/mail/${id}`)
  const user = await db.database.kysely
    .selectFrom('users')
    .selectAll()
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  expect(mail.body).toContain(passwordLinks.mailedUrl(userId, user.password_link_id as number))
  expect(mail.body).not.toContain('<b>')
  expect((await get('/mail/1')).status).toBe(404)
  expect((await get('/mail/x')).status).toBe(400)
})

test('a mail without a link says why it will not go out', async () => {
  const { id } = await queueMail(db.database, { queuedAt: now, email: 'guest@example.com' })
  await db.database.pool.query(`update messages set kind = 'invitation' where id = $1`, [id])
  expect((await get(`/mail/${id}`)).body).toContain('queued: The invitation was answered, withdrawn or sent again')
})

test.each([
  ['a name that points here but is not ours', { host: 'evil.example.com' }],
  ['our name as the beginning of another', { host: 'localhost.evil.example.com' }],
  ['a proxy before us', { 'x-forwarded-for': '203.0.113.9' }],
  ['a proxy that says so in the standard way', { forwarded: 'for=203.0.113.9' }],
])('nobody reads them by %s', async (_, headers) => {
  expect((await get('/mail', headers)).status).toBe(404)
})

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '[::1]:3000'])('this machine is known as %s', async host => {
  expect((await get('/mail', { host })).status).toBe(200)
})

test.each([{ smtpUrl: 'smtp://mail.example.com' }, { production: true }])('there is no page with %o', async changes => {
  const other = await serve(changes)
  expect((await get('/mail', {}, other)).status).toBe(404)
  await other.close()
})
