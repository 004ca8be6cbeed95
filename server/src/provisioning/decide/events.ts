/**
 * What a plan will have done, in the words of webhooks: an event for each thing that came about and that somebody listens
 * to, and a delivery of it for each webhook that does. Rows of the same plan, so an event is there exactly when what it
 * tells of is; where nobody listens, this looks at nothing.
 */

import type { EventType } from '../../lib/event-types.ts'
import { givenReference } from '../../lib/reference.ts'
import { statusOf } from '../../lib/states/enrollment-status.ts'
import { invitationStateOf } from '../../lib/states/invitation-state.ts'
import { stateOfOrder } from '../../lib/states/order-state.ts'
import type { Plan } from '../plan.ts'
import type { Order } from '../rows/order.ts'
import type { Enrollment, Membership, User } from '../rows/person.ts'
import type { Seat } from '../rows/place.ts'
import type { Invitation } from '../rows/way-in.ts'
import type { Snapshot } from '../snapshot.ts'

/** How many events may wait to be told: to one webhook, and to all of an organization together. */
export const mostWaiting = { webhook: 100_000, organization: 300_000 }

type Undelivered = Omit<Plan, 'events' | 'deliveries'>

interface Event {
  readonly type: EventType
  /** What it came of, which also says where. */
  readonly operationId: number | null
  readonly userId: number | null
  readonly data: Readonly<Record<string, unknown>>
}

export function decideEvents(
  plan: Undelivered,
  snapshot: Snapshot,
  newId: () => number,
): Pick<Plan, 'events' | 'deliveries'> {
  const organizations = [...snapshot.organizations.values()]
  if (!organizations.some(({ listeners }) => listeners.length > 0)) return { events: [], deliveries: [] }
  const places = new Map(plan.operations.map(({ id, call }) => [id, call.organizationId]))
  const waiting = new Map<number, number>() // by webhook
  const isFull = (webhookId: number) => {
    const count = (waiting.get(webhookId) ?? 0) + 1
    waiting.set(webhookId, count)
    return count > mostWaiting.webhook
  }
  const heard = eventsOf(plan, snapshot).flatMap(told => {
    const organization = snapshot.organizations.get(places.get(told.operationId ?? 0) ?? 0)
    const listeners = organization?.listeners.filter(({ events }) => events.includes(told.type)) ?? []
    const hearing = listeners.filter(({ webhookId }) => !isFull(webhookId))
    if (!organization || hearing.length === 0) return []
    const event = { id: newId(), organizationId: organization.id, ...told }
    return { event, deliveries: hearing.map(({ webhookId }) => ({ id: newId(), webhookId, eventId: event.id })) }
  })
  return { events: heard.map(({ event }) => event), deliveries: heard.flatMap(({ deliveries }) => deliveries) }
}

/** In the order in which a reader would tell it. */
function eventsOf(plan: Undelivered, snapshot: Snapshot): Event[] {
  const users = new Map(
    [snapshot.rows.users, plan.rows.users.added, plan.rows.users.changed].flat().map(user => [user.id, showUser(user)]),
  )
  const writtenTo = openWrittenTo(plan)
  const about: TellOfUser = (userId, names) => {
    const user = users.get(userId ?? 0)
    return { userId, data: { user: user ? { ...user, ...names } : null } }
  }
  const ofMember = (type: EventType, operationId: number | null, row: Membership) => ({
    ...{ type, operationId },
    ...about(row.userId, row.invitedAt === null ? null : writtenTo(row)),
  })
  return [
    ...plan.rows.memberships.added.map(row => ofMember('user.created', row.operationId, row)),
    ...plan.rows.messages.added
      .filter(({ kind, state }) => kind === 'welcome' && state === 'queued')
      .map(row => ({ type: 'user.welcomed' as const, operationId: row.operationId, ...about(row.userId) })),
    ...invitationEvents(plan, about),
    ...enrollmentEvents(plan, snapshot, about),
    ...seatEvents(plan, snapshot),
    ...orderEvents(plan, about),
    ...plan.rows.memberships.removed.map(row => ofMember('user.removed', causeOf(plan, row), row)),
  ]
}

function causeOf({ causes }: Undelivered, row: object): number | null {
  return causes.get(row) ?? null
}

/** By `names`, where they are not those of the account. */
type TellOfUser = (
  userId: number | null,
  names?: ReturnType<typeof namesOf> | null,
) => Pick<Event, 'userId'> & { data: { user: object | null } }

function showUser({ id, email, ...names }: User) {
  return { id, email, ...namesOf(names) }
}

