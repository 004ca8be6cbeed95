/** The routes of sign-in and of a learner's courses on a server that listens, with a database of their own. */
import { sql } from 'kysely'
import { pino } from 'pino'
import type { Static } from 'typebox'
import type { Database } from '../src/db/database.ts'
import { myCourseRoutes } from '../src/enrollments/my-course-routes.ts'
import type { MyCourses } from '../src/enrollments/my-course-schema.ts'
import { createHttpServer } from '../src/http/server.ts'
import { identityRoutes } from '../src/identity/routes.ts'
import type { PasswordLink, SignedIn } from '../src/identity/schema.ts'
import { createPasswordLinks } from '../src/lib/links/password-links.ts'
import type { FieldError, RefusalCode } from '../src/lib/refusal.ts'
import { createSessions } from '../src/sessions/sessions.ts'
import { cookiesOf } from './browser.ts'
import { createTestDatabase } from './database.ts'

const day = 24 * 60 * 60_000

export type SignInServer = Awaited<ReturnType<typeof startSignInServer>>

/** Whatever these routes answer, well or ill: a test knows which. */
type Answer = Static<typeof SignedIn> &
  Static<typeof PasswordLink> &
  Static<typeof MyCourses> & { code: RefusalCode; errors: FieldError[] }

export async function startSignInServer() {
  const { database, drop } = await createTestDatabase()
  const config = {
    publicUrl: 'http://localhost:3000',
    secretKey: 'a secret key for tests, of 32 characters or more',
    smtpUrl: null,
    passwordLinkDays: 7,
  }
  const passwordLinks = createPasswordLinks(config)
  const sessions = createSessions({ database, config })
  const app = createHttpServer(pino({ level: 'silent' }), config)
  let wakes = 0
  await app.register(
    identityRoutes({
      database,
      sessions,
      passwordLinks,
      config,
      onMail: () => wakes++,
      signOutThere: async () => null,
    }),
  )
  await app.register(myCourseRoutes({ database, sessions }))
  const origin = await app.listen({ port: 0 })
  return {
    database,
    config,
    /** How often the mail worker was told to look. */
    countWakes: () => wakes,
    async stop() {
      await app.close()
      await drop()
    },

    /** Posts JSON when there is a body; another `method` or a raw body may be given instead. */
    async call(
      path: string,
      { body, cookie, ...init }: Omit<RequestInit, 'body'> & { body?: unknown; cookie?: string } = {},
    ) {
      const headers = new Headers(init.headers)
      if (cookie !== undefined) headers.set('cookie', cookie)
      if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
      const response = await fetch(origin + path, {
        method: body === undefined ? 'GET' : 'POST',
        ...init,
        headers,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: (text ? JSON.parse(text) : null) as Answer,
        cookie: cookiesOf(response),
      }
    },

    /** How many statements wait for a lock that somebody else holds. */
    async countWaiting(): Promise<number> {
      const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await waiting.execute(database.kysely)).rows.length
    },

    addUser: (user: { email: string; first_name?: string }) => addUser(database, user),

    addMembership: (userId: number, organization: string) => addMembership(database, userId, organization),

    /** Gives a user a link, as provisioning does, and answers with the token that is mailed. */
    async addLink(userId: number, expiresAt = new Date(Date.now() + 7 * day)): Promise<string> {
      const linkId = await nextId(database)
      await database.kysely
        .updateTable('users')
        .set({ password_link_id: linkId, password_link_expires_at: expiresAt })
        .where('id', '=', userId)
        .execute()
      return tokenOf(passwordLinks.mailedUrl(userId, linkId))
    },

    /** The token of the link that the mails of a user carry now. */
    async findToken(userId: number): Promise<string | null> {
      const user = await database.kysely
        .selectFrom('users')
        .select('password_link_id')
        .where('id', '=', userId)
        .executeTakeFirstOrThrow()
      return user.password_link_id === null ? null : tokenOf(passwordLinks.mailedUrl(userId, user.password_link_id))
    },

    async findMessages(userId: number) {
      return database.kysely.selectFrom('messages').selectAll().where('user_id', '=', userId).orderBy('id').execute()
    },
  }
}

async function addUser({ kysely }: Database, { email, first_name = 'Ana' }: { email: string; first_name?: string }) {
  const { id } = await kysely
    .insertInto('users')
    .values({ email, first_name, last_name: 'Silva' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Makes the organization too, and answers with its id. */
async function addMembership({ kysely }: Database, userId: number, name: string): Promise<number> {
  const { id } = await kysely
    .insertInto('organizations')
    .values({ name, slug: name.toLowerCase().replaceAll(' ', '-'), path: [] })
    .returning('id')
    .executeTakeFirstOrThrow()
  await kysely
    .updateTable('organizations')
    .set({ path: [id] })
    .where('id', '=', id)
    .execute()
  await sql`insert into memberships (user_id, organization_id) values (${userId}, ${id})`.execute(kysely)
  return id
}

async function nextId({ kysely }: Database): Promise<number> {
  const { id } = await kysely
    .selectNoFrom(({ fn, val }) => fn<number>('nextval', [val('ids')]).as('id'))
    .executeTakeFirstOrThrow()
  return id
}

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}
