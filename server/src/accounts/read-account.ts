import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { noWayIn } from '../provisioning/apply/end-passwords.ts'
import { type Standing, withoutClaims } from '../provisioning/decide/people/standing.ts'
import { fromMemberships, type LoadedMembership } from '../provisioning/load/known.ts'
import type { Membership, User } from '../provisioning/rows/person.ts'
import { deletePassword } from './delete-password.ts'

/** An account as the engine's rules look at it, where what is changed does not go through the engine. */
export interface Account
  extends Standing,
    Pick<User, 'id' | 'emailVerified' | 'passwordSetAt' | 'activatedAt' | 'operationId'> {
  readonly memberships: readonly Membership[]
}

/** The caller holds it by `lockAccount`. */
export async function readAccount(transaction: Transaction, userId: number): Promise<Account> {
  const user = await transaction
    .selectFrom('users')
    .select([
      'id',
      'email_verified as emailVerified',
      'password_set_at as passwordSetAt',
      'activated_at as activatedAt',
      'operation_id as operationId',
    ])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const found = await sql<LoadedMembership>`${sql.raw(fromMemberships)} where m.user_id = ${userId}`.execute(
    transaction,
  )
  return { ...user, memberships: found.rows, leadsTeam: found.rows.some(({ leads }) => leads) }
}

/** What others may know of it ends. The person gets in again by mail, by asking for it. */
export async function endClaims(transaction: Transaction, account: Account): Promise<void> {
  if (withoutClaims(account) === null) return
  await sql`update users set ${sql.raw(noWayIn)} where id = ${account.id}`.execute(transaction)
  if (account.passwordSetAt) await deletePassword(transaction, account.id)
}
