import { afterEach, beforeEach, expect, test } from 'vitest'
import { days, type Mails, messageIdOf, minutes, openMails } from '../../test/mail-worker.ts'
import type { TransportLimits } from './transport.ts'

const impatient: TransportLimits = { connect: 150, answer: 150, whole: 5000 }

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

test('mails wait for a server that is down, without losing tries, and go out when it is back', async () => {
  const gone = await mails.startServer()
  await gone.close()
  const { id } = await mails.queue()
  const worker = mails.startWorker(gone)
  const waiting = await mails.becomes(id, { state: 'queued', error: expect.stringContaining('ECONNREFUSED') })
  expect(waiting.attempts).toBe(0)

  const back = await mails.startServer({ port: gone.port })
  mails.later(minutes(2), worker)
  expect(await mails.becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1, error: null })
  expect(back.received).toHaveLength(1)
})

test('a server that turns everybody away is down, too: it is left alone for a while', async () => {
  let open = false
  let knocks = 0
  const post = await mails.startServer({
    connect() {
      knocks++
      return open ? undefined : { code: 554, words: 'no mail service today' }
    },
  })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post)
  await mails.becomes(id, { state: 'queued', attempts: 0, error: expect.stringContaining('554 no mail service today') })
  for (let more = 0; more < 10; more++) {
    await mails.queue()
    worker.wake()
  }
  expect(knocks).toBe(1)
  open = true
  mails.later(minutes(2), worker)
  await mails.becomes(id, { state: 'sent' })
})

test('a server that says nothing does not hold the queue for long', async () => {
  let silent = true
  const post = await mails.startServer({ connect: () => (silent ? 'silence' : undefined) })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post, impatient)
  await mails.becomes(id, { state: 'queued', attempts: 0, error: 'The mail server took too long.' })
  await worker.stop()
  silent = false
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
})

test('a server that goes silent before it has the mail is tried again', async () => {
  let silent = true
  const post = await mails.startServer({ recipient: () => (silent ? 'silence' : undefined) })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post, impatient)
  await mails.becomes(id, { state: 'queued', attempts: 1 })
  await worker.stop()
  silent = false
  mails.later(minutes(1), mails.startWorker(post))
  await mails.becomes(id, { state: 'sent', attempts: 2 })
  expect(post.received).toHaveLength(1)
})

test('a server that dribbles is cut off', async () => {
  const post = await mails.startServer({ recipient: () => 'silence' })
  const { id } = await mails.queue()
  mails.startWorker(post, { connect: 5000, answer: 5000, whole: 200 })
  await mails.becomes(id, { state: 'queued', attempts: 1, error: 'The mail server took too long.' })
})

test('a mail handed over without an answer is never sent again by itself', async () => {
  const post = await mails.startServer({ data: () => 'silence' })
  const { id } = await mails.queue()
  // Longer than it takes to hand the mail over, on a busy machine too.
  const worker = mails.startWorker(post, { ...impatient, answer: 700 })
  const { error } = await mails.becomes(id, { state: 'failed' })
  expect(error).toContain(`may have been delivered. \`usher mail resend ${id}\` sends it again.`)
  const marker = await mails.queue()
  mails.later(days(1), worker)
  await mails.becomes(marker.id, { state: 'failed' })
  expect(post.received.filter(({ email }) => email.messageId === messageIdOf(id))).toHaveLength(1)
})

test('a line that breaks after the mail is handed over does not bring it twice', async () => {
  let breaks = false
  const post = await mails.startServer({ data: () => (breaks ? 'hangup' : undefined) })
  const before = await mails.queue()
  const worker = mails.startWorker(post)
  await mails.becomes(before.id, { state: 'sent' })
  breaks = true
  const { id } = await mails.queue()
  worker.wake()
  expect((await mails.becomes(id, { state: 'failed' })).error).toContain('may have been delivered')
  breaks = false
  const after = await mails.queue()
  mails.later(days(1), worker)
  await mails.becomes(after.id, { state: 'sent' })
  expect(post.received.map(({ email }) => email.messageId)).toEqual(
    [before, { id }, after].map(mail => messageIdOf(mail.id)),
  )
})

test('a kept connection that is gone costs nobody a try', async () => {
  let breaks = false
  const post = await mails.startServer({
    from: () => (breaks ? 'hangup' : undefined),
    connect() {
      breaks = false
      return undefined
    },
  })
  const before = await mails.queue()
  const worker = mails.startWorker(post)
  await mails.becomes(before.id, { state: 'sent' })
  breaks = true
  const { id } = await mails.queue()
  worker.wake()
  expect(await mails.becomes(id, { state: 'sent' })).toMatchObject({ attempts: 1 })
  expect(post.received).toHaveLength(2)
})

test('a mail that cannot be written down is tried again by itself, and holds up none of the others', async () => {
  const post = await mails.startServer()
  const bad = await mails.queue({ email: 'bad@example.com', linkExpiresAt: null })
  const good = [await mails.queue({ linkExpiresAt: null }), await mails.queue(), await mails.queue()]
  await mails.database.pool.query(`
    create function spoil() returns trigger language plpgsql as $$ begin raise 'the link cannot be renewed'; end $$;
    create trigger spoil before update on users for each row when (new.email = 'bad@example.com') execute function spoil()`)
  mails.startWorker(post)
  for (const { id } of good) await mails.becomes(id, { state: 'sent' })
  await mails.becomes(bad.id, {
    ...{ state: 'queued', attempts: 1 },
    error: 'It could not be written: the link cannot be renewed',
  })
  expect(mails.errors).toEqual([expect.stringContaining(`"message":${bad.id}`)])
})
