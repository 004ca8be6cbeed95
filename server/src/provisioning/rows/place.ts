/** Teams with their seats, and groups. */
import { ownPeriod } from './course.ts'
import { given, type RowOf, selected, table } from './table.ts'

export type Team = RowOf<typeof teams>
export const teams = table(
  'teams',
  {
    id: 'bigint',
    organizationId: 'bigint',
    name: 'text',
    /** Of the call that made it. */
    reference: 'text',
    operationId: 'bigint',
    updatedAt: given('timestamptz'),
  },
  { by: row => row.id, isOnly: true, changedAt: 'updated_at', endedAt: 'archived_at', shownAs: 'team' },
)

export type TeamMember = RowOf<typeof teamMembers>
export const teamMembers = table(
  'team_members',
  {
    teamId: 'bigint',
    userId: 'bigint',
    role: 'text',
    operationId: 'bigint',
  },
  { key: ['teamId', 'userId'], by: row => row.userId, changes: ['role'], shownAs: 'team_member' },
)

/** A team's allocation of a product. */
export type Seat = RowOf<typeof seats>
export const seats = table(
  'seats',
  {
    id: 'bigint',
    teamId: 'bigint',
    productId: 'bigint',
    quantity: given('int'),
    /** Claims that stand, reservations among them. The database counts them: nobody writes it. */
    used: given('int'),
    ownPeriod,
    /** Whether who finds no seat waits for one. */
    waitlist: 'boolean',
    updatedAt: given('timestamptz'),
  },
  { by: row => row.teamId, changes: ['ownPeriod', 'waitlist'], changedAt: 'updated_at', shownAs: 'seats' },
)

export type SeatCount = Pick<Seat, 'id' | 'quantity' | 'used'>

/** Seats added to an allocation, or taken from it (below zero). */
export type SeatEntry = RowOf<typeof seatEntries>
export const seatEntries = table(
  'seat_entries',
  {
    id: 'bigint',
    /** Of its team. */
    organizationId: selected<number>(
      '(select t.organization_id from seats s join teams t on t.id = s.team_id where s.id = seat_entries.seat_id)',
    ),
    seatId: 'bigint',
    quantity: 'int',
    reference: 'text',
    orderLineId: 'bigint',
    /** The entry that it takes back. */
    reversesId: 'bigint',
    operationId: 'bigint',
  },
  { by: row => row.seatId, shownAs: 'seat_entry' },
)

/** One learner's place on a team's seats: reserved until it is taken. */
export type Claim = RowOf<typeof claims>
export const claims = table(
  'claims',
  {
    id: 'bigint',
    seatId: 'bigint',
    userId: 'bigint',
    invitationId: 'bigint',
    operationId: 'bigint',
    takenAt: 'timestamptz',
    releasedAt: 'timestamptz',
    releasedOperationId: 'bigint',
  },
  { by: row => row.seatId, changes: ['takenAt', 'releasedAt', 'releasedOperationId'], shownAs: 'claim' },
)

export const waiters = table(
  'seat_waiters',
  {
    id: 'bigint',
    seatId: 'bigint',
    userId: 'bigint',
    operationId: 'bigint',
  },
  { by: row => row.seatId },
)

export type Group = RowOf<typeof groups>
export const groups = table(
  'groups',
  {
    id: 'bigint',
    organizationId: 'bigint',
    name: 'text',
    operationId: 'bigint',
    updatedAt: given('timestamptz'),
  },
  { by: row => row.id, isOnly: true, changedAt: 'updated_at', endedAt: 'archived_at', shownAs: 'group' },
)

export type GroupMember = RowOf<typeof groupMembers>
export const groupMembers = table(
  'group_members',
  {
    groupId: 'bigint',
    userId: 'bigint',
    operationId: 'bigint',
  },
  { key: ['groupId', 'userId'], by: row => row.groupId, shownAs: 'group_member' },
)

export const groupCourses = table(
  'group_courses',
  {
    groupId: 'bigint',
    courseId: 'bigint',
    operationId: 'bigint',
  },
  { key: ['groupId', 'courseId'], by: row => row.groupId, shownAs: 'group_course' },
)
