/** Sessions end when their provider says so. */
import { isUsed } from './pending.ts'
import type { SignOnDeps } from './sign-on.ts'

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
  await kysely
    .deleteFrom('sessions')
    .where('identity_id', 'in', query =>
      query
        .selectFrom('identities')
        .select('id')
        .where('provider_id', '=', id)
        .where('issuer', '=', connection.oidc.metadata.issuer)
        .$if(subject !== null, rows => rows.where('subject', '=', subject as string)),
    )
    .$if(sid !== null, rows => rows.where('provider_session', '=', sid as string))
    .execute()
  return true
}
