import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MailServer } from '../../test/mail-server.ts'
import { type Mails, openMails } from '../../test/mail-worker.ts'

let mails: Mails

beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

const logo = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

test('a mail comes in the name that the organization set, with its logo, and is answered to its address', async () => {
  const post = await mails.startServer()
  const { id } = await mails.queue({ organization: 'Acme Prep' })
  await mails.database.pool.query(
    `insert into settings (organization_id, brand_name, sender_name, reply_to, color, logo)
     select organization_id, 'Acme', 'Acme Support', 'help@example.com', '#ffd500', $1 from messages`,
    [`data:image/png;base64,${logo.toString('base64')}`],
  )
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const [{ email }] = post.received as [MailServer['received'][number]]
  expect(email.from).toEqual({ name: 'Acme Support', address: 'post@example.com' })
  expect(email.replyTo).toEqual([{ name: '', address: 'help@example.com' }])
  expect(email.subject).toMatch(/^Acme: /)
  expect(email.html).toContain('#ffd500')
  expect(email.html).not.toContain('data:')
  const [picture] = email.attachments
  expect(picture).toMatchObject({ mimeType: 'image/png', related: true })
  expect(email.html).toContain(`src="cid:${picture?.contentId?.slice(1, -1)}"`)
  expect(Buffer.from(picture?.content as ArrayBuffer)).toEqual(logo)
})

test('where nothing is set, a mail comes in the name of the organization and without pictures', async () => {
  const post = await mails.startServer()
  const { id } = await mails.queue({ organization: 'Acme Prep' })
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const [{ email }] = post.received as [MailServer['received'][number]]
  expect(email).toMatchObject({ from: { name: 'Acme Prep' }, subject: 'Acme Prep: your account is ready' })
  expect([email.replyTo, email.attachments]).toEqual([undefined, []])
  expect(email.html).not.toContain('<img')
})
