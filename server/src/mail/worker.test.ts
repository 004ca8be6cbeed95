import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { queueMail, type SomeMail } from '../../test/mail-fixtures.ts'
import { type MailServer, type Manners, startMailServer } from '../../test/mail-server.ts'
import { createPasswordLinks, parsePasswordToken } from '../lib/password-links.ts'
import { createMailTransport, type TransportLimits } from './transport.ts'
import { createMailWorker, type MailWorker } from './worker.ts'

const publicUrl = 'https://learn.example.com'
const passwordLinks = createPasswordLinks({ secretKey: 'a'.repeat(32), publicUrl })
const minutes = (count: number) => count * 60_000
const days = (count: number) => count * 24 * minutes(60)

let db: TestDatabase
let time: Date
let closing: (() => Promise<unknown>)[]
let errors: string[]

beforeEach(async () => {
  db = await createTestDatabase()
  time = new Date('2026-11-21T10:00:00Z')
  closing = []
  errors = []
})

afterEach(async () => {
  for (const close of closing.reverse()) await close()
  await db.drop()
})

async function mailServer(manners: Manners = {}): Promise<MailServer> {
  const server = await startMailServer(manners)
  closing.push(() => server.close())
  return server
}

function startWorker(smtpUrl: string, limits?: TransportLimits): MailWorker {
  const transport = createMailTransport({ smtpUrl, mailFrom: 'Usher <post@example.com>' }, limits)
  const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
  const config = { publicUrl, passwordLinkDays: 7 }
  const worker = createMailWorker({
    database: db.database,
    config,
    passwordLinks,
    transport,
    log,
    now: () => time,
    chance: () => 0.5,
  })
  worker.start()
  closing.push(() => worker.stop({ grace: 0 }).then(transport.close))
  return worker
}

function queue(mail: Partial<SomeMail> = {}) {
  return queueMail(db.database, passwordLinks, { queuedAt: time, ...mail })
}

function message(id: number) {
  return db.database.kysely.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** Waits until the message is as expected, and answers it. */
async function becomes(id: number, expected: object) {
  await vi.waitFor(async () => expect(await message(id)).toMatchObject(expected), { timeout: 8000, interval: 10 })
  return message(id)
}

function later(milliseconds: number, worker: MailWorker) {
  time = new Date(time.getTime() + milliseconds)
  worker.wake()
}

test('a new learner gets one mail: from whom, which courses until when, and a link that opens', async () => {
  const post = await mailServer()
  const { id, userId } = await queue({
    email: 'jane@example.com',
    timeZone: 'Asia/Kolkata',
    courses: [
      { name: 'IELTS', endsAt: new Date('2027-05-20T18:30:00Z') },
      { name: 'GMAT', startsAt: new Date('2027-01-01T00:00:00Z') },
      { name: 'GRE', suspendedAt: time },
      { name: 'PTE', startsAt: new Date('2026-01-01'), endsAt: new Date('2026-02-01') },
    ],
  })
  startWorker(post.url)

  expect(await becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1, sent_at: time, error: null })
  expect(post.received).toHaveLength(1)
  const [{ from, to, raw, email }] = post.received as [MailServer['received'][number]]
  expect({ from, to }).toEqual({ from: 'post@example.com', to: ['jane@example.com'] })
  expect(email).toMatchObject({
    subject: 'Acme Prep: your access to IELTS and GMAT',
    from: { name: 'Acme Prep', address: 'post@example.com' },
    to: [{ name: 'Jane Doe', address: 'jane@example.com' }],
    messageId: `<usher.${id}@example.com>`,
  })
  expect(email.text).toContain('IELTS: until 20 May 2027')
  expect(email.text).toContain('GMAT: from 1 January 2027')
  expect(email.text).not.toMatch(/GRE|PTE/)
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)

  const links = [...`${email.text}${email.html}`.matchAll(/https:\/\/learn\.example\.com\/set-password\/([\w.-]+)/g)]
  expect(new Set(links.map(([, token]) => token)).size).toBe(1)
  const token = parsePasswordToken(links[0]?.[1] as string)
  const user = await db.database.kysely
    .selectFrom('users')
    .selectAll()
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  expect(token).toEqual({ userId, hash: user.password_link_hash })
})

