/** Signed-in browsers. A cookie holds a token of 32 random bytes; the database has its SHA-256 and never the token. */
import { createHash, randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { findImpersonated } from './find-impersonated.ts'

const day = 24 * 60 * 60
const lifetime = 30 * day

/** What is known of the browser that asks. */
export interface Browser {
  readonly cookie: string | undefined
  /** Null: not known. */
  readonly ip: string | null
  readonly userAgent: string | undefined
}

export interface SignedInUser {
  readonly id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
}

export interface Impersonator extends SignedInUser {
  readonly ends_at: Date
}

export interface Session {
  /** Null: nobody is signed in; or, with a token, somebody was who acted as somebody else, and may not any more. */
  readonly user: SignedInUser | null
  /** Who acts as the user, in a session of their own; null: nobody does. */
  readonly impersonator: Impersonator | null
  /** What the browser's cookie holds; null: nobody is signed in. */
  readonly token: string | null
  readonly cookies: Cookies
}

/** Values of `set-cookie` that must go out with the answer. */
export type Cookies = readonly string[]

/** A password that was found right: whose it is, and its hash. */
export interface RightPassword {
  readonly userId: number
  readonly hash: string
}

export interface Sessions {
  /**
   * Signs a browser in; null when the password was replaced or ended meanwhile. Whoever it was before is signed out of it:
   * nobody comes back to a session whose cookie is gone.
   */
  start(by: RightPassword, browser: Browser): Promise<Cookies | null>
  /** Who is signed in. A session in use is renewed once a day: hence the cookies. */
  find(browser: Browser): Promise<Session>
  /** Signs the browser out; harmless when nobody is signed in. */
  end(browser: Browser): Promise<Cookies>
}

/** Of whoever signs somebody in. */
export interface SignInDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly sessions: Sessions
}

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl'>
}

export function createSessions({ database: { kysely }, config: { publicUrl } }: Deps): Sessions {
  const secure = publicUrl.startsWith('https:')
  // With the prefix a browser takes the cookie from this very host alone, and over https.
  const name = secure ? '__Host-usher_session' : 'usher_session'
  const tokenOf = ({ cookie }: Pick<Browser, 'cookie'>) => (cookie ? parseCookie(cookie)[name] : undefined) || null
  const cookie = (value: string, maxAge: number) =>
    stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, sameSite: 'lax', secure })

  return {
    async start({ userId, hash }, browser) {
      const before = tokenOf(browser)
      const token = randomBytes(32).toString('base64url')
      // Who ends a password touches it first and deletes the sessions after: it waits for this statement and finds its session,
      // or this statement waits and finds no password.
      const started = await sql`
        with password as (
          select user_id from passwords where user_id = ${userId} and hash = ${hash} for share
        ), ended as (
          delete from sessions where token_hash = ${before && hashToken(before)} and exists (select from password)
        )
        insert into sessions (user_id, token_hash, expires_at, ip_address, user_agent)
        select user_id, ${hashToken(token)}, now() + ${lifetime} * interval '1 second', ${browser.ip},
          ${browser.userAgent?.slice(0, 500) ?? null}
        from password returning id`.execute(kysely)
      return started.rows.length === 0 ? null : [cookie(token, lifetime)]
    },

    async find(browser) {
      const token = tokenOf(browser)
      const found = token === null ? undefined : await findByToken(token)
      if (token === null || !found) return { user: null, impersonator: null, token: null, cookies: [] }
      const { sessionId, isDue, impersonatesId, endsAt, ...owner } = found
      const cookies = isDue && (await renew(sessionId)) ? [cookie(token, lifetime)] : []
      if (impersonatesId === null || endsAt === null) return { user: owner, impersonator: null, token, cookies }
      const user = endsAt > new Date() ? await findImpersonated(kysely, owner.id, impersonatesId) : null
      return { user, impersonator: { ...owner, ends_at: endsAt }, token, cookies }
    },

    async end(browser) {
      const token = tokenOf(browser)
      if (token !== null) await kysely.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute()
      return [cookie('', 0)]
    },
  }

  function findByToken(token: string) {
    return kysely
      .selectFrom('sessions as session')
      .innerJoin('users as user', 'user.id', 'session.user_id')
      .select(['user.id', 'user.email', 'user.first_name', 'user.last_name', 'session.id as sessionId'])
      .select(['session.impersonates_id as impersonatesId', 'session.impersonation_ends_at as endsAt'])
      .select(sql<boolean>`session.expires_at < now() + ${lifetime - day} * interval '1 second'`.as('isDue'))
      .where('session.token_hash', '=', hashToken(token))
      .where('session.expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst()
  }

  /** False: it was ended meanwhile. */
  async function renew(id: number): Promise<boolean> {
    const { numUpdatedRows } = await kysely
      .updateTable('sessions')
      .set({ expires_at: sql`now() + ${lifetime} * interval '1 second'`, updated_at: sql`now()` })
      .where('id', '=', id)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }
}

/** As the database has it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
