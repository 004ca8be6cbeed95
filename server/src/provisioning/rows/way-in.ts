/** Invitations and share links. */
import { type RowOf, table } from './table.ts'

/** A mailed way in. Its moments say its state (lib/states/invitation-state.ts). */
export type Invitation = RowOf<typeof invitations>
export const invitations = table(
  'invitations',
  {
    id: 'bigint',
    organizationId: 'bigint',
    teamId: 'bigint',
    userId: 'bigint',
    /** To whom it is written: the account may be somebody's elsewhere, by another name. */
    firstName: 'text',
    lastName: 'text',
    /** In the team, or, without one, in the organization. Null: a learner, or what the person is already. */
    role: 'text',
    /** What it gives, by name. */
    courses: 'text[]',
    products: 'text[]',
    groupIds: 'bigint[]',
    /** Of which one is kept for it. */
    seatIds: 'bigint[]',
    operationId: 'bigint',
    /** Of the last time that it was sent: its link is made from it. */
    sentOperationId: 'bigint',
    sentAt: 'timestamptz',
    expiresAt: 'timestamptz',
    /** When it was noted that it had expired: its seats are free since. */
    lapsedAt: 'timestamptz',
    acceptedAt: 'timestamptz',
    withdrawnAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  {
    by: row => row.userId,
    changes: ['sentOperationId', 'sentAt', 'expiresAt', 'lapsedAt', 'acceptedAt', 'withdrawnAt', 'updatedAt'],
    shownAs: 'invitation',
  },
)

/** A share link. What it opens is in the intents that follow it: that never changes. */
export type Link = RowOf<typeof links>
export const links = table(
  'links',
  {
    id: 'bigint',
    organizationId: 'bigint',
    /** Null: as many as come. */
    maxUses: 'int',
    /** Who came by it or asks to. The database counts them: nobody writes it. */
    used: 'int',
    /** Of the email addresses that it takes; empty: any. */
    domains: 'text[]',
    needsApproval: 'boolean',
    expiresAt: 'timestamptz',
    revokedAt: 'timestamptz',
  },
  { by: row => row.id, isOnly: true },
)

/** Somebody who came by a link, or, with neither moment, asks to. */
export type LinkJoin = RowOf<typeof linkJoins>
export const linkJoins = table(
  'link_joins',
  {
    id: 'bigint',
    linkId: 'bigint',
    email: 'text',
    firstName: 'text',
    lastName: 'text',
    userId: 'bigint',
    operationId: 'bigint',
    joinedAt: 'timestamptz',
    declinedAt: 'timestamptz',
  },
  { by: row => row.linkId, changes: ['userId', 'joinedAt', 'declinedAt'], shownAs: 'link_join' },
)
