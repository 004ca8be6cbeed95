/** What can be asked of the engine about invitations and share links. */
import type { Call } from './call.ts'

/** Ask somebody in by mail. Of what is to come from the team's seats, one is kept until the invitation is answered. */
export interface InviteIntent {
  readonly kind: 'invite'
  readonly call: Call
  readonly email: string
  readonly firstName: string
  readonly lastName: string | null
  /** Null: into the organization only. */
  readonly teamId: number | null
  /** In the team, or, without one, in the organization, where it is given to who comes in. Null: not said. */
  readonly role: string | null
  readonly courses: readonly string[]
  readonly products: readonly string[]
  /** By id or name. */
  readonly groups: readonly (number | string)[]
  /** Only from the team's seats, or only beside them; null: from the seats where the team has them. */
  readonly from: 'seats' | 'direct' | null
  readonly expiresAt: Date
}

/** Give an invitation another end, and perhaps send it again: then the link that was sent before is dead. */
export interface RenewInvitationIntent {
  readonly kind: 'renew_invitation'
  readonly call: Call
  readonly email: string
  readonly invitationId: number
  readonly teamId: number | null
  readonly expiresAt: Date
  readonly send: boolean
  /** The state of it that the caller saw (lib/version-tag.ts). */
  readonly ifMatch?: string
}

/** End an invitation, or note that its time is over: what was kept for it is free. */
export interface EndInvitationIntent {
  readonly kind: 'withdraw_invitation' | 'lapse_invitation'
  readonly call: Call
  readonly email: string
  readonly invitationId: number
  readonly teamId: number | null
}

/** Come in. What it gives is named here to be read: it never changes. */
export interface AcceptInvitationIntent {
  readonly kind: 'accept_invitation'
  readonly call: Call
  readonly email: string
  readonly invitationId: number
  readonly teamId: number | null
  /** Of the link that was followed. */
  readonly sentOperationId: number
  readonly courses: readonly string[]
  readonly products: readonly string[]
  readonly groups: readonly number[]
  /** Whether the person is choosing a password with it. */
  readonly withPassword: boolean
  /** An identity provider vouched for the person, who needs no password then. */
  readonly byProvider?: true
}

/** What a link opens: one of the three. It never changes. */
export interface LinkTarget {
  readonly teamId: number | null
  readonly groupId: number | null
  /** One, by name, or none. */
  readonly courses: readonly string[]
}

/** Come in by a share link, or ask to. */
export interface FollowLinkIntent extends LinkTarget {
  readonly kind: 'follow_link'
  readonly call: Call
  readonly linkId: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}

/** Let in who asks to come by a link, or do not. */
export interface DecideJoinIntent extends LinkTarget {
  readonly kind: 'approve_join' | 'decline_join'
  readonly call: Call
  readonly linkId: number
  readonly email: string
}

export type WayInIntent =
  | InviteIntent
  | RenewInvitationIntent
  | EndInvitationIntent
  | AcceptInvitationIntent
  | FollowLinkIntent
  | DecideJoinIntent
