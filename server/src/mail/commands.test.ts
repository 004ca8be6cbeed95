import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { queueMail } from '../../test/mail-fixtures.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'
import { createPasswordLinks } from '../lib/links/password-links.ts'

const env = { PUBLIC_URL: 'https://learn.example.com', SECRET_KEY: 'a'.repeat(32) }
const passwordLinks = createPasswordLinks({ secretKey: env.SECRET_KEY, publicUrl: env.PUBLIC_URL })

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

interface Listed {
  id: number
  to: string
  state: string
}

test('mails are listed, shown with their link, and sent again', async () => {
  const queuedAt = new Date(Date.now() - 60_000)
  const first = await queueMail(db.database, {
    queuedAt,
    email: 'jane@example.com',
    courses: [{ name: 'IELTS' }],
  })
  const second = await queueMail(db.database, { queuedAt, email: 'john@example.com', hasPassword: true })
  await db.database.kysely
    .updateTable('messages')
    .set({ state: 'failed', error: '550 no such user' })
    .where('id', '=', second.id)
    .execute()

  const { stdout: table } = await runUsher(db.url, ['mail'])
  expect(table.split('\n')[0]).toMatch(/^ *ID +QUEUED +TO +KIND +STATE +SUBJECT +ERROR$/)
  expect(table).toContain('Acme Prep: your access to IELTS')
  expect(await runUsherJson<Listed[]>(db.url, ['mail', '--state', 'failed'])).toMatchObject([
    { id: second.id, to: 'john@example.com', state: 'failed', error: '550 no such user' },
  ])
  expect(await runUsherJson<Listed[]>(db.url, ['mail', 'list', '--email', 'Jane@Example.com'])).toMatchObject([
    { id: first.id },
  ])

  const shown = await runUsher(db.url, ['mail', 'show', String(first.id)], env)
  expect(shown.stdout).toContain('To:      jane@example.com\nSubject: Acme Prep: your access to IELTS\n')
  expect(shown.stdout).toContain(`Set your password:\n${passwordLinks.mailedUrl(first.userId, 1)}\n`)

  const again = await runUsherJson<{ resent: [{ id: number; new_id: number }] }>(db.url, [
    'mail',
    'resend',
    String(second.id),
  ])
  const [{ id, new_id }] = again.resent
  expect(id).toBe(second.id)
  const copy = await db.database.kysely
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', new_id)
    .executeTakeFirstOrThrow()
  expect(copy).toMatchObject({ user_id: second.userId, kind: 'welcome', state: 'queued', attempts: 0, error: null })
})

test('a mail that is still queued is not queued twice, and none is when one cannot be', async () => {
  const sent = await queueMail(db.database, { queuedAt: new Date() })
  const queued = await queueMail(db.database, { queuedAt: new Date() })
  await db.database.kysely.updateTable('messages').set({ state: 'sent' }).where('id', '=', sent.id).execute()
  const before = await runUsherJson<Listed[]>(db.url, ['mail'])
  const refused = await runUsher(db.url, ['mail', 'resend', String(sent.id), String(queued.id)])
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(`not so: ${queued.id}.`) })
  expect(await runUsherJson<Listed[]>(db.url, ['mail'])).toEqual(before)
})

test('what is not there, or is no mail, is said', async () => {
  expect(await runUsher(db.url, ['mail', 'show', '999999'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no message 999999'),
  })
  expect(await runUsher(db.url, ['mail', 'resend', '999999', '999998'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'usher: There is no message 999999 or 999998: `usher mail` lists them.\n',
  })
  expect(await runUsher(db.url, ['mail', 'show', 'x'])).toMatchObject({ status: 2 })
  expect((await runUsher(db.url, ['mail', '--help'])).stdout).toMatch(/resend/)
})
