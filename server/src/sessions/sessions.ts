/** Signed-in browsers. A cookie holds a token of 32 random bytes; the database has its SHA-256 and never the token. */
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database, Reader } from '../db/database.ts'
import { seal, unseal } from '../lib/seal.ts'
import { tellBrokenGlass } from '../places/break-glass.ts'
import type { SignedInBy } from '../places/signed-in-by.ts'
import { createCookie } from './cookie.ts'
import { findImpersonated } from './find-impersonated.ts'
import { createPendingSignIns, type PendingSignIns, type RightPassword } from './pending-sign-ins.ts'
import { hashToken, newToken } from './token.ts'

const day = 24 * 60 * 60
const lifetime = 30 * day
/** Of a session that an identity provider vouched for. */
const providerLifetime = day / 2

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
  /** Who vouched for whoever holds the browser; null: nobody is signed in. */
  readonly signedInBy: SignedInBy | null
  /** What the browser's cookie holds; null: nobody is signed in. */
  readonly token: string | null
  readonly cookies: Cookies
}

/** Values of `set-cookie` that must go out with the answer. */
export type Cookies = readonly string[]

/** What a session is started by: with the second factor, where the account has one. */
export interface ProvenPassword extends RightPassword {
  /** When it was shown; null: it was not. */
  readonly secondFactorAt: Date | null
}

/** A passkey that has just signed, and whose holder it has looked at: by a finger, a face or a number. */
export interface ProvenPasskey {
  readonly passkeyId: number
}

/** An identity that its provider has just vouched for. */
export interface ProvenIdentity {
  readonly identityId: number
  /** What the provider calls its own session; null: nothing. */
  readonly providerSession: string | null
  /** When the provider wants it over; null: it says nothing. Twelve hours are the most: who left is known at the next sign-in alone. */
  readonly endsAt: Date | null
  /** What signing out over there will take, sealed until then; null: nothing. */
  readonly signOut: string | null
}

/** What has ended with a session. */
export interface EndedSession {
  readonly cookies: Cookies
  /** The provider that vouched for it; null: none did, or nobody was signed in. */
  readonly by: (Pick<ProvenIdentity, 'providerSession' | 'signOut'> & { readonly providerId: number }) | null
}

const nobody: Session = { user: null, impersonator: null, signedInBy: null, token: null, cookies: [] }

