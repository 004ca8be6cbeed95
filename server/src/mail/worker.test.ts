import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { days, type Mails, messageIdOf, minutes, openMails } from '../../test/mail-worker.ts'

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

test('two processes on one queue send each mail once', async () => {
  const post = await mails.startServer()
  const ids: number[] = []
  for (let i = 0; i < 60; i++) ids.push((await mails.queue()).id)
  mails.startWorker(post)
  mails.startWorker(post)
  await vi.waitFor(async () => expect(post.received).toHaveLength(60), { timeout: 10_000 })
  await mails.becomes(ids.at(-1) as number, { state: 'sent' })
  expect(new Set(post.received.map(({ email }) => email.messageId)).size).toBe(60)
})

test('an account that is being changed holds no mail up, and gets its own when that is done', async () => {
  const post = await mails.startServer()
  const held = await mails.queue({ linkExpiresAt: null })
  const other = await mails.queue({ linkExpiresAt: null })
  const client = await mails.database.pool.connect()
  await client.query('begin')
  await client.query('select 1 from users where id = $1 for no key update', [held.userId])
  const worker = mails.startWorker(post)
  await mails.becomes(other.id, { state: 'sent' })
  expect(await mails.read(held.id)).toMatchObject({ attempts: 0, sent_at: null })
  await client.query('commit')
  client.release()
  mails.later(minutes(1), worker)
  await mails.becomes(held.id, { state: 'sent' })
})

test('a mail that somebody else holds is passed over', async () => {
  const post = await mails.startServer()
  const held = await mails.queue()
  const other = await mails.queue()
  const client = await mails.database.pool.connect()
  await client.query('begin')
  await client.query('select 1 from messages where id = $1 for update', [held.id])
  const worker = mails.startWorker(post)
  await mails.becomes(other.id, { state: 'sent' })
  await client.query('commit')
  client.release()
  worker.wake()
  await mails.becomes(held.id, { state: 'sent' })
})

test('what a dead process was sending is not sent twice', async () => {
  const post = await mails.startServer()
  const left = await mails.queue()
  const claimed = await mails.queue()
  const claim = (id: number, at: Date) =>
    mails.database.kysely
      .updateTable('messages')
      .set({ state: 'sending', claimed_at: at })
      .where('id', '=', id)
      .execute()
  await claim(left.id, mails.now(-minutes(6)))
  await claim(claimed.id, mails.now(-minutes(2)))
  const next = await mails.queue()
  mails.startWorker(post)

  expect((await mails.becomes(left.id, { state: 'failed' })).error).toContain(`\`usher mail resend ${left.id}\``)
  await mails.becomes(next.id, { state: 'sent' })
  expect(await mails.read(claimed.id)).toMatchObject({ state: 'sending' })
  expect(post.received.map(({ email }) => email.messageId)).toEqual([messageIdOf(next.id)])
})

test('stopping lets what is under way finish', async () => {
  const arrived = Promise.withResolvers<void>()
  const go = Promise.withResolvers<undefined>()
  const post = await mails.startServer({
    data() {
      arrived.resolve()
      return go.promise
    },
  })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post)
  await arrived.promise
  const stopped = worker.stop()
  const later = await mails.queue()
  go.resolve(undefined)
  await stopped
  expect(await mails.read(id)).toMatchObject({ state: 'sent' })
  expect(await mails.read(later.id)).toMatchObject({ state: 'queued', attempts: 0 })
})

test('stopping gives back what was not handed over in time', async () => {
  const asked = Promise.withResolvers<void>()
  const post = await mails.startServer({
    recipient() {
      asked.resolve()
      return 'silence'
    },
  })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post)
  await asked.promise
  await worker.stop({ grace: 0 })
  expect(await mails.read(id)).toMatchObject({ state: 'queued', attempts: 0, claimed_at: null })
})

test('a week in the queue is too long: nobody is mailed about last year', async () => {
  const post = await mails.startServer()
  const old = await mails.queue({ queuedAt: mails.now(-days(7)) })
  const recent = await mails.queue({ queuedAt: mails.now(-days(6)) })
  mails.startWorker(post)
  expect((await mails.becomes(old.id, { state: 'failed' })).error).toMatch(/^Too old/)
  await mails.becomes(recent.id, { state: 'sent' })
  expect(post.received).toHaveLength(1)
})

test('mails go on after the database was away', async () => {
  const post = await mails.startServer()
  await mails.database.pool.query('alter table messages rename to away')
  const worker = mails.startWorker(post)
  await vi.waitFor(() => expect(mails.errors).toHaveLength(1))
  await mails.database.pool.query('alter table away rename to messages')
  const { id } = await mails.queue()
  worker.wake()
  await mails.becomes(id, { state: 'sent' })
})
