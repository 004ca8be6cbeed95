/** Undoing does what could be done directly, and takes the permission that this takes: it is no way around. */
import type { Permission } from '../../../lib/roles/permissions.ts'
import type { Problem } from '../../intents/problem.ts'
import type { UndoIntent } from '../../intents/undo.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Enrollment } from '../../rows/person.ts'
import type { Draft } from '../draft.ts'
import { getProduct } from '../seats/seats.ts'
import { standsAgainst } from './undo-problems.ts'

type Changes = ReturnType<Draft['plan']>

/** What the caller may not do of what is decided: an undoing is decided alone, so that all of it is its own. */
export function whatIsNotAllowed(draft: Draft, { allowed }: UndoIntent, organization: Organization): Problem[] {
  if (!allowed) return []
  const changes = draft.plan()
  const lacking = takes.filter(
    ([permission, doesIt]) => !allowed.permissions.has(permission) && doesIt(changes.rows, changes.before),
  )
  const isBeyond = rolesTouched(changes).some(role => allowed.rolesBeyond.includes(role))
  return [
    ...lacking.map(([permission]) => standsAgainst('permission_required', permission)),
    ...(isBeyond ? [{ code: 'not_permitted', field: 'role' } as const] : []),
    ...(givesBackWhatOthersSold(draft, changes, allowed.home, organization)
      ? [standsAgainst('sold_from_above', '')]
      : []),
  ]
}

const takes: readonly (readonly [Permission, (rows: Changes['rows'], before: Changes['before']) => boolean])[] = [
  ['users.create', rows => isSome(rows.memberships.added)],
  ['users.edit', rows => isSome(rows.memberships.changed)],
  ['users.delete', rows => rows.memberships.removed.some(({ invitedAt }) => !invitedAt)],
  ['teams.assign', rows => Object.values(rows.teamMembers).some(isSome)],
  ['groups.create', rows => isSome(rows.groups.added)],
  ['groups.delete', rows => isSome(rows.groups.removed)],
  ['groups.assign', rows => Object.values(rows.groupMembers).some(isSome)],
  ['groups.edit', rows => Object.values(rows.groupCourses).some(isSome)],
  [
    'seats.edit',
    rows => isSome(rows.seatEntries.added) || rows.claims.changed.some(row => row.releasedAt && row.takenAt),
  ],
  ['invitations.delete', rows => rows.invitations.changed.some(({ withdrawnAt }) => withdrawnAt)],
  [
    'enrollments.create',
    rows => rows.claims.changed.some(row => !row.releasedAt) || givenGrants(rows).some(isStanding),
  ],
  ['enrollments.delete', rows => givenGrants(rows).some(grant => !isStanding(grant))],
  ['enrollments.edit', (rows, before) => Object.values(rows.openedItems).some(isSome) || isMarked(rows, before)],
]

function isSome(rows: readonly unknown[]): boolean {
  return rows.length > 0
}

/** What seats and groups give comes and goes with them. */
function givenGrants({ grants }: Changes['rows']) {
  return grants.changed.filter(({ source }) => source !== 'seat' && source !== 'group')
}

const isStanding = ({ revokedAt }: { readonly revokedAt: Date | null }) => revokedAt === null

/** Held, let go on, or completed. */
function isMarked({ enrollments }: Changes['rows'], before: Changes['before']): boolean {
  return enrollments.changed.some(after => {
    const { suspendedAt, completedAt } = before.get(after) as Enrollment
    return (
      suspendedAt?.getTime() !== after.suspendedAt?.getTime() || completedAt?.getTime() !== after.completedAt?.getTime()
    )
  })
}

/** Given, or taken. */
function rolesTouched({ rows: { teamMembers, memberships }, before }: Changes): string[] {
  const after = [teamMembers.added, teamMembers.changed, memberships.added, memberships.changed].flat()
  const gone = [...teamMembers.removed, ...memberships.removed]
  const were = after.flatMap(row => (before.get(row) as { role: string } | undefined) ?? [])
  return [...after, ...gone, ...were].map(({ role }) => role)
}

/** More seats of what an organization above the caller's sells. */
function givesBackWhatOthersSold(draft: Draft, { rows }: Changes, home: number, { path }: Organization): boolean {
  const above = path.slice(0, path.indexOf(home))
  const seats = new Map(draft.seats.all().map(seat => [seat.id, seat]))
  return rows.seatEntries.added.some(({ seatId, quantity }) => {
    const seat = seats.get(seatId)
    return quantity > 0 && seat && above.includes(getProduct(draft, seat.productId).organizationId)
  })
}