function namesOf({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>) {
  return { first_name: firstName, last_name: lastName }
}

/** Of who is only invited the names are not the organization's to know, but those that the invitation was written to. */
function openWrittenTo({ rows: { invitations } }: Undelivered) {
  const keyOf = (row: { userId: number; organizationId: number }) => `${row.organizationId}/${row.userId}`
  const rows = Map.groupBy([...invitations.added, ...invitations.changed], keyOf)
  return (member: Membership) => {
    const row = rows.get(keyOf(member))?.[0]
    return row ? namesOf(row) : null
  }
}

function invitationEvents(plan: Undelivered, about: TellOfUser): Event[] {
  const rows = [...plan.rows.invitations.added, ...plan.rows.invitations.changed]
  return rows.flatMap(row => {
    const before = plan.before.get(row) as Invitation | undefined
    const { userId, data } = about(row.userId, row.acceptedAt === null ? namesOf(row) : null)
    const tell = (type: EventType, operationId: number | null) => ({
      ...{ type, operationId, userId },
      data: { ...data, invitation: showInvitation(row, plan.now) },
    })
    const cause = causeOf(plan, row)
    return [
      ...(before?.sentOperationId !== row.sentOperationId ? [tell('invitation.sent', row.sentOperationId)] : []),
      ...(row.acceptedAt && !before?.acceptedAt ? [tell('invitation.accepted', cause)] : []),
      ...(isEnded(row) && !(before && isEnded(before)) ? [tell('invitation.ended', cause)] : []),
    ]
  })
}

function isEnded({ withdrawnAt, lapsedAt }: Invitation): boolean {
  return withdrawnAt !== null || lapsedAt !== null
}

function showInvitation(row: Invitation, now: Date) {
  const moments = { expires_at: row.expiresAt, accepted_at: row.acceptedAt, withdrawn_at: row.withdrawnAt }
  const { id, teamId: team_id, role, courses, products, groupIds: groups } = row
  const state = invitationStateOf(moments, now)
  return { id, state, team_id, role, courses, products, groups, expires_at: row.expiresAt }
}

function enrollmentEvents(plan: Undelivered, snapshot: Snapshot, about: TellOfUser): Event[] {
  const { enrollments } = plan.rows
  const memberships = Map.groupBy(snapshot.rows.memberships, row => row.userId)
  const courses = new Map(
    [...snapshot.courses.values(), ...snapshot.coursesById.values()].map(course => [course.id, course]),
  )
  return [...enrollments.added, ...enrollments.changed].flatMap(row => {
    const course = courses.get(row.courseId)
    const { userId, data } = about(row.userId)
    const shown = {
      course: { id: row.courseId, name: course?.name ?? null },
      enrollment: showEnrollment(row, plan.now, memberships.get(row.userId)?.find(isOf(course))),
    }
    return whatBecameOf(plan.before.get(row) as Enrollment | undefined, row).map(type => ({
      ...{ type, operationId: causeOf(plan, row), userId },
      data: { ...data, ...shown },
    }))
  })
}

function whatBecameOf(before: Enrollment | undefined, after: Enrollment): EventType[] {
  const wasOver = before === undefined || isOver(before)
  const isCompleted = after.completedAt !== null && !before?.completedAt
  const types: EventType[] = []
  // What one set gave and took again was there all the same.
  if (before === undefined || (wasOver && !isOver(after))) types.push('enrollment.started')
  if (isCompleted) types.push('enrollment.completed')
  if (isOver(after) && !(before && wasOver)) types.push('enrollment.ended')
  return types.length > 0 ? types : ['enrollment.changed']
}

/** Revoked, or noted that its time was over: a listener has been told. */
function isOver({ revokedAt, endsAt, endNotedAt }: Enrollment): boolean {
  return revokedAt !== null || (endsAt !== null && endNotedAt !== null && endNotedAt >= endsAt)
}

function isOf(place: { readonly organizationId: number } | undefined) {
  return ({ organizationId }: Membership) => organizationId === place?.organizationId
}

function showEnrollment(row: Enrollment, now: Date, membership: Membership | undefined) {
  const moments = { starts_at: row.startsAt, ends_at: row.endsAt, completed_at: row.completedAt }
  const ends = { suspended_at: row.suspendedAt, revoked_at: row.revokedAt }
  const all = { ...moments, ...ends, membership_suspended_at: membership?.suspendedAt ?? null }
  return { id: row.id, status: statusOf(all, now), ...all }
}

/** The log has noted the marks already. */
function seatEvents(plan: Undelivered, snapshot: Snapshot): Event[] {
  const types: Readonly<Record<string, EventType>> = {
    seats_nearly_used: 'seats.nearly_used',
    seats_used_up: 'seats.used_up',
  }
  const seats = new Map<number, Seat>([...snapshot.rows.seats, ...plan.rows.seats.added].map(row => [row.id, row]))
  const products = new Map(snapshot.rows.products.map(({ id, name }) => [id, name]))
  const noted = plan.operations.filter(({ kind }) => kind in types)
  return noted.flatMap(operation => {
    const change = plan.rows.changes.added.find(({ operationId }) => operationId === operation.id)
    const seat = seats.get(change?.objectId ?? 0)
    if (!change || !seat) return []
    const shown = { id: seat.id, team_id: seat.teamId, product: products.get(seat.productId) ?? null, ...change.after }
    const type = types[operation.kind] as EventType
    return [{ type, operationId: operation.id, userId: null, data: { seats: shown } }]
  })
}

function orderEvents(plan: Undelivered, about: TellOfUser): Event[] {
  const refunded = new Map(plan.rows.orderLines.changed.map(line => [line.orderId, line.refundedOperationId]))
  return [...plan.rows.orders.added, ...plan.rows.orders.changed].flatMap(row => {
    const before = plan.before.get(row) as Order | undefined
    const { userId, data } = about(row.userId)
    const tell = (type: EventType, operationId: number | null) => ({
      ...{ type, operationId, userId },
      data: { ...data, order: showOrder(row) },
    })
    return [
      ...(row.completedAt && !before?.completedAt ? [tell('order.completed', causeOf(plan, row))] : []),
      ...(refunded.get(row.id) ? [tell('order.refunded', refunded.get(row.id) ?? null)] : []),
    ]
  })
}

function showOrder(row: Order) {
  const { id, teamId: team_id, payment, credits } = row
  const external_ref = givenReference(row.reference)
  const state = stateOfOrder({
    completed_at: row.completedAt,
    cancelled_at: row.cancelledAt,
    failed_at: row.failedAt,
    partially_refunded_at: row.partiallyRefundedAt,
    refunded_at: row.refundedAt,
  })
  return { id, state, team_id, external_ref, payment, credits }
}
