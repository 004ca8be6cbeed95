/** What happens when the time of an invitation is over: the seats that it kept are free, and the log says so, once. */
import type { Database } from '../db/database.ts'
import type { Engine } from '../provisioning/engine.ts'
import { type Failure, findFailures, reportFailures } from './failures.ts'

const atOnce = 256

/** Notes every one that has expired by `now`. Several servers may do so together: the engine notes each once. */
export async function lapseInvitations(
  { engine, database }: { engine: Engine; database: Pick<Database, 'kysely'> },
  now: Date,
): Promise<void> {
  const failures: Failure[] = []
  for (let after = { id: 0, expires_at: new Date(0) }; ; ) {
    const expired = await findExpired(database, now, after)
    const works = expired.map(({ id, email, team_id: teamId, organization_id: organizationId }) => {
      const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now } as const
      return [id, engine.submit({ kind: 'lapse_invitation', call, email, invitationId: id, teamId })] as const
    })
    failures.push(...(await findFailures(works)))
    if (expired.length < atOnce) break
    after = expired.at(-1) ?? after
  }
  reportFailures('invitations', failures)
}

function findExpired({ kysely }: Pick<Database, 'kysely'>, now: Date, after: { id: number; expires_at: Date }) {
  return kysely
    .selectFrom('invitations as invitation')
    .innerJoin('users as user', 'user.id', 'invitation.user_id')
    .select([
      'invitation.id',
      'invitation.expires_at',
      'invitation.team_id',
      'invitation.organization_id',
      'user.email',
    ])
    .where('invitation.expires_at', '<=', now)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.withdrawn_at', 'is', null)
    .where('invitation.lapsed_at', 'is', null)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('invitation.expires_at', 'invitation.id'), '>', tuple(after.expires_at, after.id)),
    )
    .orderBy('invitation.expires_at')
    .orderBy('invitation.id')
    .limit(atOnce)
    .execute()
}
