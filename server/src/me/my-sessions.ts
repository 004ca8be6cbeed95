/** The browsers in which a person is signed in, as far as the session that asks may know of them. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { nameBrowser } from '../lib/browser-name.ts'
import { Refusal } from '../lib/refusal.ts'
import type { LiveSession } from '../sessions/signed-in.ts'
import { hashToken } from '../sessions/token.ts'

type Asking = Pick<LiveSession, 'user' | 'signedInBy' | 'token'>

/** The one that asks first, then the latest. */
export async function listMySessions(reader: Reader, asking: Asking) {
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
  }>`select session.id, session.token_hash = ${hashToken(asking.token)} as current, session.method,
      session.method = 'passkey' or session.second_factor_at is not null as second_factor,
      provider.name as identity_provider, session.ip_address as ip, session.user_agent, session.created_at,
      session.updated_at as last_used_at, session.expires_at
    ${theirs(asking)} order by current desc, session.created_at desc, session.id`.execute(reader)
  return rows.map(({ user_agent, ...row }) => ({ ...row, ...nameBrowser(user_agent) }))
}

/** Throws `not_found`. */
export async function endMySession(reader: Reader, asking: Asking, id: number): Promise<void> {
  const { rows } = await sql`delete from sessions where id in (select session.id ${theirs(asking)}
    and session.id = ${id}) returning id`.execute(reader)
  if (rows.length === 0) throw new Refusal('not_found', `You have no session ${id}.`)
}

/** All but the one that asks. How many there were. */
export async function endMyOtherSessions(reader: Reader, asking: Asking): Promise<number> {
  const { rows } = await sql`delete from sessions where id in (select session.id ${theirs(asking)}
    and session.token_hash <> ${hashToken(asking.token)}) returning id`.execute(reader)
  return rows.length
}

/** Whom a provider vouched for is told of what its organization's subtree vouched for, and of nothing else (decision 51). */
function theirs({ user, signedInBy: { providerOf } }: Asking) {
  return sql`from sessions session
    left join identities identity on identity.id = session.identity_id
    left join identity_providers provider on provider.id = identity.provider_id
    left join organizations organization on organization.id = provider.organization_id
    where session.user_id = ${user.id} and session.expires_at > now()
      and (session.method <> 'provider' or provider.enabled)
      and (${providerOf}::bigint is null or ${providerOf}::bigint = any(organization.path))`
}
