/** What can be asked about teams, their seats, and groups. */
import type { Seat } from '../rows/place.ts'
import type { Call } from './call.ts'

/** Which team: this one; the person's first one here; a new one; or the one named if it is there, else the first, else a new one. */
export type TeamChoice =
  | { readonly strategy: 'specific'; readonly team: number | string }
  | { readonly strategy: 'first' }
  | { readonly strategy: 'create'; readonly name: string }
  | { readonly strategy: 'auto'; readonly name: string | null }

/** Leaving takes back what came from there and nothing else. */
export interface TeamMemberIntent {
  readonly kind: 'leave_team' | 'change_team_role'
  readonly call: Call
  readonly teamId: number
  readonly email: string
  /** The new one; leaving has none. */
  readonly role: string | null
  /** Roles that are not the caller's to change or to take. */
  readonly rolesBeyond?: readonly string[]
}

/** Another role in the organization. */
export interface MemberRoleIntent {
  readonly kind: 'change_role'
  readonly call: Call
  readonly email: string
  readonly role: string
  /** Roles that are not the caller's to change. */
  readonly rolesBeyond?: readonly string[]
}

/** Into another team with the role that the person has; what is held in the first one is given back. */
export interface MoveMemberIntent {
  readonly kind: 'move_team_member'
  readonly call: Call
  readonly teamId: number
  readonly toTeamId: number
  readonly email: string
  /** Roles that are not the caller's to take. */
  readonly rolesBeyond?: readonly string[]
}

/** Add to a team's allocation of a product, take from it, or bring it to a number; and say on which terms it is given. */
export interface SeatsIntent {
  readonly kind: 'change_seats'
  readonly call: Call
  readonly teamId: number
  /** By id what the team has seats of already; by name what the organization sells itself. */
  readonly product: number | string
  readonly change: { readonly add: number } | { readonly to: number }
  /** Whose seats go when fewer are left than are used; null: then it is refused. */
  readonly reclaim: 'newest' | 'oldest' | null
  /** What is absent stays. */
  readonly terms?: Partial<Pick<Seat, 'ownPeriod' | 'waitlist'>>
  /** The state of the allocation that the caller saw (lib/version-tag.ts). */
  readonly ifMatch?: string
  readonly reference: string | null
}

export interface MoveSeatsIntent {
  readonly kind: 'move_seats'
  readonly call: Call
  readonly fromTeamId: number
  readonly toTeamId: number
  readonly product: number | string
  readonly quantity: number
  readonly reference: string | null
}

/** Give back one learner's seat. */
export interface ReleaseIntent {
  readonly kind: 'release_seat'
  readonly call: Call
  readonly teamId: number
  readonly product: number | string
  readonly email: string
}

export interface GroupMemberIntent {
  readonly kind: 'leave_group'
  readonly call: Call
  readonly groupId: number
  readonly email: string
}

/** Out of use, as long as nobody holds a seat; its invitations are withdrawn, and its name is free again. */
export interface ArchiveTeamIntent {
  readonly kind: 'archive_team'
  readonly call: Call
  readonly teamId: number
  /** The state of the team that the caller saw (lib/version-tag.ts). */
  readonly ifMatch?: string
}

/** Everybody leaves it, and its name is free again. */
export interface ArchiveGroupIntent {
  readonly kind: 'archive_group'
  readonly call: Call
  readonly groupId: number
}

/** Make these the courses of a bundle: who holds a seat of it gets what is new, and loses what is not in it any more. */
export interface BundleIntent {
  readonly kind: 'set_bundle_courses'
  readonly call: Call
  readonly productId: number
  readonly courses: readonly string[]
  /** The state of the bundle that the caller saw (lib/version-tag.ts). */
  readonly ifMatch?: string
  /** Of the teams that have seats of it: those may be of organizations below. */
  readonly teamIds: readonly number[]
  readonly organizationIds: readonly number[]
}

/** Give a group's members these courses, or take from them what came from there; `set_courses`: these and no others. */
export interface GroupCoursesIntent {
  readonly kind: 'attach_courses' | 'detach_courses' | 'set_courses'
  readonly call: Call
  readonly groupId: number
  readonly courses: readonly string[]
  /** The state of the group that the caller saw (lib/version-tag.ts). */
  readonly ifMatch?: string
}

/** Everything that came from an organization goes: teams, groups, seats, access; the account stays. */
export interface LeaveOrganizationIntent {
  readonly kind: 'leave_organization'
  readonly call: Call
  readonly email: string
  /** The person's groups there, and the courses that were given there. */
  readonly groupIds: readonly number[]
  readonly courseIds: readonly number[]
  /** Roles, there and in its teams, that are not the caller's to take from anybody. */
  readonly rolesBeyond?: readonly string[]
}