export interface Sessions {
  /**
   * Signs a browser in; null when the password was replaced or ended meanwhile, or wants a second factor that was not shown, or the
   * passkey or identity was taken away. Whoever it was before is signed out of it: nobody comes back to a session whose cookie is gone.
   */
  start(by: ProvenPassword | ProvenPasskey | ProvenIdentity, browser: Browser): Promise<Cookies | null>
  /** Who is signed in. A session in use is renewed once a day: hence the cookies. */
  find(browser: Browser): Promise<Session>
  /** Signs the browser out; harmless when nobody is signed in. */
  end(browser: Browser): Promise<EndedSession>
  /** What is between a right password and a session, where there is a second factor. */
  readonly pending: PendingSignIns
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

export function createSessions({ database: { kysely }, config }: Deps): Sessions {
  const cookie = createCookie(config, 'session')

  return {
    pending: createPendingSignIns(kysely, createCookie(config, 'pending')),

    async start(by, browser) {
      const before = cookie.read(browser)
      const token = newToken()
      const voucher = voucherOf(by)
      // Who ends a password touches it first and deletes the sessions after: it waits for this statement and finds its session,
      // or this statement waits and finds no password.
      const insert = (reader: Reader) =>
        sql<{ user_id: number }>`
        with voucher as (${voucher.row}), ended as (
          delete from sessions where token_hash = ${before && hashToken(before)} and exists (select from voucher)
        )
        insert into sessions (user_id, token_hash, method, second_factor_at, identity_id, passkey_id, provider_session, sign_out_sealed, expires_at, ip_address, user_agent)
        select user_id, ${hashToken(token)}, ${voucher.method}, ${voucher.secondFactorAt}, identity_id, passkey_id, ${voucher.providerSession},
          ${voucher.signOut && seal(voucher.signOut, token)}::bytea,
          least(now() + ${voucher.lifetime} * interval '1 second', ${voucher.endsAt}), ${browser.ip},
          ${browser.userAgent?.slice(0, 500) ?? null}
        from voucher returning user_id`.execute(reader)
      // Where single sign-on is the only way in, only two factors come past it.
      const hasTwo = 'passkeyId' in by || ('hash' in by && by.secondFactorAt !== null)
      const { rows } = hasTwo
        ? await kysely.transaction().execute(async transaction => {
            const started = await insert(transaction)
            const [session] = started.rows
            if (session) await tellBrokenGlass(transaction, { userId: session.user_id, ip: browser.ip }, new Date())
            return started
          })
        : await insert(kysely)
      return rows.length === 0 ? null : [cookie.write(token, voucher.lifetime)]
    },

    async find(browser) {
      const token = cookie.read(browser)
      const found = token === null ? undefined : await findByToken(token)
      if (token === null || !found) return nobody
      const { sessionId, isDue, impersonatesId, endsAt, method, withSecondFactor, providerOf, provenAt, ...owner } =
        found
      const signedInBy = { method, withSecondFactor, providerOf, provenAt } as SignedInBy
      const cookies = isDue && (await renew(sessionId)) ? [cookie.write(token, lifetime)] : []
      if (impersonatesId === null || endsAt === null)
        return { user: owner, impersonator: null, signedInBy, token, cookies }
      const user = endsAt > new Date() ? await findImpersonated(kysely, { ...owner, signedInBy }, impersonatesId) : null
      return { user, impersonator: { ...owner, ends_at: endsAt }, signedInBy, token, cookies }
    },

    async end(browser) {
      const token = cookie.read(browser)
      const ended = token === null ? undefined : await endByToken(token)
      const cookies = [cookie.write('', 0)]
      if (token === null || ended?.providerId == null) return { cookies, by: null }
      const { providerId, providerSession, sealed } = ended
      return { cookies, by: { providerId, providerSession, signOut: sealed && unseal(sealed, token) } }
    },
  }

  function findByToken(token: string) {
    return (
      kysely
        .selectFrom('sessions as session')
        .innerJoin('users as user', 'user.id', 'session.user_id')
        .select(['user.id', 'user.email', 'user.first_name', 'user.last_name', 'session.id as sessionId'])
        .select(['session.impersonates_id as impersonatesId', 'session.impersonation_ends_at as endsAt'])
        .leftJoin('identities as identity', 'identity.id', 'session.identity_id')
        .leftJoin('identity_providers as provider', 'provider.id', 'identity.provider_id')
        .select(['session.method', 'session.proven_at as provenAt', 'provider.organization_id as providerOf'])
        .select(sql<boolean>`session.method = 'passkey' or session.second_factor_at is not null`.as('withSecondFactor'))
        // What a provider vouched for lasts as long as it said.
        .select(
          sql<boolean>`session.method <> 'provider' and session.expires_at < now() + ${lifetime - day} * interval '1 second'`.as(
            'isDue',
          ),
        )
        .where('session.token_hash', '=', hashToken(token))
        .where('session.expires_at', '>', sql<Date>`now()`)
        .where(({ eb, or }) => or([eb('session.method', '<>', 'provider'), eb('provider.enabled', '=', true)]))
        .executeTakeFirst()
    )
  }

  async function endByToken(token: string) {
    return kysely
      .deleteFrom('sessions')
      .where('token_hash', '=', hashToken(token))
      .returning(['provider_session as providerSession', 'sign_out_sealed as sealed'])
      .returning(({ selectFrom, ref }) =>
        selectFrom('identities')
          .select('identities.provider_id')
          .where('identities.id', '=', ref('sessions.identity_id'))
          .as('providerId'),
      )
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

/** What is kept of who vouched: a row of whose person it is, locked, which is there as long as that stands, and what the session takes of it. */
function voucherOf(by: ProvenPassword | ProvenPasskey | ProvenIdentity) {
  if ('hash' in by) {
    const { userId, hash, secondFactorAt } = by
    const row = sql`select user_id, null::bigint as identity_id, null::bigint as passkey_id from passwords
      where user_id = ${userId} and hash = ${hash}
        and (not has_second_factor or ${secondFactorAt}::timestamptz is not null)
      for share of passwords`
    const none = { providerSession: null, endsAt: null, signOut: null }
    return { row, method: 'password', secondFactorAt, lifetime, ...none }
  }
  if ('passkeyId' in by) {
    const row = sql`select user_id, null::bigint as identity_id, id as passkey_id from passkeys
      where id = ${by.passkeyId} for share of passkeys`
    const none = { secondFactorAt: null, providerSession: null, endsAt: null, signOut: null }
    return { row, method: 'passkey', lifetime, ...none }
  }
  const row = sql`update identities identity set last_used_at = now() from users named
    where named.id = identity.user_id and identity.id = ${by.identityId}
    returning coalesce(named.alias_of, named.id) as user_id, identity.id as identity_id, null::bigint as passkey_id`
  const { providerSession, endsAt, signOut } = by
  const taken = { providerSession, endsAt, signOut, secondFactorAt: null, lifetime: providerLifetime }
  return { row, method: 'provider', ...taken }
}
