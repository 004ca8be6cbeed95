import { afterEach, beforeEach, expect, test } from 'vitest'
import { days, type Mails, minutes, openMails } from '../../test/mail-worker.ts'

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

test('a mail that is put off is tried again, later each time, and arrives once', async () => {
  const answers = [
    { code: 421, words: 'try again later' },
    { code: 451, words: 'greylisted' },
  ]
  const post = await mails.startServer({ recipient: () => answers.shift() })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post)

  expect(await mails.becomes(id, { attempts: 1 })).toMatchObject({
    state: 'queued',
    due_at: mails.now(30_000),
  })
  expect((await mails.read(id)).error).toContain('421 try again later')
  mails.later(30_000, worker)
  expect(await mails.becomes(id, { attempts: 2 })).toMatchObject({
    state: 'queued',
    due_at: mails.now(minutes(2)),
  })
  mails.later(minutes(2), worker)
  expect(await mails.becomes(id, { state: 'sent' })).toMatchObject({ attempts: 3, error: null })
  expect(post.received).toHaveLength(1)
})

test('a mail that is put off for ever is given up after two days', async () => {
  const post = await mails.startServer({ data: () => ({ code: 452, words: 'mailbox full' }) })
  const { id } = await mails.queue()
  const worker = mails.startWorker(post)
  const began = mails.now().getTime()
  for (let attempts = 1; attempts < 12; attempts++) {
    const { due_at } = await mails.becomes(id, { attempts, state: 'queued' })
    mails.later(due_at.getTime() - mails.now().getTime(), worker)
  }
  expect(await mails.becomes(id, { state: 'failed' })).toMatchObject({ attempts: 12 })
  expect((await mails.read(id)).error).toMatch(/^Given up after 12 tries: 452 .*mailbox full/)
  expect(mails.now().getTime() - began).toBeGreaterThan(days(1.5))
  expect(mails.now().getTime() - began).toBeLessThan(days(2.5))
})

test('a recipient who is refused fails at once, with the words of the server, and holds nobody up', async () => {
  const post = await mails.startServer({
    recipient: address => (address === 'nobody@example.com' ? { code: 550, words: 'no such user here' } : undefined),
  })
  const refused = await mails.queue({ email: 'nobody@example.com' })
  const others = [await mails.queue(), await mails.queue()]
  mails.startWorker(post)
  const failed = await mails.becomes(refused.id, { state: 'failed' })
  expect(failed).toMatchObject({ attempts: 1, error: expect.stringContaining('550 no such user here') })
  for (const { id } of others) await mails.becomes(id, { state: 'sent' })
})

test('a sender who is refused is a setting to be mended: the mails are kept', async () => {
  const post = await mails.startServer({ from: () => ({ code: 550, words: 'not your domain' }) })
  const { id } = await mails.queue()
  mails.startWorker(post)
  expect(await mails.becomes(id, { attempts: 1 })).toMatchObject({
    state: 'queued',
    error: expect.stringContaining('550 not your domain'),
  })
})
