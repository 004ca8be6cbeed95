/** Who asked to come by a share link: let in, or not. */
import type { DecideJoinIntent } from '../intents/invitation.ts'
import { notThere, type Rule } from './action.ts'

interface Join {
  readonly link: number
  readonly join: number
}

const decide = (kind: DecideJoinIntent['kind']): Rule<Join, 'link', DecideJoinIntent> => ({
  kind,
  permission: 'links.edit',
  inTeams: true,
  of: ({ link }) => ['link', link],
  also: ({ join }) => [['join', join]],
  intent: ({ link: linkId, join }, { thing: { teamId, groupId, courses }, found }) => {
    const asked = found.get(['join', join])
    if (asked?.linkId !== linkId) return notThere('join', join)
    return { linkId, teamId, groupId, courses, email: asked.email }
  },
})

export const linkActions = { approve_join: decide('approve_join'), decline_join: decide('decline_join') } as const
