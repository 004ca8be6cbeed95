/** Reads and locks what only intents about invitations and share links touch. */
import type { Intent } from '../intents/intent.ts'
import { invitations, linkJoins, links } from '../rows/way-in.ts'
import { columnsOf, select } from './query.ts'

export interface TouchedWaysIn {
  readonly linkIds: readonly number[]
  /** Of those who follow them. */
  readonly linkEmails: readonly string[]
  /** One moment: invitations that had expired by then keep nothing from anybody who seeks a seat. */
  readonly expired: readonly Date[]
  /** How many may seek one, if any. */
  readonly seekers: readonly number[]
}

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
export const keptInVain = (teams: string) => `(
  select c.invitation_id from seats s
  join claims c on c.seat_id = s.id and c.released_at is null and c.taken_at is null
  join invitations i on i.id = c.invitation_id and i.lapsed_at is null and i.expires_at <= any(:expired::timestamptz[])
  where s.team_id in ${teams} and s.quantity - s.used < any(:seekers::int[]))`

/** Links are locked, in the order of their ids, after everything else. */
export const waysInQueries = (teams: string) => ({
  invitations: select(
    'load invitations',
    invitations,
    `from invitations
      where organization_id = any(:organizationIds::bigint[]) and accepted_at is null and withdrawn_at is null
        and (user_id = any(:userIds::bigint[]) or team_id = any(:endedTeams::bigint[]) or id in ${keptInVain(teams)})
      union all
      select ${columnsOf(invitations)} from invitations
      where organization_id = any(:organizationIds::bigint[]) and (accepted_at is not null or withdrawn_at is not null)
        and id = any(array(
          select object_id from changes where kind = 'invitation' and operation_id = any(:operationIds::bigint[])))`,
  ),
  links: select(
    'lock links',
    links,
    `from links where organization_id = any(:organizationIds::bigint[]) and id = any(:linkIds::bigint[])
      order by id for no key update`,
  ),
  linkJoins: select(
    'load link joins',
    linkJoins,
    `from link_joins where link_id = any(:linkIds::bigint[]) and (email = any(:linkEmails::text[]) or user_id = any(array(
        select coalesce(alias_of, id) from users where email = any(:linkEmails::text[]))))`,
  ),
})
