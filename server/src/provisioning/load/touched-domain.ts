/** What of teams, seats, groups and orders a set of intents touches. */
import type { Intent } from '../intents/intent.ts'
import { type TouchedOrders, whatOfOrders } from './orders.ts'
import { type TouchedWaysIn, whatOfWaysIn } from './ways-in.ts'

export interface TouchedDomain extends TouchedOrders, TouchedWaysIn {
  readonly teamIds: readonly number[]
  /** Teams that go: whoever is invited to one matters. */
  readonly endedTeams: readonly number[]
  /** In any case, as are those of groups. */
  readonly teamNames: readonly string[]
  /** Whether the teams that the people are in matter too. */
  readonly teamsOfUsers: boolean
  /** Teams of which every holder of a seat matters. */
  readonly wholeTeams: readonly number[]
  readonly products: readonly string[]
  /** Products whose courses change. */
  readonly bundles: readonly number[]
  readonly groupIds: readonly number[]
  readonly groupNames: readonly string[]
  /** Groups of which every member matters. */
  readonly wholeGroups: readonly number[]
  readonly references: readonly string[]
  /** Operations that are to be undone. */
  readonly operationIds: readonly number[]
  readonly courseIds: readonly number[]
  readonly externalIds: readonly string[]
}

/** Null: nothing of it, as with every call of the student API. */
export function whatOfTheDomain(intents: readonly Intent[]): TouchedDomain | null {
  const teamIds = new Set<number>()
  const endedTeams = new Set<number>()
  const teamNames = new Set<string>()
  let teamsOfUsers = false
  const wholeTeams = new Set<number>()
  const products = new Set<string>()
  const bundles = new Set<number>()
  const groupIds = new Set<number>()
  const groupNames = new Set<string>()
  const wholeGroups = new Set<number>()
  const references = new Set<string>()
  const operationIds = new Set<number>()
  const courseIds = new Set<number>()
  const externalIds = new Set<string>()
  let isTouched = false
  for (const intent of intents) {
    if (intent.call.organizationId === null) continue
    if ('reference' in intent && intent.reference) references.add(intent.reference)
    switch (intent.kind) {
      case 'provision': {
        const { team, groups = [], seats = [], products: wanted = [], profile } = intent
        isTouched ||= Boolean(team || profile) || groups.length + seats.length + wanted.length > 0
        if (team?.strategy === 'specific' && typeof team.team === 'number') teamIds.add(team.team)
        if (team?.strategy === 'specific' && typeof team.team === 'string') teamNames.add(team.team)
        if (team && 'name' in team && team.name !== null) teamNames.add(team.name)
        teamsOfUsers ||= team !== undefined
        if (intent.seatsReference) references.add(intent.seatsReference)
        for (const group of groups) {
          if (typeof group === 'number') groupIds.add(group)
          else groupNames.add(group)
        }
        for (const name of [...wanted, ...seats.map(({ product }) => product)]) products.add(name)
        if (profile?.externalId) externalIds.add(profile.externalId)
        break
      }
      case 'leave_team':
      case 'change_team_role':
      case 'release_seat':
        isTouched = true
        teamIds.add(intent.teamId)
        if ('product' in intent) addNames(products, intent.product)
        break
      case 'change_seats':
        isTouched = true
        teamIds.add(intent.teamId)
        addNames(products, intent.product)
        if (intent.reclaim) wholeTeams.add(intent.teamId)
        break
      case 'archive_team':
        isTouched = true
        teamIds.add(intent.teamId)
        endedTeams.add(intent.teamId)
        break
      case 'move_team_member':
        isTouched = true
        teamIds.add(intent.teamId).add(intent.toTeamId)
        break
      case 'move_seats':
        isTouched = true
        teamIds.add(intent.fromTeamId).add(intent.toTeamId)
        addNames(products, intent.product)
        break
      case 'revoke':
      case 'revoke_grant':
      case 'access_ended':
        // The seats of the learner are in the learner's teams: what gives nothing any more is given back.
        isTouched = true
        teamsOfUsers = true
        break
      case 'invite':
      case 'accept_invitation':
      case 'renew_invitation':
      case 'withdraw_invitation':
      case 'lapse_invitation':
        isTouched = true
        teamsOfUsers = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if ('products' in intent) for (const name of intent.products) products.add(name)
        if ('groups' in intent)
          for (const group of intent.groups) typeof group === 'number' ? groupIds.add(group) : groupNames.add(group)
        break
      case 'follow_link':
      case 'approve_join':
      case 'decline_join':
        isTouched = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if (intent.groupId !== null) groupIds.add(intent.groupId)
        break
      case 'refund':
        isTouched = true
        teamsOfUsers = true
        for (const id of intent.courseIds) courseIds.add(id)
        for (const { groupId } of intent.groupMembers) groupIds.add(groupId)
        for (const id of [...intent.teamIds, ...(intent.orderTeamId === null ? [] : [intent.orderTeamId])]) {
          teamIds.add(id)
          if (intent.reclaim) wholeTeams.add(id)
        }
        break
      case 'leave_organization':
        isTouched = true
        teamsOfUsers = true
        for (const id of intent.groupIds) groupIds.add(id)
        for (const id of intent.courseIds) courseIds.add(id)
        break
      case 'leave_group':
        isTouched = true
        groupIds.add(intent.groupId)
        break
      case 'archive_group':
      case 'attach_courses':
      case 'detach_courses':
      case 'set_courses':
        isTouched = true
        groupIds.add(intent.groupId)
        wholeGroups.add(intent.groupId)
        break
      case 'set_bundle_courses':
        isTouched = true
        bundles.add(intent.productId)
        for (const id of intent.teamIds) {
          teamIds.add(id)
          wholeTeams.add(id)
        }
        break
      case 'place_order':
      case 'complete_order':
      case 'cancel_order':
      case 'fail_order':
      case 'refund_order':
        isTouched = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if ('lines' in intent) addNames(products, ...intent.lines.map(({ product }) => product))
        if ('reclaim' in intent && intent.reclaim && intent.teamId !== null) wholeTeams.add(intent.teamId)
        break
      case 'undo':
        isTouched = true
        operationIds.add(intent.target.id)
        for (const id of intent.teamIds) teamIds.add(id)
        for (const id of intent.groupIds) groupIds.add(id)
        for (const id of intent.courseIds) courseIds.add(id)
        for (const done of intent.deeds) {
          if (done.kind === 'group') groupNames.add(done.name)
          if (done.kind === 'group' && done.did === 'restored') wholeGroups.add(done.groupId)
        }
        break
    }
  }
  if (!isTouched) return null
  return {
    teamIds: [...teamIds],
    endedTeams: [...endedTeams],
    teamNames: [...teamNames],
    teamsOfUsers,
    wholeTeams: [...wholeTeams],
    products: [...products],
    bundles: [...bundles],
    groupIds: [...groupIds],
    groupNames: [...groupNames],
    wholeGroups: [...wholeGroups],
    references: [...references],
    operationIds: [...operationIds],
    courseIds: [...courseIds],
    externalIds: [...externalIds],
    ...whatOfOrders(intents),
    ...whatOfWaysIn(intents),
  }
}

/** What is named by its id is found otherwise. */
function addNames(names: Set<string>, ...given: readonly (number | string | null)[]): void {
  for (const one of given) if (typeof one === 'string') names.add(one)
}
