import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'

const count = 10
/** Without those that look like others (Crockford's Base32). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
/** Of 5 bits each: 80 bits, so that a hash without salt gives none away. */
const length = 16

/** New ones in place of all that were: told here, and never again. */
export async function replaceRecoveryCodes(transaction: Transaction, userId: number): Promise<string[]> {
  const codes = newRecoveryCodes()
  await transaction.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  const rows = codes.map(code => ({ user_id: userId, code_hash: hashRecoveryCode(code) }))
  await transaction.insertInto('recovery_codes').values(rows).execute()
  return codes
}

/** With the first factor of an account; none with another one. The caller holds the row of the password. */
export async function giveFirstRecoveryCodes(transaction: Transaction, userId: number): Promise<string[]> {
  const { rows } = await sql`select from recovery_codes where user_id = ${userId} limit 1`.execute(transaction)
  return rows.length > 0 ? [] : replaceRecoveryCodes(transaction, userId)
}

/** With the last factor the codes end, and what waits to be shown one. */
export async function endUnlessFactorLeft(transaction: Transaction, userId: number): Promise<void> {
  const hasNone = sql<boolean>`exists (select from passwords where user_id = ${userId} and not has_second_factor)`
  await transaction.deleteFrom('recovery_codes').where('user_id', '=', userId).where(hasNone).execute()
  await transaction.deleteFrom('pending_sign_ins').where('user_id', '=', userId).where(hasNone).execute()
}

/** As people are shown them. */
function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    const code = Array.from(randomBytes(length), byte => letters[byte % letters.length]).join('')
    return code.replace(/.{4}(?=.)/g, '$&-')
  })
}

/** However it was typed. */
export function hashRecoveryCode(typed: string): string {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
  return createHash('sha256').update(code).digest('base64url')
}