test('who has a password is asked to sign in', async () => {
  const post = await mailServer()
  const { id } = await queue({ hasPassword: true, courses: [{ name: 'IELTS' }] })
  startWorker(post.url)
  await becomes(id, { state: 'sent' })
  expect(post.received[0]?.email.text).toContain('https://learn.example.com/sign-in\n')
  expect(post.received[0]?.email.text).not.toContain('set-password')
})

test('a link that lapsed while the mail waited is replaced by one that works', async () => {
  const post = await mailServer()
  const lapsed = await queue({ linkExpiresAt: time })
  const none = await queue({ linkExpiresAt: null })
  const forgotten = await queue({ kind: 'password_link', hasPassword: true })
  startWorker(post.url)
  for (const { id } of [lapsed, none, forgotten]) await becomes(id, { state: 'sent' })

  for (const { id, userId } of [lapsed, none, forgotten]) {
    const user = await db.database.kysely
      .selectFrom('users')
      .selectAll()
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    expect(user.password_link_expires_at).toEqual(new Date(time.getTime() + days(7)))
    expect(user.password_link_hash).toEqual(passwordLinks.hash(userId, user.password_link_id as number))
    const mail = post.received.find(({ email }) => email.messageId === `<usher.${id}@example.com>`)
    expect(mail?.email.text).toContain(passwordLinks.url(userId, user.password_link_id as number))
    expect(mail?.email.text).toContain('until 28 November 2026')
  }
})

test('an account that is being changed holds no mail up, and gets its own when that is done', async () => {
  const post = await mailServer()
  const held = await queue({ linkExpiresAt: null })
  const other = await queue({ linkExpiresAt: null })
  const client = await db.database.pool.connect()
  await client.query('begin')
  await client.query('select 1 from users where id = $1 for no key update', [held.userId])
  const worker = startWorker(post.url)
  await becomes(other.id, { state: 'sent' })
  expect(await message(held.id)).toMatchObject({ attempts: 0, sent_at: null })
  await client.query('commit')
  client.release()
  later(minutes(1), worker)
  await becomes(held.id, { state: 'sent' })
})

test('two processes on one queue send each mail once', async () => {
  const post = await mailServer()
  const ids: number[] = []
  for (let i = 0; i < 60; i++) ids.push((await queue()).id)
  startWorker(post.url)
  startWorker(post.url)
  await vi.waitFor(async () => expect(post.received).toHaveLength(60), { timeout: 10_000 })
  await becomes(ids.at(-1) as number, { state: 'sent' })
  expect(new Set(post.received.map(({ email }) => email.messageId)).size).toBe(60)
})

test('a mail that is put off is tried again, later each time, and arrives once', async () => {
  const answers = [
    { code: 421, words: 'try again later' },
    { code: 451, words: 'greylisted' },
  ]
  const post = await mailServer({ recipient: () => answers.shift() })
  const { id } = await queue()
  const worker = startWorker(post.url)

  expect(await becomes(id, { attempts: 1 })).toMatchObject({
    state: 'queued',
    due_at: new Date(time.getTime() + 30_000),
  })
  expect((await message(id)).error).toContain('421 try again later')
  later(30_000, worker)
  expect(await becomes(id, { attempts: 2 })).toMatchObject({
    state: 'queued',
    due_at: new Date(time.getTime() + minutes(2)),
  })
  later(minutes(2), worker)
  expect(await becomes(id, { state: 'sent' })).toMatchObject({ attempts: 3, error: null })
  expect(post.received).toHaveLength(1)
})

test('a mail that is put off for ever is given up after two days', async () => {
  const post = await mailServer({ data: () => ({ code: 452, words: 'mailbox full' }) })
  const { id } = await queue()
  const worker = startWorker(post.url)
  const began = time.getTime()
  for (let attempts = 1; attempts < 12; attempts++) {
    const { due_at } = await becomes(id, { attempts, state: 'queued' })
    later(due_at.getTime() - time.getTime(), worker)
  }
  expect(await becomes(id, { state: 'failed' })).toMatchObject({ attempts: 12 })
  expect((await message(id)).error).toMatch(/^Given up after 12 tries: 452 .*mailbox full/)
  expect(time.getTime() - began).toBeGreaterThan(days(1.5))
  expect(time.getTime() - began).toBeLessThan(days(2.5))
})

