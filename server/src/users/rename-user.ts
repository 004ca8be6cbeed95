import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import type { Principal } from '../http/principal.ts'
import { textProblem } from '../lib/checks.ts'

export interface Names {
  readonly first_name?: string
  /** May be empty. */
  readonly last_name?: string
}

export function namesProblems({ first_name, last_name = '' }: Names) {
  return {
    first_name: first_name === undefined ? null : textProblem(first_name, 150),
    last_name: last_name === '' ? null : textProblem(last_name, 150),
  }
}

/**
 * Corrects the names of an account. False, and nothing is changed: the account is not the caller's alone. An account is shared
 * by its organizations: it is somebody's alone while all of them are within reach, the person is a plain learner there, and
 * the one that it was made for is still among them.
 * The caller holds the account by `lockAccount`.
 */
export async function renameUser(
  transaction: Transaction,
  { organization: home }: Pick<Principal, 'organization'>,
  id: number,
  { first_name, last_name }: Names,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{ own: boolean }>`
    select bool_and(organization.path @> array[${home.id}]::bigint[] and membership.role = 'learner')
      and bool_or(membership.operation_id = users.operation_id) as own
    from memberships membership join organizations organization on organization.id = membership.organization_id
    join users on users.id = membership.user_id
    where membership.user_id = ${id}`.execute(transaction)
  if (!rows[0]?.own) return false
  await transaction
    .updateTable('users')
    .set({ first_name: first_name?.trim(), last_name: last_name?.trim(), updated_at: at })
    .where('id', '=', id)
    .execute()
  return true
}
