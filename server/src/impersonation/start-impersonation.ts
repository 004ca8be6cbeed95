import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { mayActAs } from '../sessions/may-act-as.ts'
import { hashToken } from '../sessions/token.ts'
import { getPlace } from '../users/get-user.ts'
import { requireOneself } from './require-oneself.ts'

const hour = 60 * 60 * 1000

/**
 * Lets the caller's session be that of somebody else, for an hour. Throws `not_found`, or `forbidden`: for a key, for who
 * acts as somebody already, and for a person who may do more or also belongs elsewhere.
 */
export async function startImpersonation(transaction: Transaction, principal: Principal, id: number, by: AskedBy) {
  const { actor } = by
  const { organizationId } = await getPlace(transaction, principal, { id })
  if (actor.kind !== 'user')
    throw new Refusal('forbidden', 'A key acts as nobody: only a person who is signed in can do this.')
  requireOneself(actor)
  if (actor.id === id) throw new Refusal('forbidden', 'You are this person yourself.')
  if (!(await mayActAs(transaction, { id: actor.id, signedInBy: principal.signedInBy }, id)))
    throw new Refusal('forbidden', 'This person may do more than you, or belongs to others too.')
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const endsAt = new Date(by.receivedAt.getTime() + hour)
  const { numUpdatedRows } = await transaction
    .updateTable('sessions')
    .set({ impersonates_id: id, impersonation_ends_at: endsAt })
    .where('token_hash', '=', hashToken(principal.secret))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('unauthenticated', 'Sign in first.')
  const about = { organizationId, userId: id, email: user.email } as const
  await recordOperation(transaction, { kind: 'impersonate', ...about, result: 'changed' }, by)
  return { user, ends_at: endsAt }
}
