import { sql } from 'kysely'
import { emailsOfUser } from '../accounts/aliases.ts'
import type { Database, Transaction } from '../db/database.ts'
import { recordOperation } from '../log/record-operation.ts'
import { hashToken } from '../sessions/token.ts'

/** Gives a session back to its own person; harmless when it is that of nobody else, or the hour is over. */
export async function endImpersonation(
  { kysely }: Pick<Database, 'kysely'>,
  token: string,
  ip: string | null,
  now: Date,
): Promise<void> {
  await kysely.transaction().execute(async transaction => {
    const ended = await resetSession(transaction, token)
    if (!ended) return
    const { id, impersonated } = ended
    const start = await transaction
      .selectFrom('operations')
      .innerJoin('users as user', 'user.id', 'operations.user_id')
      .select(['operations.organization_id', 'operations.email'])
      .where(sql<boolean>`operations.email = any(${emailsOfUser(impersonated)})`)
      .where('operations.kind', '=', 'impersonate')
      .where('operations.actor_id', '=', id)
      .where('user.id', '=', impersonated)
      .orderBy('operations.at', 'desc')
      .limit(1)
      .executeTakeFirst()
    const about = {
      organizationId: start?.organization_id ?? null,
      userId: impersonated,
      email: start?.email ?? undefined,
    }
    const by = { actor: { kind: 'user', id }, source: null, ip, receivedAt: now } as const
    await recordOperation(transaction, { kind: 'end_impersonation', ...about, result: 'changed' }, by)
  })
}

/** Whose it is, and who was impersonated in it. */
function resetSession(transaction: Transaction, token: string) {
  return (
    transaction
      .updateTable('sessions')
      .set({ impersonates_id: null, impersonation_ends_at: null })
      .where('token_hash', '=', hashToken(token))
      .where('impersonates_id', 'is not', null)
      .returning('user_id as id')
      // As it was before this statement.
      .returning(sql<number>`(select impersonates_id from sessions was where was.id = sessions.id)`.as('impersonated'))
      .executeTakeFirst()
  )
}
