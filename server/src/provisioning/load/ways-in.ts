/** Reads and locks what only intents about invitations and share links touch. */
import type { Statement } from '../../db/statements.ts'
import type { Intent } from '../intents/intent.ts'
import type { Rows } from '../snapshot.ts'

export interface TouchedWaysIn {
  readonly linkIds: readonly number[]
  /** Of those who follow them. */
  readonly linkEmails: readonly string[]
  /** One moment: invitations that had expired by then keep nothing from anybody who seeks a seat. */
  readonly expired: readonly Date[]
  /** How many may seek one, if any. */
  readonly seekers: readonly number[]
}

export type LoadedWaysIn = Pick<Rows, 'invitations' | 'links' | 'linkJoins'>

export function whatOfWaysIn(intents: readonly Intent[]): TouchedWaysIn {
  const following = intents.filter(intent => 'linkId' in intent)
  return {
    linkIds: [...new Set(following.map(({ linkId }) => linkId))],
    linkEmails: [...new Set(following.map(({ email }) => email))],
    expired: [new Date(Math.max(...intents.map(({ call }) => call.receivedAt.getTime())))],
    seekers: intents.some(seeksSeat) ? [intents.filter(seeksSeat).length] : [],
  }
}

function seeksSeat(intent: Intent): boolean {
  if (intent.kind === 'provision') return intent.team !== undefined
  return ['invite', 'renew_invitation', 'follow_link', 'approve_join'].includes(intent.kind)
}

/** Ids of invitations that have expired, and keep seats of which there may be too few for all who seek one. */
export const keptInVain = (teams: string, expired: string, seekers: string) => `(
  select c.invitation_id from seats s
  join claims c on c.seat_id = s.id and c.released_at is null and c.taken_at is null
  join invitations i on i.id = c.invitation_id and i.lapsed_at is null and i.expires_at <= any(${expired}::timestamptz[])
  where s.team_id in ${teams} and s.quantity - s.used < any(${seekers}::int[]))`

const select = `
      select id, organization_id as "organizationId", team_id as "teamId", user_id as "userId",
        first_name as "firstName", last_name as "lastName", role, courses, products,
        group_ids as "groupIds", seat_ids as "seatIds", operation_id as "operationId",
        sent_operation_id as "sentOperationId", sent_at as "sentAt", expires_at as "expiresAt", lapsed_at as "lapsedAt",
        accepted_at as "acceptedAt", withdrawn_at as "withdrawnAt", updated_at as "updatedAt"
      from invitations`

/** Links are locked, in the order of their ids, after everything else. `teams` takes the parameters before. */
export const selectWaysIn = (teams: string) =>
  [
    {
      name: 'load invitations',
      parameters: [
        ...['organizationIds', 'teamNames', 'teamIds', 'teamsOfUsers', 'userIds'],
        ...['expired', 'seekers', 'operationIds', 'endedTeams'],
      ] as const,
      text: `
      ${select}
      where organization_id = any($1::bigint[]) and accepted_at is null and withdrawn_at is null
        and (user_id = any($5::bigint[]) or team_id = any($9::bigint[]) or id in ${keptInVain(teams, '$6', '$7')})
      union all
      ${select}
      where organization_id = any($1::bigint[]) and (accepted_at is not null or withdrawn_at is not null)
        and id = any(array(
          select object_id from changes where kind = 'invitation' and operation_id = any($8::bigint[])))`,
    },
    {
      name: 'lock links',
      parameters: ['organizationIds', 'linkIds'],
      text: `
      select id, organization_id as "organizationId", max_uses as "maxUses", used, domains,
        needs_approval as "needsApproval", expires_at as "expiresAt", revoked_at as "revokedAt"
      from links where organization_id = any($1::bigint[]) and id = any($2::bigint[]) order by id for no key update`,
    },
    {
      name: 'load link joins',
      parameters: ['linkIds', 'linkEmails'],
      text: `
      select id, link_id as "linkId", email, first_name as "firstName", last_name as "lastName", user_id as "userId",
        operation_id as "operationId", joined_at as "joinedAt", declined_at as "declinedAt"
      from link_joins where link_id = any($1::bigint[]) and (email = any($2::text[]) or user_id = any(array(
        select coalesce(alias_of, id) from users where email = any($2::text[]))))`,
    },
  ] as const satisfies readonly (Statement & { readonly parameters: readonly string[] })[]
