/** The browsers in which somebody is signed in, for whoever looks after people: to look at, and to end. */
import { getIdOfEmail } from '../accounts/aliases.ts'
import { type Account, readAccount } from '../accounts/read-account.ts'
import type { Principal } from '../api/principal.ts'
import type { Database, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { lockAccount } from '../memberships/write-membership.ts'
import { isAlone } from '../provisioning/decide/people/standing.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { endSessions, listSessions, type WhoseSessions } from '../sessions/list-sessions.ts'
import { requireRoles } from './erase/erase-user.ts'
import { getPlace } from './get-user.ts'

/** Throws `not_found`. */
export async function listUserSessions(transaction: Transaction, principal: Principal, id: number) {
  await getPlace(transaction, principal, { id })
  return listSessions(transaction, whoseSessions(principal, await readAccount(transaction, id)))
}

/**
 * One, or all but the caller's own. How many ended. Throws `not_found`, or `forbidden`: the person has a role within reach that
 * allows more than the caller is allowed.
 */
export async function endUserSessions(
  transaction: Transaction,
  principal: Principal,
  { user: id, session }: { readonly user: number; readonly session: number | 'others' },
  by: AskedBy,
): Promise<{ ended: number }> {
  const { organizationId, path } = await getPlace(transaction, principal, { id })
  await lockAccount(transaction, id)
  const account = await readAccount(transaction, id)
  await requireRoles(transaction, principal, account, { path })
  const whose = whoseSessions(principal, account)
  const ended = await endSessions(transaction, whose, session, by, {
    organizationId,
    ...(await nameOf(transaction, id)),
  })
  if (session !== 'others' && ended === 0) throw new Refusal('not_found', `There is no session ${session} here.`)
  return { ended }
}

/** By whoever runs the server: everywhere. Throws `not_found`. */
export async function signOutByOperator(kysely: Database['kysely'], email: string, by: AskedBy) {
  const id = await getIdOfEmail(kysely, email)
  return kysely.transaction().execute(async transaction => {
    await lockAccount(transaction, id)
    const about = { organizationId: null, ...(await nameOf(transaction, id)) }
    const whose = { userId: id, vouchedIn: null, token: null }
    return { user_id: id, ended: await endSessions(transaction, whose, 'others', by, about) }
  })
}

/**
 * Of an account that is within reach alone, all. Of one that others know too, those that a provider within reach vouched for: what
 * the person does elsewhere is no matter of one's own.
 */
function whoseSessions({ organization, secret }: Principal, account: Account): WhoseSessions {
  const vouchedIn = isAlone(organization, account, account.memberships) ? null : organization.id
  return { userId: account.id, vouchedIn, token: secret }
}

function nameOf(transaction: Transaction, id: number) {
  return transaction.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow()
}
