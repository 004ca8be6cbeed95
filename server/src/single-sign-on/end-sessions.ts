/** Sessions end when their provider says so. */
import type { Reader } from '../db/database.ts'
import { makeMessageId } from '../sign-on/saml/begin-sign-on.ts'
import { logoutResponse } from '../sign-on/saml/logout.ts'
import { readLogoutRequest, type SentLogout } from '../sign-on/saml/read-logout-request.ts'
import { isUsed } from './pending.ts'
import type { SignOnDeps } from './sign-on.ts'
import { withNewKeys } from './with-new-keys.ts'

/** A signed logout token, once. False: it is not taken. */
export async function endByBackChannel(
  { database: { kysely }, oidc, open }: SignOnDeps,
  id: number,
  token: string,
): Promise<boolean> {
  const connection = await open(id)
  if (connection?.protocol !== 'oidc') return false
  const outcome = await oidc.readLogoutToken(connection.oidc, token)
  if (outcome.outcome === 'refused') return false
  const { sid, subject, jti, seenUntil } = outcome.logout
  if (await isUsed(kysely, id, `logout ${jti}`, seenUntil)) return false
  const { issuer } = connection.oidc.metadata
  await endVouchedSessions(kysely, { providerId: id, issuer, subject, providerSessions: sid === null ? [] : [sid] })
  return true
}

/**
 * A signed request of SAML, as it came. Where the browser goes on to with our answer; null: nowhere, and nothing ended.
 */
export async function endBySaml(deps: SignOnDeps, id: number, sent: SentLogout): Promise<string | null> {
  const {
    database: { kysely },
    open,
    now,
  } = deps
  const known = await open(id)
  if (known?.protocol !== 'saml') return null
  const seen = (request: string, until: Date) => isUsed(kysely, id, `logout ${request}`, until)
  const context = { now: now(), seen }
  const { connection, outcome } = await withNewKeys(deps, known, saml => readLogoutRequest(saml, sent, context))
  const { saml } = connection
  if (outcome.outcome === 'refused') return null
  const { requestId, nameId, sessionIndexes, relay } = outcome
  const isNamed = saml.subject.from === 'name_id'
  // Whom an attribute identifies is known by the session alone: the name says nothing of who it is.
  if (isNamed || sessionIndexes.length > 0)
    await endVouchedSessions(kysely, {
      ...{ providerId: id, issuer: saml.theirs.entityId, subject: isNamed ? nameId.value.trim() : null },
      providerSessions: sessionIndexes,
    })
  return logoutResponse(saml, { id: makeMessageId(), inResponseTo: requestId, relay, now: now() })?.url ?? null
}

interface VouchedSessions {
  readonly providerId: number
  readonly issuer: string
  /** Null: whoever it is. */
  readonly subject: string | null
  /** As the provider calls them; none: all. */
  readonly providerSessions: readonly string[]
}

async function endVouchedSessions(
  reader: Reader,
  { providerId, issuer, subject, providerSessions }: VouchedSessions,
): Promise<void> {
  await reader
    .deleteFrom('sessions')
    .where('identity_id', 'in', query =>
      query
        .selectFrom('identities')
        .select('id')
        .where('provider_id', '=', providerId)
        .where('issuer', '=', issuer)
        .$if(subject !== null, rows => rows.where('subject', '=', subject)),
    )
    .$if(providerSessions.length > 0, rows => rows.where('provider_session', 'in', [...providerSessions]))
    .execute()
}
