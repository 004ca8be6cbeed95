/** What a passkey is to sign: random, for five minutes, once, and in the browser that was told it. */
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createCookie } from '../sessions/cookie.ts'
import { hashToken, newToken } from '../sessions/token.ts'

const minutes = 5
/** How long a browser may take, as it is told. */
export const timeout = minutes * 60_000

export interface PasskeyDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl'>
}

/** `sign_in` is of nobody in particular: who signs says who it is. */
export type Wanted =
  | { readonly purpose: 'sign_in'; readonly userId: null }
  | { readonly purpose: 'register' | 'second_factor'; readonly userId: number }

type FromBrowser = { readonly cookie: string | undefined }

export async function beginChallenge(
  { database: { kysely }, config }: PasskeyDeps,
  { purpose, userId }: Wanted,
  browser: FromBrowser,
): Promise<{ challenge: string; cookies: readonly string[] }> {
  const cookie = createCookie(config, 'passkey')
  // Several pages of one browser may wait, each for what it was told.
  const secret = cookie.read(browser) ?? newToken()
  const challenge = newToken()
  await sql`
    insert into passkey_challenges (challenge_hash, browser_hash, purpose, user_id, expires_at)
    values (${hashToken(challenge)}, ${hashToken(secret)}, ${purpose}, ${userId}, now() + ${minutes} * interval '1 minute')
  `.execute(kysely)
  return { challenge, cookies: [cookie.write(secret, minutes * 60)] }
}

/** Takes it out. False: it was never told to this browser, or for something else, or was taken, or is over. */
export async function takeChallenge(
  { database: { kysely }, config }: PasskeyDeps,
  { purpose, userId }: Wanted,
  { challenge, browser }: { challenge: string; browser: FromBrowser },
): Promise<boolean> {
  const secret = createCookie(config, 'passkey').read(browser)
  if (secret === null) return false
  const { rows } = await sql`
    delete from passkey_challenges
    where challenge_hash = ${hashToken(challenge)} and browser_hash = ${hashToken(secret)} and purpose = ${purpose}
      and user_id is not distinct from ${userId} and expires_at > now()
    returning challenge_hash`.execute(kysely)
  return rows.length > 0
}
