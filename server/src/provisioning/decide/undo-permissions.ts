/** Undoing does what could be done directly, and takes the permission that this takes: it is no way around. */
import type { Permission } from '../../lib/permissions.ts'
import type { Problem } from '../intents/problem.ts'
import type { UndoIntent } from '../intents/undo.ts'
import type { Organization } from '../rows/organization.ts'
import type { Enrollment } from '../rows/person.ts'
import type { Draft } from './draft.ts'
import { getProduct } from './seats.ts'
import { standsAgainst } from './undo-problems.ts'

type Changes = ReturnType<Draft['changes']>

/** What the caller may not do of what is decided: an undoing is decided alone, so that all of it is its own. */
export function whatIsNotAllowed(draft: Draft, { allowed }: UndoIntent, organization: Organization): Problem[] {
  if (!allowed) return []
  const changes = draft.changes()
  const lacking = takes.filter(([permission, doesIt]) => !allowed.permissions.has(permission) && doesIt(changes))
  const isBeyond = rolesTouched(changes).some(role => allowed.rolesBeyond.includes(role))
  return [
    ...lacking.map(([permission]) => standsAgainst('permission_required', permission)),
    ...(isBeyond ? [{ code: 'not_permitted', field: 'role' } as const] : []),
    ...(givesBackWhatOthersSold(draft, changes, allowed.home, organization)
      ? [standsAgainst('sold_from_above', '')]
      : []),
  ]
}

const takes: readonly (readonly [Permission, (changes: Changes) => boolean])[] = [
  ['users.create', ({ newMemberships }) => newMemberships.length > 0],
  ['users.edit', ({ changedMemberships }) => changedMemberships.length > 0],
  ['users.delete', ({ removedMemberships }) => removedMemberships.some(({ invitedAt }) => !invitedAt)],
  ['teams.assign', all => [all.newTeamMembers, all.changedTeamMembers, all.removedTeamMembers].some(isSome)],
  ['groups.create', ({ newGroups }) => isSome(newGroups)],
  ['groups.delete', ({ archivedGroups }) => isSome(archivedGroups)],
  ['groups.assign', all => isSome(all.newGroupMembers) || isSome(all.removedGroupMembers)],
  ['groups.edit', all => isSome(all.newGroupCourses) || isSome(all.removedGroupCourses)],
  ['seats.edit', all => isSome(all.newSeatEntries) || all.changedClaims.some(row => row.releasedAt && row.takenAt)],
  ['invitations.delete', all => all.changedInvitations.some(({ withdrawnAt }) => withdrawnAt)],
  ['enrollments.create', all => all.changedClaims.some(row => !row.releasedAt) || givenGrants(all).some(isStanding)],
  ['enrollments.delete', all => givenGrants(all).some(grant => !isStanding(grant))],
  ['enrollments.edit', all => isSome(all.newOpenedItems) || isSome(all.removedOpenedItems) || isMarked(all)],
]

function isSome(rows: readonly unknown[]): boolean {
  return rows.length > 0
}

/** What seats and groups give comes and goes with them. */
function givenGrants({ changedGrants }: Changes) {
  return changedGrants.filter(({ source }) => source !== 'seat' && source !== 'group')
}

const isStanding = ({ revokedAt }: { readonly revokedAt: Date | null }) => revokedAt === null

/** Held, let go on, or completed. */
function isMarked({ changedEnrollments, before }: Changes): boolean {
  return changedEnrollments.some(after => {
    const { suspendedAt, completedAt } = before.get(after) as Enrollment
    return (
      suspendedAt?.getTime() !== after.suspendedAt?.getTime() || completedAt?.getTime() !== after.completedAt?.getTime()
    )
  })
}

/** Given, or taken. */
function rolesTouched({ before, ...all }: Changes): string[] {
  const after = [...all.newTeamMembers, ...all.changedTeamMembers, ...all.newMemberships, ...all.changedMemberships]
  const gone = [...all.removedTeamMembers, ...all.removedMemberships]
  const were = after.flatMap(row => (before.get(row) as { role: string } | undefined) ?? [])
  return [...after, ...gone, ...were].map(({ role }) => role)
}

/** More seats of what an organization above the caller's sells. */
function givesBackWhatOthersSold(
  draft: Draft,
  { newSeatEntries }: Changes,
  home: number,
  { path }: Organization,
): boolean {
  const above = path.slice(0, path.indexOf(home))
  const seats = new Map(draft.seats.all().map(seat => [seat.id, seat]))
  return newSeatEntries.some(({ seatId, quantity }) => {
    const seat = seats.get(seatId)
    return quantity > 0 && seat && above.includes(getProduct(draft, seat.productId).organizationId)
  })
}
