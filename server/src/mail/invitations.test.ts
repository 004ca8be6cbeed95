import { afterEach, beforeEach, expect, test } from 'vitest'
import { days, invitationLinks, type Mails, openMails } from '../../test/mail-worker.ts'

let mails: Mails
beforeEach(async () => {
  mails = await openMails()
})
afterEach(() => mails.close())

/** An invitation to the team Evening class, which gives IELTS, and its mail. */
async function queueInvitation() {
  const { id, userId } = await mails.queue({ hasPassword: true, courses: [{ name: 'IELTS' }] })
  const { pool } = mails.database
  await pool.query(`insert into teams (organization_id, name) select organization_id, 'Evening class' from messages`)
  const { rows } = await pool.query(
    `insert into invitations (organization_id, team_id, user_id, first_name, last_name, courses, operation_id,
       sent_operation_id, sent_at, expires_at)
     select m.organization_id, teams.id, user_id, 'Jane', 'Doe', '{ielts}', m.operation_id, m.operation_id, $2, $3 from messages m, teams
     where m.id = $1 returning id, sent_operation_id as sent`,
    [id, mails.now(), mails.now(days(14))],
  )
  await pool.query(`update messages set kind = 'invitation' where id = $1`, [id])
  return { id, userId, invitation: rows[0] as { id: number; sent: number } }
}

test('an invitation says by whom, to what and until when, and its link is the one that opens it', async () => {
  const post = await mails.startServer()
  const { id, invitation } = await queueInvitation()
  mails.startWorker(post)
  await mails.becomes(id, { state: 'sent' })
  const { subject, text, html } = post.received[0]?.email ?? {}
  expect(subject).toBe('Acme Prep: you are invited to IELTS')
  expect(text).toContain('You are invited by Acme Prep to the team Evening class, with access to IELTS.')
  expect(text).toContain('The invitation can be accepted once, until 5 December 2026.')
  const url = invitationLinks.mailedUrl(invitation.id, invitation.sent)
  expect(text).toContain(`Accept the invitation:\n${url}\n`)
  expect(html).toContain(url)
  expect(text).not.toMatch(/set-password|sign-in/)
})

test.each([
  ['was accepted', 'accepted_at = now()'],
  ['was withdrawn', 'withdrawn_at = now()'],
  ['was sent again', 'sent_operation_id = 1'],
  ['has expired', `expires_at = '2026-11-21T10:00:00Z'`],
])('the mail of an invitation that %s meanwhile is not sent', async (_, change) => {
  const post = await mails.startServer()
  const { id } = await queueInvitation()
  await mails.database.pool.query(`update invitations set ${change}`)
  mails.startWorker(post)
  const error = 'The invitation was answered, withdrawn or sent again, or has expired.'
  await mails.becomes(id, { state: 'failed', error })
  expect(post.received).toEqual([])
})
