/** Mail workers on a database and with mail servers of their own, and a clock that only the test moves. */
import pino from 'pino'
import { expect, vi } from 'vitest'
import { createEmailLinks } from '../src/lib/links/email-links.ts'
import { createInvitationLinks } from '../src/lib/links/invitation-links.ts'
import { createPasswordLinks } from '../src/lib/links/password-links.ts'
import { createMailTransport, type TransportLimits } from '../src/mail/transport.ts'
import { createMailWorker } from '../src/mail/worker.ts'
import type { Worker } from '../src/workers/worker.ts'
import { createTestDatabase } from './database.ts'
import { queueMail, type SomeMail } from './mail-fixtures.ts'
import { type MailServer, type Manners, startMailServer } from './mail-server.ts'

const publicUrl = 'https://learn.example.com'
export const passwordLinks = createPasswordLinks({ secretKey: 'a'.repeat(32), publicUrl })
export const invitationLinks = createInvitationLinks({ secretKey: 'a'.repeat(32), publicUrl })
const emailLinks = createEmailLinks({ secretKey: 'a'.repeat(32), publicUrl })
export const minutes = (count: number) => count * 60_000
export const days = (count: number) => count * 24 * minutes(60)
/** The header by which a mail is known. */
export const messageIdOf = (id: number) => `<usher.${id}@example.com>`

export type Mails = Awaited<ReturnType<typeof openMails>>

export async function openMails() {
  const { database, drop } = await createTestDatabase()
  const closing: (() => Promise<unknown>)[] = []
  const errors: string[] = []
  let time = new Date('2026-11-21T10:00:00Z')

  const read = (id: number) =>
    database.kysely.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  return {
    database,
    /** What the workers logged as errors. */
    errors,
    /** Or so many milliseconds after it. */
    now: (plus = 0) => new Date(time.getTime() + plus),

    async startServer(manners: Manners = {}): Promise<MailServer> {
      const server = await startMailServer(manners)
      closing.push(() => server.close())
      return server
    },

    startWorker({ url }: Pick<MailServer, 'url'>, limits?: TransportLimits): Worker {
      const transport = createMailTransport(
        { smtpUrl: url, publicUrl, mailFrom: 'Usher <post@example.com>' },
        { limits },
      )
      const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
      const config = { publicUrl, passwordLinkDays: 7 }
      const now = () => time
      const links = { passwordLinks, invitationLinks, emailLinks }
      const worker = createMailWorker({ database, config, ...links, transport, log, now, chance: () => 0.5 })
      worker.start()
      closing.push(() => worker.stop({ grace: 0 }).then(transport.close))
      return worker
    },

    /** Lets time pass, and the worker look. */
    later(milliseconds: number, worker: Worker): void {
      time = new Date(time.getTime() + milliseconds)
      worker.wake()
    },

    queue: (mail: Partial<SomeMail> = {}) => queueMail(database, { queuedAt: time, ...mail }),

    read,

    /** Waits until the message is as expected, and answers it. */
    async becomes(id: number, expected: object) {
      await vi.waitFor(async () => expect(await read(id)).toMatchObject(expected), { timeout: 8000, interval: 10 })
      return read(id)
    },

    readUser: (id: number) =>
      database.kysely.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),

    async close(): Promise<void> {
      for (const close of closing.reverse()) await close()
      await drop()
    },
  }
}
