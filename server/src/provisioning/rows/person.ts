/** A person, and what they have. */
import type { GrantSource } from '../intents/provision.ts'
import type { RenewalPolicy } from './course.ts'
import { enrollmentKey } from './keys.ts'
import { given, later, only, type RowOf, selected, table } from './table.ts'

export type User = RowOf<typeof users>
export const users = table(
  'users',
  {
    id: 'bigint',
    email: 'text',
    firstName: 'text',
    lastName: 'text',
    /** Whether the person has chosen a password by a link that was mailed. */
    emailVerified: given('boolean'),
    passwordSetAt: later('timestamptz'),
    /** When the person came in first, by whatever way. */
    activatedAt: later('timestamptz'),
    passwordLinkId: 'bigint',
    passwordLinkExpiresAt: 'timestamptz',
    /** The operation that made it. */
    operationId: 'bigint',
  },
  {
    by: row => row.email,
    isOnly: true,
    changes: ['firstName', 'lastName', 'passwordSetAt', 'activatedAt', 'passwordLinkId', 'passwordLinkExpiresAt'],
    changedAt: 'updated_at',
    shownAs: 'user',
    hidden: ['emailVerified', 'passwordSetAt', 'activatedAt', 'passwordLinkId', 'passwordLinkExpiresAt'],
  },
)

export type Membership = RowOf<typeof memberships>
export const memberships = table(
  'memberships',
  {
    userId: 'bigint',
    organizationId: 'bigint',
    /** The path of its organization, which is read beside it. */
    path: selected<readonly number[]>('o.path'),
    role: 'text',
    operationId: 'bigint',
    /** Since when the person is invited and has not accepted: until then it opens nothing. Null: a member. */
    invitedAt: 'timestamptz',
    /** Since when what the person has in the organization is held back. Null: it is not. */
    suspendedAt: given('timestamptz'),
  },
  {
    key: ['userId', 'organizationId'],
    by: row => row.userId,
    changes: ['role', 'invitedAt'],
    changedAt: 'updated_at',
    shownAs: 'membership',
  },
)

export type Grant = RowOf<typeof grants>
export const grants = table(
  'grants',
  {
    id: 'bigint',
    userId: 'bigint',
    courseId: 'bigint',
    organizationId: 'bigint',
    operationId: 'bigint',
    source: only<GrantSource>('text'),
    reference: 'text',
    startsAt: 'timestamptz',
    months: 'int',
    days: 'int',
    until: 'timestamptz',
    timeZone: 'text',
    renewal: only<RenewalPolicy>('text'),
    /** The claim, group, order line, link or invitation it came from; null: a call itself. */
    originId: 'bigint',
    revokedAt: later('timestamptz'),
    revokedReason: later('text'),
    revokedOperationId: later('bigint'),
  },
  {
    by: row => enrollmentKey(row.userId, row.courseId),
    changes: ['revokedAt', 'revokedReason', 'revokedOperationId'],
    shownAs: 'grant',
  },
)

/** That what came by a reference was refunded, or one course of it: what comes by it later gives nothing. */
export type Refund = RowOf<typeof refunds>
export const refunds = table(
  'refunds',
  {
    organizationId: 'bigint',
    reference: 'text',
    /** Null: all of it. */
    courseId: 'bigint',
    reason: 'text',
    operationId: 'bigint',
  },
  { key: ['organizationId', 'reference', 'courseId'], by: row => row.organizationId, shownAs: 'refund' },
)

export type Enrollment = RowOf<typeof enrollments>
export const enrollments = table(
  'enrollments',
  {
    id: 'bigint',
    userId: 'bigint',
    courseId: 'bigint',
    startsAt: 'timestamptz',
    /** Null: for ever. */
    endsAt: 'timestamptz',
    revokedAt: later('timestamptz'),
    suspendedAt: later('timestamptz'),
    completedAt: later('timestamptz'),
    /** When it was last noted in the log that its time was over. */
    endNotedAt: later('timestamptz'),
  },
  {
    by: row => enrollmentKey(row.userId, row.courseId),
    isOnly: true,
    changes: ['startsAt', 'endsAt', 'revokedAt', 'suspendedAt', 'completedAt', 'endNotedAt'],
    changedAt: 'updated_at',
    shownAs: 'enrollment',
    hidden: ['endNotedAt'],
  },
)

/** An item of a course, opened for one learner. */
export const openedItems = table(
  'opened_items',
  {
    enrollmentId: 'bigint',
    itemId: 'bigint',
    operationId: 'bigint',
  },
  { key: ['enrollmentId', 'itemId'], by: row => row.enrollmentId, madeAt: ['at'], shownAs: 'opened_item' },
)
