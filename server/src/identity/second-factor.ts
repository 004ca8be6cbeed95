/** Whether somebody shows the second factor of an account: a code of the program, or one kept for when it is lost. */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { unseal } from '../lib/seal.ts'
import { recordOperation } from '../log/record-operation.ts'
import { attemptKeys, countAttempt } from './attempts.ts'
import { stepOf } from './authenticator-codes.ts'
import { hashRecoveryCode } from './recovery-codes.ts'

/** On one account, from wherever: who guesses knows the password. */
const limit = { times: 10, minutes: 15 }

/** Throws `rate_limited`. Counted before the code is looked at, so that many guesses at once do not slip through together. */
export async function countFactorGuess(reader: Reader, userId: number, now: Date): Promise<void> {
  if (!(await countAttempt(reader, attemptKeys.secondFactorOf(userId), limit, now)))
    throw new Refusal('rate_limited', `Too many codes were tried. Try again in ${limit.minutes} minutes.`)
}

export interface Shown {
  readonly userId: number
  readonly code: string
  readonly ip: string | null
}

/** Spends the code. Throws `invalid` for one that is wrong or was used. */
export async function takeFactor(
  transaction: Transaction,
  { userId, code, ip }: Shown,
  secretKey: string,
  now: Date,
): Promise<void> {
  const typed = code.replace(/\s/g, '')
  if (/^\d{6}$/.test(typed)) {
    if (!(await takeCode(transaction, { userId, code: typed }, secretKey, now))) throw wrongCode()
    return
  }
  const { rows } = await sql<{ email: string }>`
    update recovery_codes set used_at = ${now} from users
    where user_id = ${userId} and code_hash = ${hashRecoveryCode(code)} and used_at is null and users.id = user_id
    returning users.email`.execute(transaction)
  const [used] = rows
  if (!used) throw wrongCode()
  await transaction
    .insertInto('messages')
    .values({ kind: 'recovery_code_used', user_id: userId, due_at: now })
    .execute()
  const by = { actor: { kind: 'user', id: userId }, source: null, ip, receivedAt: now } as const
  const change = { kind: 'use_recovery_code', organizationId: null, userId, email: used.email } as const
  await recordOperation(transaction, { ...change, result: 'changed' }, by)
}

/** A code is taken once: of two who show it at once, the second finds its step taken. With `isNew`, of a program that is not asked for yet. */
export async function takeCode(
  transaction: Transaction,
  { userId, code, isNew = false }: { userId: number; code: string; isNew?: boolean },
  secretKey: string,
  now: Date,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('passwords')
    .select('authenticator')
    .where('user_id', '=', userId)
    .where('authenticator_since', isNew ? 'is' : 'is not', null)
    .executeTakeFirst()
  const step = found?.authenticator ? stepOf(open(found.authenticator, secretKey), code, now) : null
  if (step === null || !found) return false
  const { numUpdatedRows } = await transaction
    .updateTable('passwords')
    .set({ authenticator_step: step, ...(isNew && { authenticator_since: now }) })
    .where('user_id', '=', userId)
    .where('authenticator', '=', found.authenticator)
    .where('authenticator_since', isNew ? 'is' : 'is not', null)
    .where(({ eb, or }) => or([eb('authenticator_step', 'is', null), eb('authenticator_step', '<', step)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Of a row of `passwords` with another password: a secret that waits for its first code was asked for by who knew the one before. */
export const confirmedAuthenticator = sql<Buffer | null>`case when passwords.authenticator_since is not null then passwords.authenticator end`

/** All of it, also what was not confirmed, and what waits for it. False: none was asked for. */
export async function endSecondFactor(transaction: Transaction, userId: number): Promise<boolean> {
  const { rows } = await sql<{ has_second_factor: boolean }>`
    update passwords p set authenticator = null, authenticator_since = null, authenticator_step = null
    from (select user_id, has_second_factor from passwords where user_id = ${userId} for update) was
    where p.user_id = was.user_id returning was.has_second_factor`.execute(transaction)
  await transaction.deleteFrom('passkeys').where('user_id', '=', userId).execute()
  await transaction.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  await transaction.deleteFrom('pending_sign_ins').where('user_id', '=', userId).execute()
  return rows[0]?.has_second_factor ?? false
}

/** Where the server has another secret by now no code is right; a recovery code still is. */
function open(sealed: Buffer, secretKey: string): string {
  try {
    return unseal(sealed, secretKey)
  } catch {
    throw wrongCode()
  }
}

export function wrongCode(): Refusal {
  const message = 'is wrong, or was used before'
  return new Refusal('invalid', 'This code is wrong, or was used before.', [{ field: 'code', message }])
}
