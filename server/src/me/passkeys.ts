/** The passkeys of one's own account: each is a second factor, and by itself a way in. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { endUnlessFactorLeft, giveFirstRecoveryCodes } from '../identity/recovery-codes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { Refusal } from '../lib/refusal.ts'
import { beginChallenge, takeChallenge, timeout } from '../passkeys/challenges.ts'
import { listCredentials, shown } from '../passkeys/list-passkeys.ts'
import type { SentRegistration } from '../passkeys/schema.ts'
import { algorithms, challengeIn, type NewPasskey, readRegistration, siteOf } from '../passkeys/webauthn.ts'
import type { Browser } from '../sessions/sessions.ts'
import { hashToken } from '../sessions/token.ts'
import { requirePassword, wrongPassword } from './require-password.ts'
import { endOtherSessions, note, type OwnFactorDeps, type OwnSession } from './second-factor.ts'

/** More than anybody has: what each sign-in tells a browser must not grow without end. */
const most = 20

/** What the browser is to make. Throws `invalid` (password), `rate_limited`, or `conflict`: there are too many. */
export async function beginPasskey(
  deps: OwnFactorDeps,
  { user, ip }: OwnSession,
  password: string,
  browser: Browser,
  now: Date,
) {
  const { kysely } = deps.database
  await requirePassword(kysely, { ...user, ip }, password, now)
  const has = await listCredentials(kysely, user.id)
  if (has.length >= most) throw new Refusal('conflict', `You have ${most} passkeys: remove one first.`)
  const { rows } = await sql<{ user_handle: Buffer }>`
    update passwords set user_handle = coalesce(user_handle, ${randomBytes(32)}) where user_id = ${user.id}
    returning user_handle`.execute(kysely)
  const [account] = rows
  if (!account) throw wrongPassword()
  const { challenge, cookies } = await beginChallenge(deps, { purpose: 'register', userId: user.id }, browser)
  const { host, hostname } = new URL(deps.config.publicUrl)
  const options = {
    challenge,
    timeout,
    rp: { id: hostname, name: `Usher (${host})` },
    user: {
      id: account.user_handle.toString('base64url'),
      name: user.email,
      displayName: `${user.first_name} ${user.last_name}`.trim(),
    },
    pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key' as const, alg })),
    excludeCredentials: has,
    // What keeps it itself can be found without an address; and what cannot serves after the password all the same.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    attestation: 'none' as const,
  }
  return { options, cookies }
}

/**
 * Keeps what the browser made. As the first factor of the account it is asked for from now on, all other sessions end, and the
 * recovery codes are told, once. Throws `invalid` (name, passkey), or `conflict`: it is registered already.
 */
export async function addPasskey(
  deps: OwnFactorDeps,
  { user, token, ip }: OwnSession,
  { passkey: sent, ...named }: { name: string; passkey: SentRegistration },
  browser: Browser,
  now: Date,
) {
  const name = readName(named.name)
  const challenge = challengeIn(sent)
  const isAsked =
    challenge !== null && (await takeChallenge(deps, { purpose: 'register', userId: user.id }, { challenge, browser }))
  const read = isAsked ? await readRegistration(siteOf(deps.config), sent, challenge) : null
  if (!read) throw notTaken()
  return deps.database.kysely.transaction().execute(async transaction => {
    const hadFactor = await lockFactor(transaction, user.id)
    const passkey = await insertPasskey(transaction, user.id, { ...read, name })
    if (!hadFactor) await endOtherSessions(transaction, { user, token, ip }, now)
    await note(transaction, 'add_passkey', { user, ip }, now)
    return { passkey, recovery_codes: await giveFirstRecoveryCodes(transaction, user.id) }
  })
}

/** Throws `invalid` (name), or `not_found`. */
export async function renamePasskey(
  { database: { kysely } }: OwnFactorDeps,
  { user, ip }: OwnSession,
  { id, name }: { id: number; name: string },
  now: Date,
) {
  const to = readName(name)
  return kysely.transaction().execute(async transaction => {
    const passkey = await transaction
      .updateTable('passkeys')
      .set({ name: to })
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .returning(shown)
      .executeTakeFirst()
    if (!passkey) throw unknown(id)
    await note(transaction, 'rename_passkey', { user, ip }, now)
    return passkey
  })
}

/**
 * Every session that it vouched for ends, but for the one that asks: the password vouches for that from now on. Throws `invalid`
 * (password), `rate_limited`, or `not_found`.
 */
export async function removePasskey(
  { database: { kysely } }: OwnFactorDeps,
  { user, token, ip }: OwnSession,
  { id, password }: { id: number; password: string },
  now: Date,
): Promise<void> {
  await requirePassword(kysely, { ...user, ip }, password, now)
  await kysely.transaction().execute(async transaction => {
    await lockFactor(transaction, user.id)
    await sql`update sessions set method = 'password', passkey_id = null, second_factor_at = created_at
      where token_hash = ${hashToken(token)} and passkey_id = ${id}`.execute(transaction)
    const { numDeletedRows } = await transaction
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw unknown(id)
    await endUnlessFactorLeft(transaction, user.id)
    await note(transaction, 'remove_passkey', { user, ip }, now)
  })
}

/** Before passkeys come or go: of two at once the second sees what the first did. Answers whether there is a factor. */
async function lockFactor(transaction: Transaction, userId: number): Promise<boolean> {
  const password = await transaction
    .selectFrom('passwords')
    .select('has_second_factor')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!password) throw new Refusal('conflict', 'Your password has ended meanwhile. Choose another one first.')
  return password.has_second_factor
}

function insertPasskey(
  transaction: Transaction,
  userId: number,
  { credentialId, publicKey, counter, transports, backupEligible, backedUp, name }: NewPasskey & { name: string },
) {
  return transaction
    .insertInto('passkeys')
    .values({
      user_id: userId,
      credential_id: credentialId,
      public_key: publicKey,
      counter,
      transports: [...transports],
      backup_eligible: backupEligible,
      backed_up: backedUp,
      name,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
}

function readName(sent: string): string {
  const name = tidyName(sent)
  refuseInvalid({ name: textProblem(name, 100) })
  return name
}

function notTaken(): Refusal {
  const message = 'was not accepted: it took too long, or is not what was asked for. Begin again'
  return new Refusal('invalid', 'This passkey was not accepted. Begin again.', [{ field: 'passkey', message }])
}

const unknown = (id: number) => new Refusal('not_found', `You have no passkey ${id}.`)
