import { afterEach, beforeEach, expect, test } from 'vitest'
import { days, type Mails, openMails } from '../../test/mail-worker.ts'

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

/** A reminder to a learner with a password, of the end of IELTS in seven days. */
async function queueReminder(): Promise<number> {
  const endsAt = mails.now(days(7))
  const { id, userId } = await mails.queue({
    hasPassword: true,
    courses: [{ name: 'IELTS', endsAt }, { name: 'GMAT' }],
  })
  await mails.database.pool.query(
    `update messages set kind = 'access_ending', operation_id = null, ends_at = $2,
      enrollment_id = (select id from enrollments where user_id = $3 and ends_at = $2) where id = $1`,
    [id, endsAt, userId],
  )
  return id
}

test('a reminder says which course ends and when, and how to use the time that is left', async () => {
  const post = await mails.startServer()
  const id = await queueReminder()
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const { subject, text } = post.received[0]?.email ?? {}
  expect(subject).toBe('Acme Prep: your access to IELTS ends on 28 November 2026')
  expect(text).toContain('Your access at Acme Prep ends soon:\n\n  - IELTS: until 28 November 2026')
  expect(text).toContain('https://learn.example.com/sign-in\n')
  expect(text).not.toContain('GMAT')
})

test.each([
  ['was put off', `ends_at = ends_at + interval '1 month'`],
  ['has no end any more', 'ends_at = null'],
  ['was revoked', 'revoked_at = now()'],
  ['is held', 'suspended_at = now()'],
])('a reminder that waits is not sent when the access %s meanwhile', async (_, change) => {
  const post = await mails.startServer()
  const id = await queueReminder()
  await mails.database.pool.query(`update enrollments set ${change} where ends_at is not null`)
  mails.startWorker(post)
  await mails.becomes(id, { state: 'failed', error: 'The access that it reminds of has changed.' })
  expect(post.received).toEqual([])
})
