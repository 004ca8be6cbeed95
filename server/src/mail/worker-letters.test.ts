import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MailServer } from '../../test/mail-server.ts'
import { days, type Mails, messageIdOf, openMails, passwordLinks } from '../../test/mail-worker.ts'

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

test('a new learner gets one mail: from whom, which courses until when, and a link that opens', async () => {
  const post = await mails.startServer()
  const { id, userId } = await mails.queue({
    email: 'jane@example.com',
    timeZone: 'Asia/Kolkata',
    courses: [
      { name: 'IELTS', endsAt: new Date('2027-05-20T18:30:00Z') },
      { name: 'GMAT', startsAt: new Date('2027-01-01T00:00:00Z') },
      { name: 'GRE', suspendedAt: mails.now() },
      { name: 'PTE', startsAt: new Date('2026-01-01'), endsAt: new Date('2026-02-01') },
    ],
  })
  mails.startWorker(post)

  expect(await mails.becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1, sent_at: mails.now(), error: null })
  expect(post.received).toHaveLength(1)
  const [{ from, to, raw, email }] = post.received as [MailServer['received'][number]]
  expect({ from, to }).toEqual({ from: 'post@example.com', to: ['jane@example.com'] })
  expect(email).toMatchObject({
    subject: 'Acme Prep: your access to IELTS and GMAT',
    from: { name: 'Acme Prep', address: 'post@example.com' },
    to: [{ name: 'Jane Doe', address: 'jane@example.com' }],
    messageId: messageIdOf(id),
  })
  expect(email.text).toContain('IELTS: until 20 May 2027')
  expect(email.text).toContain('GMAT: from 1 January 2027')
  expect(email.text).not.toMatch(/GRE|PTE/)
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)

  const links = [...`${email.text}${email.html}`.matchAll(/https:\/\/learn\.example\.com\/set-password\/([\w.-]+)/g)]
  expect(new Set(links.map(([, token]) => token)).size).toBe(1)
  const user = await mails.readUser(userId)
  expect(links[0]?.[0]).toBe(passwordLinks.mailedUrl(userId, user.password_link_id as number))
})

test('who has a password is asked to sign in', async () => {
  const post = await mails.startServer()
  const { id } = await mails.queue({ hasPassword: true, courses: [{ name: 'IELTS' }] })
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  expect(post.received[0]?.email.text).toContain('https://learn.example.com/sign-in\n')
  expect(post.received[0]?.email.text).not.toContain('set-password')
})

test('a link that lapsed while the mail waited is replaced by one that works', async () => {
  const post = await mails.startServer()
  const lapsed = await mails.queue({ linkExpiresAt: mails.now() })
  const none = await mails.queue({ linkExpiresAt: null })
  const forgotten = await mails.queue({ kind: 'password_link', hasPassword: true })
  mails.startWorker(post)
  for (const { id } of [lapsed, none, forgotten]) await mails.becomes(id, { state: 'sent' })

  for (const { id, userId } of [lapsed, none, forgotten]) {
    const user = await mails.readUser(userId)
    expect(user.password_link_expires_at).toEqual(mails.now(days(7)))
    const mail = post.received.find(({ email }) => email.messageId === messageIdOf(id))
    expect(mail?.email.text).toContain(passwordLinks.mailedUrl(userId, user.password_link_id as number))
    expect(mail?.email.text).toContain('until 28 November 2026')
  }
})

test('names from outside put nothing into the headers or the page', async () => {
  const post = await mails.startServer()
  const { id } = await mails.queue({
    firstName: 'Eve\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>',
    lastName: '<img src=x onerror=alert(1)>',
    organization: 'Acme\r\nX-Spam: yes "Prep" <prep@example.net>',
    courses: [{ name: `IELTS\n\u202e{{url}}<b>${'x'.repeat(500)}` }],
  })
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const [{ to, email }] = post.received as [MailServer['received'][number]]
  expect(to).toHaveLength(1)
  expect(email.bcc ?? []).toEqual([])
  expect(email.headers.map(({ key }) => key)).not.toContain('x-spam')
  expect(email.from).toEqual({ name: 'Acme X-Spam: yes "Prep" <prep@example.net>', address: 'post@example.com' })
  expect(email.subject?.length).toBeLessThan(200)
  expect(email.html).not.toMatch(/<script|<img|<b>|\u202e/)
  expect(email.html).toContain('IELTS {{url}}&lt;b&gt;xxx')
  expect(email.text).toContain('Hello,\n')
})

test('names and addresses of any script arrive as they are', async () => {
  const post = await mails.startServer()
  const { id } = await mails.queue({
    email: 'व्यंकट@xn--bcher-kva.example',
    firstName: 'व्यंकट',
    lastName: 'O’Brien-Łęcki 王',
    organization: 'Académie Élan 🎓',
    courses: [{ name: 'Русский язык' }],
  })
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const [{ to, email }] = post.received as [MailServer['received'][number]]
  expect(to).toEqual(['व्यंकट@bücher.example'])
  expect(email).toMatchObject({
    subject: 'Académie Élan 🎓: your access to Русский язык',
    from: { name: 'Académie Élan 🎓' },
    to: [{ name: 'व्यंकट O’Brien-Łęcki 王' }],
  })
  expect(email.text).toContain('Hello व्यंकट,')
})
