/** A second factor for one's own account: codes of an authenticator program, and recovery codes for when it is lost. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { attemptKeys, forgetAttempts } from '../identity/attempts.ts'
import { addressOfSecret, newSecret } from '../identity/authenticator-codes.ts'
import { endUnlessFactorLeft, giveFirstRecoveryCodes, replaceRecoveryCodes } from '../identity/recovery-codes.ts'
import { countFactorGuess, takeCode, wrongCode } from '../identity/second-factor.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import { seal } from '../lib/seal.ts'
import { recordOperation } from '../log/record-operation.ts'
import { tellBrokenGlass } from '../places/break-glass.ts'
import type { SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { hashToken } from '../sessions/token.ts'
import { requirePassword } from './require-password.ts'

export interface OwnFactorDeps extends SignInDeps {
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
}

export interface OwnSession {
  readonly user: SignedInUser
  readonly token: string
  readonly ip: string | null
}

/** Of a request: who asks, and from where. */
export type FindOwn = (request: FastifyRequest, reply: FastifyReply) => Promise<OwnSession>

export async function readSecondFactor(reader: Reader, userId: number) {
  const { rows } = await sql<{ since: Date | null; left: number }>`
    select (select authenticator_since from passwords where user_id = ${userId}) as since,
      (select count(*)::int from recovery_codes where user_id = ${userId} and used_at is null) as left`.execute(reader)
  return { authenticator_since: rows[0]?.since ?? null, recovery_codes_left: rows[0]?.left ?? 0 }
}

/**
 * A secret for the program. Nothing asks for its codes before one was shown. Throws `invalid` (password), `rate_limited`, or
 * `conflict`: there is one already.
 */
export async function beginAuthenticator(
  { database: { kysely }, config }: OwnFactorDeps,
  { user, ip }: OwnSession,
  password: string,
  now: Date,
): Promise<{ secret: string; address: string }> {
  await requirePassword(kysely, { ...user, ip }, password, now)
  const secret = newSecret()
  const { numUpdatedRows } = await kysely
    .updateTable('passwords')
    .set({ authenticator: seal(secret, config.secretKey), authenticator_step: null })
    .where('user_id', '=', user.id)
    .where('authenticator_since', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('conflict', 'You have an authenticator already. Remove it first.')
  return { secret, address: addressOfSecret(secret, { email: user.email, host: new URL(config.publicUrl).host }) }
}

/**
 * By a right code it is asked for from now on: this session has shown it, all others end. Throws `invalid` (code), or
 * `rate_limited`. The recovery codes are told once; none, where a passkey gave some before.
 */
export async function confirmAuthenticator(
  { database: { kysely }, config }: OwnFactorDeps,
  { user, token, ip }: OwnSession,
  code: string,
  now: Date,
): Promise<{ recovery_codes: string[] }> {
  await countFactorGuess(kysely, user.id, now)
  const recovery_codes = await kysely.transaction().execute(async transaction => {
    const shown = { userId: user.id, code: code.replace(/\s/g, ''), isNew: true }
    if (!(await takeCode(transaction, shown, config.secretKey, now))) throw wrongCode()
    await endOtherSessions(transaction, { user, token, ip }, now)
    await note(transaction, 'set_up_second_factor', { user, ip }, now)
    return giveFirstRecoveryCodes(transaction, user.id)
  })
  await forgetAttempts(kysely, [attemptKeys.secondFactorOf(user.id)])
  return { recovery_codes }
}

/** New ones in place of all that were. Throws `invalid` (password), `rate_limited`, or `conflict`: there is no second factor. */
export async function renewRecoveryCodes(
  { database: { kysely } }: OwnFactorDeps,
  { user, ip }: OwnSession,
  password: string,
  now: Date,
): Promise<{ recovery_codes: string[] }> {
  await requirePassword(kysely, { ...user, ip }, password, now)
  const recovery_codes = await kysely.transaction().execute(async transaction => {
    const { rows } = await sql`select from passwords
      where user_id = ${user.id} and has_second_factor for update`.execute(transaction)
    if (rows.length === 0) throw new Refusal('conflict', 'You have no second factor: set one up first.')
    await note(transaction, 'renew_recovery_codes', { user, ip }, now)
    return replaceRecoveryCodes(transaction, user.id)
  })
  return { recovery_codes }
}

/** Its codes are asked for no more. Throws `invalid` (password) or `rate_limited`; harmless when there is none. */
export async function removeAuthenticator(
  { database: { kysely } }: OwnFactorDeps,
  { user, ip }: OwnSession,
  password: string,
  now: Date,
): Promise<void> {
  await requirePassword(kysely, { ...user, ip }, password, now)
  await kysely.transaction().execute(async transaction => {
    const { rows } = await sql`
      update passwords p set authenticator = null, authenticator_since = null, authenticator_step = null
      from (select user_id, authenticator_since from passwords where user_id = ${user.id} for update) was
      where p.user_id = was.user_id and was.authenticator_since is not null returning p.user_id`.execute(transaction)
    if (rows.length === 0) return
    await endUnlessFactorLeft(transaction, user.id)
    await note(transaction, 'remove_second_factor', { user, ip }, now)
  })
}

/** Where a factor was set up: the session that did has shown it, which may be what breaks the glass, and all others end. */
export async function endOtherSessions(
  transaction: Transaction,
  { user, token, ip }: OwnSession,
  now: Date,
): Promise<void> {
  await transaction
    .deleteFrom('sessions')
    .where('user_id', '=', user.id)
    .where('token_hash', '<>', hashToken(token))
    .execute()
  const { numUpdatedRows } = await transaction
    .updateTable('sessions')
    .set({ second_factor_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('method', '=', 'password')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await tellBrokenGlass(transaction, { userId: user.id, ip }, now)
}

export async function note(
  transaction: Transaction,
  kind: OperationKind,
  { user: { id, email }, ip }: Pick<OwnSession, 'user' | 'ip'>,
  now: Date,
): Promise<void> {
  const by = { actor: { kind: 'user', id }, source: null, ip, receivedAt: now } as const
  await recordOperation(transaction, { kind, organizationId: null, userId: id, email, result: 'changed' }, by)
}
