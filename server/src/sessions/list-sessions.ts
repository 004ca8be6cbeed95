/** The browsers in which a person is signed in, as far as whoever asks may know of them; and that they end. */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import { nameBrowser } from '../lib/browser-name.ts'
import { type LoggedChange, recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { hashToken } from './token.ts'

export interface WhoseSessions {
  readonly userId: number
  /** Those alone that a provider of this organization, or of one below it, vouched for. Null: all. */
  readonly vouchedIn: number | null
  /** Of the browser that asks; null: it is none of them. */
  readonly token: string | null
}

/** The one that asks first, then the latest. */
export async function listSessions(reader: Reader, whose: WhoseSessions) {
  const { rows } = await sql<{
    id: number
    current: boolean
    method: 'password' | 'passkey' | 'provider'
    second_factor: boolean
    identity_provider: string | null
    ip: string | null
    user_agent: string | null
    created_at: Date
    last_used_at: Date
    expires_at: Date
  }>`select session.id, ${isCurrent(whose)} as current, session.method,
      session.method = 'passkey' or session.second_factor_at is not null as second_factor,
      provider.name as identity_provider, session.ip_address as ip, session.user_agent, session.created_at,
      session.updated_at as last_used_at, session.expires_at
    ${sessionsOf(whose)} order by current desc, session.created_at desc, session.id`.execute(reader)
  return rows.map(({ user_agent, ...row }) => ({ ...row, ...nameBrowser(user_agent) }))
}

/** One by its id, or all but the one that asks; noted in the log with each that ended. How many there were. */
export async function endSessions(
  transaction: Transaction,
  whose: WhoseSessions,
  id: number | 'others',
  by: AskedBy,
  about: Pick<LoggedChange, 'organizationId' | 'email'>,
): Promise<number> {
  const which = id === 'others' ? sql`not ${isCurrent(whose)}` : sql`session.id = ${id}`
  const { rows } = await sql<{ id: number; method: string; created_at: Date }>`
    delete from sessions where id in (select session.id ${sessionsOf(whose)} and ${which})
    returning id, method, created_at`.execute(transaction)
  if (id !== 'others' && rows.length === 0) return 0
  const object = rows.map(({ id, ...row }) => ({
    ...{ kind: 'session', id, before: { id, user: whose.userId, ...row }, after: null },
  }))
  const change = { kind: 'end_sessions', userId: whose.userId, ...about, object } as const
  await recordOperation(transaction, { ...change, result: rows.length === 0 ? 'unchanged' : 'changed' }, by)
  return rows.length
}

function isCurrent({ token }: WhoseSessions) {
  return token === null ? sql<boolean>`false` : sql<boolean>`session.token_hash = ${hashToken(token)}`
}

function sessionsOf({ userId, vouchedIn }: WhoseSessions) {
  return sql`from sessions session
    left join identities identity on identity.id = session.identity_id
    left join identity_providers provider on provider.id = identity.provider_id
    left join organizations organization on organization.id = provider.organization_id
    where session.user_id = ${userId} and session.expires_at > now()
      and (session.method <> 'provider' or provider.enabled)
      and (${vouchedIn}::bigint is null or ${vouchedIn}::bigint = any(organization.path))`
}
