/**
 * Browsers whose password was right and that must show a second factor. Each has a cookie of its own, which opens nothing but the
 * question for that factor: there is no session before it is answered.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { Cookie } from './cookie.ts'
import { hashToken, newToken } from './token.ts'

const minutes = 10
/** Of one browser; how many there are for an account is counted too, where a factor is looked at. */
const mostTries = 5

/** A password that was found right: whose it is, and its hash. */
export interface RightPassword {
  readonly userId: number
  readonly hash: string
}

export interface PendingSignIns {
  /** Null: there is no second factor to ask for, or the password is another by now. */
  begin(by: RightPassword): Promise<AskedFactor | null>
  /** Whose sign-in is pending in this browser; null: nobody's. */
  find(browser: { readonly cookie: string | undefined }): Promise<number | null>
  /** Counts one more try of this browser. Null: nothing is pending in it, or no more. */
  try(browser: { readonly cookie: string | undefined }): Promise<PendingSignIn | null>
}

export const factorKinds = ['authenticator', 'passkey', 'recovery_code'] as const

/** What is asked for. */
export interface AskedFactor {
  /** Any of them does. */
  readonly kinds: readonly (typeof factorKinds)[number][]
  readonly cookies: readonly string[]
}

export interface PendingSignIn {
  readonly userId: number
  readonly hash: string
  /** Takes it out: false when somebody else did, or the password is another by now. */
  end(transaction: Reader): Promise<boolean>
  /** That take the browser's cookie away. */
  readonly cookies: readonly string[]
}

export function createPendingSignIns(reader: Reader, cookie: Cookie): PendingSignIns {
  return {
    async begin({ userId, hash }) {
      const token = newToken()
      const { rows } = await sql<{ authenticator: boolean; passkey: boolean }>`
        with proven as (
          select * from passwords where user_id = ${userId} and hash = ${hash} and has_second_factor
        ), pending as (
          insert into pending_sign_ins (token_hash, user_id, hash, expires_at)
          select ${hashToken(token)}, user_id, hash, now() + ${minutes} * interval '1 minute' from proven
        )
        select authenticator_since is not null as authenticator, passkeys > 0 as passkey from proven`.execute(reader)
      const [has] = rows
      if (!has) return null
      const kinds = factorKinds.filter(kind => kind === 'recovery_code' || has[kind])
      return { kinds, cookies: [cookie.write(token, minutes * 60)] }
    },

    async find(browser) {
      const token = cookie.read(browser)
      if (token === null) return null
      const { rows } = await sql<{ user_id: number }>`
        select user_id from pending_sign_ins
        where token_hash = ${hashToken(token)} and expires_at > now() and tries < ${mostTries}`.execute(reader)
      return rows[0]?.user_id ?? null
    },

    async try(browser) {
      const token = cookie.read(browser)
      if (token === null) return null
      const tokenHash = hashToken(token)
      const { rows } = await sql<{ userId: number; hash: string }>`
        update pending_sign_ins set tries = tries + 1
        where token_hash = ${tokenHash} and expires_at > now() and tries < ${mostTries}
        returning user_id as "userId", hash`.execute(reader)
      const [pending] = rows
      if (!pending) return null
      return {
        ...pending,
        cookies: [cookie.write('', 0)],
        async end(transaction) {
          const gone = await sql`
            delete from pending_sign_ins where token_hash = ${tokenHash} returning token_hash`.execute(transaction)
          return gone.rows.length > 0
        },
      }
    },
  }
}