test('a recipient who is refused fails at once, with the words of the server, and holds nobody up', async () => {
  const post = await mailServer({
    recipient: address => (address === 'nobody@example.com' ? { code: 550, words: 'no such user here' } : undefined),
  })
  const refused = await queue({ email: 'nobody@example.com' })
  const others = [await queue(), await queue()]
  startWorker(post.url)
  const failed = await becomes(refused.id, { state: 'failed' })
  expect(failed).toMatchObject({ attempts: 1, error: expect.stringContaining('550 no such user here') })
  for (const { id } of others) await becomes(id, { state: 'sent' })
})

test('a sender who is refused is a setting to be mended: the mails are kept', async () => {
  const post = await mailServer({ from: () => ({ code: 550, words: 'not your domain' }) })
  const { id } = await queue()
  startWorker(post.url)
  expect(await becomes(id, { attempts: 1 })).toMatchObject({
    state: 'queued',
    error: expect.stringContaining('550 not your domain'),
  })
})

test('mails wait for a server that is down, without losing tries, and go out when it is back', async () => {
  const gone = await startMailServer()
  await gone.close()
  const { id } = await queue()
  const worker = startWorker(gone.url)
  const waiting = await becomes(id, { state: 'queued', error: expect.stringContaining('ECONNREFUSED') })
  expect(waiting.attempts).toBe(0)

  const back = await mailServer({ port: gone.port })
  later(minutes(2), worker)
  expect(await becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1, error: null })
  expect(back.received).toHaveLength(1)
})

test('a server that turns everybody away is down, too', async () => {
  let open = false
  const post = await mailServer({ connect: () => (open ? undefined : { code: 554, words: 'no mail service today' }) })
  const { id } = await queue()
  const worker = startWorker(post.url)
  await becomes(id, { state: 'queued', attempts: 0, error: expect.stringContaining('554 no mail service today') })
  open = true
  later(minutes(2), worker)
  await becomes(id, { state: 'sent' })
})

const impatient: TransportLimits = { connect: 150, answer: 150, whole: 5000 }

test('a server that says nothing does not hold the queue for long', async () => {
  let silent = true
  const post = await mailServer({ connect: () => (silent ? 'silence' : undefined) })
  const { id } = await queue()
  const worker = startWorker(post.url, impatient)
  await becomes(id, { state: 'queued', attempts: 0, error: 'The mail server took too long.' })
  await worker.stop()
  silent = false
  startWorker(post.url)
  await becomes(id, { state: 'sent' })
})

test('a server that goes silent before it has the mail is tried again', async () => {
  let silent = true
  const post = await mailServer({ recipient: () => (silent ? 'silence' : undefined) })
  const { id } = await queue()
  const worker = startWorker(post.url, impatient)
  await becomes(id, { state: 'queued', attempts: 1 })
  await worker.stop()
  silent = false
  later(minutes(1), startWorker(post.url))
  await becomes(id, { state: 'sent', attempts: 2 })
  expect(post.received).toHaveLength(1)
})

test('a server that dribbles is cut off', async () => {
  const post = await mailServer({ recipient: () => 'silence' })
  const { id } = await queue()
  startWorker(post.url, { connect: 5000, answer: 5000, whole: 200 })
  await becomes(id, { state: 'queued', attempts: 1, error: 'The mail server took too long.' })
})

test('a mail handed over without an answer is never sent again by itself', async () => {
  const post = await mailServer({ data: () => 'silence' })
  const { id } = await queue()
  const worker = startWorker(post.url, impatient)
  const { error } = await becomes(id, { state: 'failed' })
  expect(error).toContain(`may have been delivered. \`usher mail resend ${id}\` sends it again.`)
  later(days(1), worker)
  const marker = await queue()
  await becomes(marker.id, { state: 'failed' })
  expect(post.received.filter(({ email }) => email.messageId === `<usher.${id}@example.com>`)).toHaveLength(1)
})

test('a line that breaks after the mail is handed over does not bring it twice', async () => {
  let breaks = false
  const post = await mailServer({ data: () => (breaks ? 'hangup' : undefined) })
  const before = await queue()
  const worker = startWorker(post.url)
  await becomes(before.id, { state: 'sent' })
  breaks = true
  const { id } = await queue()
  worker.wake()
  expect((await becomes(id, { state: 'failed' })).error).toContain('may have been delivered')
  breaks = false
  const after = await queue()
  later(days(1), worker)
  await becomes(after.id, { state: 'sent' })
  expect(post.received.map(({ email }) => email.messageId)).toEqual(
    [before, { id }, after].map(mail => `<usher.${mail.id}@example.com>`),
  )
})

test('a kept connection that is gone costs nobody a try', async () => {
  let breaks = false
  const post = await mailServer({
    from: () => (breaks ? 'hangup' : undefined),
    connect() {
      breaks = false
      return undefined
    },
  })
  const before = await queue()
  const worker = startWorker(post.url)
  await becomes(before.id, { state: 'sent' })
  breaks = true
  const { id } = await queue()
  worker.wake()
  expect(await becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1 })
  expect(post.received).toHaveLength(2)
})

test('what a dead process was sending is not sent twice', async () => {
  const post = await mailServer()
  const left = await queue()
  const claimed = await queue()
  const claim = (id: number, at: Date) =>
    db.database.kysely.updateTable('messages').set({ state: 'sending', claimed_at: at }).where('id', '=', id).execute()
  await claim(left.id, new Date(time.getTime() - minutes(6)))
  await claim(claimed.id, new Date(time.getTime() - minutes(2)))
  const next = await queue()
  startWorker(post.url)

  expect((await becomes(left.id, { state: 'failed' })).error).toContain(`\`usher mail resend ${left.id}\``)
  await becomes(next.id, { state: 'sent' })
  expect(await message(claimed.id)).toMatchObject({ state: 'sending' })
  expect(post.received.map(({ email }) => email.messageId)).toEqual([`<usher.${next.id}@example.com>`])
})

test('stopping lets what is under way finish', async () => {
  const arrived = Promise.withResolvers<void>()
  const go = Promise.withResolvers<undefined>()
  const post = await mailServer({
    data() {
      arrived.resolve()
      return go.promise
    },
  })
  const { id } = await queue()
  const worker = startWorker(post.url)
  await arrived.promise
  const stopped = worker.stop()
  go.resolve(undefined)
  await stopped
  expect(await message(id)).toMatchObject({ state: 'sent' })
})

test('stopping gives back what was not handed over in time', async () => {
  const asked = Promise.withResolvers<void>()
  const post = await mailServer({
    recipient() {
      asked.resolve()
      return 'silence'
    },
  })
  const { id } = await queue()
  const worker = startWorker(post.url)
  await asked.promise
  await worker.stop({ grace: 0 })
  expect(await message(id)).toMatchObject({ state: 'queued', attempts: 0, claimed_at: null })
})

test('a week in the queue is too long: nobody is mailed about last year', async () => {
  const post = await mailServer()
  const old = await queue({ queuedAt: new Date(time.getTime() - days(7)) })
  const recent = await queue({ queuedAt: new Date(time.getTime() - days(6)) })
  startWorker(post.url)
  expect((await becomes(old.id, { state: 'failed' })).error).toMatch(/^Too old/)
  await becomes(recent.id, { state: 'sent' })
  expect(post.received).toHaveLength(1)
})

test('mails go on after the database was away', async () => {
  const post = await mailServer()
  await db.database.pool.query('alter table messages rename to away')
  const worker = startWorker(post.url)
  await vi.waitFor(() => expect(errors).toHaveLength(1))
  await db.database.pool.query('alter table away rename to messages')
  const { id } = await queue()
  worker.wake()
  await becomes(id, { state: 'sent' })
})

test('names from outside put nothing into the headers or the page', async () => {
  const post = await mailServer()
  const { id } = await queue({
    firstName: 'Eve\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>',
    lastName: '<img src=x onerror=alert(1)>',
    organization: 'Acme\r\nX-Spam: yes "Prep" <prep@example.net>',
    courses: [{ name: `IELTS\n\u202e{{url}}<b>${'x'.repeat(500)}` }],
  })
  startWorker(post.url)
  await becomes(id, { state: 'sent' })
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
  const post = await mailServer()
  const { id } = await queue({
    email: 'व्यंकट@xn--bcher-kva.example',
    firstName: 'व्यंकट',
    lastName: 'O’Brien-Łęcki 王',
    organization: 'Académie Élan 🎓',
    courses: [{ name: 'Русский язык' }],
  })
  startWorker(post.url)
  await becomes(id, { state: 'sent' })
  const [{ to, email }] = post.received as [MailServer['received'][number]]
  expect(to).toEqual(['व्यंकट@bücher.example'])
  expect(email).toMatchObject({
    subject: 'Académie Élan 🎓: your access to Русский язык',
    from: { name: 'Académie Élan 🎓' },
    to: [{ name: 'व्यंकट O’Brien-Łęcki 王' }],
  })
  expect(email.text).toContain('Hello व्यंकट,')
})
