/** Seats: a team's allocation of a product, and who holds them. The database counts too, and refuses what is too much. */
import type { EnrollmentOutcome, SeatsOutcome } from '../../intents/outcome.ts'
import type { Course, Period, Product } from '../../rows/course.ts'
import { enrollmentKey } from '../../rows/keys.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Grant } from '../../rows/person.ts'
import type { Claim, Seat, SeatCount, SeatEntry, Team } from '../../rows/place.ts'
import type { Invitation } from '../../rows/way-in.ts'
import type { Draft } from '../draft.ts'
import { enrol, type Grounds, grantsOf, revokeGrants } from '../enrollment.ts'

/** Adds to a team's allocation of a product, which begins with it. What the reference added before is not added again. */
export function addSeats(
  draft: Draft,
  { id: teamId }: Pick<Team, 'id'>,
  product: Product,
  {
    quantity,
    reference,
    orderLineId,
    reversesId = null,
    ownPeriod = null,
  }: {
    quantity: number
    reference: string | null
    orderLineId: number | null
    reversesId?: number | null
    /** Of an allocation that begins with it. */
    ownPeriod?: Period | null
  },
): SeatsOutcome {
  const seat = findSeat(draft, teamId, product.id) ?? newSeat(draft, teamId, product.id, ownPeriod)
  const added = findEntry(draft, seat, reference) ? 0 : quantity
  if (added !== 0) {
    const organizationId = placeOf(draft, seat.id).organization.id
    const entry = { quantity, reference, orderLineId, reversesId }
    draft.seatEntries.add({ id: draft.newId(), organizationId, seatId: seat.id, ...entry })
    count(draft, seat, { quantity })
  }
  return { ...seatsOutcome(draft, seat, product), added }
}

/** What came to the allocation, or left it, by a reference. */
export function findEntry(draft: Draft, seat: Seat | undefined, reference: string | null): SeatEntry | undefined {
  return seat && reference !== null
    ? draft.seatEntries.get(seat.id).find(entry => entry.reference === reference)
    : undefined
}

/** The claim on one of the seats, the person's own where there is one already; `waiting` or `none_left` when all are used. */
export function claimSeat(
  draft: Draft,
  seat: Seat,
  { userId, invitationId = null }: { userId: number; invitationId?: number | null },
): Claim | 'waiting' | 'none_left' {
  const own = standingClaims(draft, seat).find(claim => claim.userId === userId)
  if (own && (own.takenAt || invitationId !== null)) return own
  // What was kept for the person is taken up, as a claim of its own: so it can be undone.
  if (own) vacate(draft, own, seat)
  else if (isFull(draft, seat)) freeExpired(draft, seat)
  const { quantity, used } = countSeats(draft, seat)
  if (used < quantity) return newClaim(draft, seat, { userId, invitationId })
  if (!seat.waitlist) return 'none_left'
  const waits = draft.waiters.get(seat.id).some(waiter => waiter.userId === userId)
  if (!waits) draft.waiters.add({ id: draft.newId(), seatId: seat.id, userId })
  return 'waiting'
}

/** Takes up a seat that was kept. */
export function takeClaim(draft: Draft, claim: Claim): Claim {
  return claim.takenAt ? claim : draft.claims.replace(claim, { ...claim, takenAt: draft.now })
}

/** Gives back what is kept for an invitation. */
export function freeReservations(draft: Draft, invitation: Invitation, reason: string): void {
  const kept = draft.claims.all().filter(claim => claim.invitationId === invitation.id && isReserved(claim))
  releaseClaims(draft, kept, reason)
}

/** Notes that an invitation has expired: what was kept for it is free. */
export function lapse(draft: Draft, invitation: Invitation): void {
  freeReservations(draft, invitation, 'the invitation expired')
  const after = draft.invitations.replace(invitation, { ...invitation, lapsedAt: draft.now })
  const shown = ({ lapsedAt }: Invitation) => ({ lapsed_at: lapsedAt })
  const change = { before: shown(invitation), after: shown(after) }
  draft.recordChange({ kind: 'invitation', objectId: invitation.id, ...change })
}

/** Nobody waits for the clock to note that an invitation has expired. */
function freeExpired(draft: Draft, seat: Seat): void {
  const invitationIds = standingClaims(draft, seat)
    .filter(isReserved)
    .map(claim => claim.invitationId)
  for (const invitation of draft.invitations.all().filter(({ id }) => invitationIds.includes(id)))
    if (invitation.expiresAt <= draft.now) lapse(draft, invitation)
}

/** Kept for somebody, who has not come yet. */
export function isReserved({ takenAt, releasedAt }: Claim): boolean {
  return takenAt === null && releasedAt === null
}

/** Gives what the seat is for. */
export function enrolByClaim(draft: Draft, claim: Claim, seat: Seat, organization: Organization): EnrollmentOutcome[] {
  const product = getProduct(draft, seat.productId)
  return coursesOf(draft, product).map(course => enrol(draft, course, groundsOf(draft, claim, seat, organization)))
}

/** Why and for how long a seat gives a course: beside what the learner has otherwise, not on top of it. */
export function groundsOf(
  draft: Draft,
  { id: originId, userId }: Claim,
  seat: Seat,
  organization: Organization,
): Grounds {
  const period = seat.ownPeriod ?? getProduct(draft, seat.productId).ownPeriod
  return { organization, userId, source: 'seat', originId, reference: null, period, renewal: 'longest' }
}

/** Gives seats back, with what they gave; whoever waits is next, in the order of coming. */
export function releaseClaims(draft: Draft, claims: readonly Claim[], reason: string): void {
  for (const claim of claims) {
    endClaim(draft, claim, reason)
    const { seat, organization } = placeOf(draft, claim.seatId)
    seatNext(draft, seat, organization)
  }
}

/** Gives a seat back, with what it gave, and to nobody yet. */
export function endClaim(draft: Draft, claim: Claim, reason: string): void {
  revokeGrants(draft, givenBy(draft, claim), reason)
  vacate(draft, claim, placeOf(draft, claim.seatId).seat)
}

/** Gives back those of a learner's seats that gave a course and now give nothing: all is over or revoked. */
export function releaseSpentClaims(draft: Draft, { userId, courseId }: { userId: number; courseId: number }): void {
  for (const claim of draft.claims.all()) {
    if (claim.userId !== userId || claim.releasedAt) continue
    const given = givenBy(draft, claim)
    const gaveCourse = given.some(grant => grant.courseId === courseId)
    if (gaveCourse && !given.some(grant => lasts(draft, grant))) freeSeat(draft, claim)
  }
}

/** Gives a seat back to who held it. False: none is free. */
export function restoreClaim(draft: Draft, claim: Claim): boolean {
  const { seat } = placeOf(draft, claim.seatId)
  const { quantity, used } = countSeats(draft, seat)
  if (used >= quantity) return false
  draft.claims.replace(claim, { ...claim, releasedAt: null, releasedOperationId: null })
  const shown = (releasedAt: Date | null) => ({ user: claim.userId, seats: claim.seatId, released_at: releasedAt })
  const change = { before: shown(claim.releasedAt), after: shown(null) }
  draft.recordChange({ kind: 'claim', objectId: claim.id, ...change })
  count(draft, seat, { used: 1 })
  return true
}

/** Lets in who waits, as long as seats are free. */
export function seatNext(draft: Draft, seat: Seat, organization: Organization): void {
  for (const waiter of draft.waiters.get(seat.id)) {
    const { quantity, used } = countSeats(draft, seat)
    if (used >= quantity) return
    draft.waiters.remove(waiter)
    const { userId } = waiter
    const claim = newClaim(draft, seat, { userId, invitationId: null })
    enrolByClaim(draft, claim, seat, organization)
  }
}

export function findSeat(draft: Draft, teamId: number, productId: number): Seat | undefined {
  return draft.seats.get(teamId).find(seat => seat.productId === productId)
}

/** The team's seats that give the course: those for it alone first. */
export function findSeatWith(draft: Draft, teamId: number, { id }: Course): Seat | undefined {
  const coursesIn = (seat: Seat) => draft.productById(seat.productId)?.courseIds ?? []
  const seats = draft.seats.get(teamId).filter(seat => coursesIn(seat).includes(id))
  return seats.sort((a, b) => coursesIn(a).length - coursesIn(b).length)[0]
}

export function standingClaims(draft: Draft, { id }: Seat): readonly Claim[] {
  return draft.claims.get(id).filter(claim => !claim.releasedAt)
}

function givenBy(draft: Draft, { id, seatId, userId }: Claim): Grant[] {
  const { product } = placeOf(draft, seatId)
  const given = product.courseIds.flatMap(courseId => grantsOf(draft, { userId, courseId }))
  return given.filter(({ source, originId }) => source === 'seat' && originId === id)
}

function lasts(draft: Draft, { revokedAt, userId, courseId }: Grant): boolean {
  const endsAt = draft.enrollments.get(enrollmentKey(userId, courseId))?.endsAt ?? null
  return !revokedAt && (endsAt === null || endsAt > draft.now)
}

/** Whoever waits is next. */
function freeSeat(draft: Draft, claim: Claim): void {
  const { seat, organization } = placeOf(draft, claim.seatId)
  vacate(draft, claim, seat)
  seatNext(draft, seat, organization)
}

function vacate(draft: Draft, claim: Claim, seat: Seat): void {
  draft.claims.replace(claim, { ...claim, releasedAt: draft.now, releasedOperationId: draft.operationId() })
  count(draft, seat, { used: -1 })
}

function isFull(draft: Draft, seat: Seat): boolean {
  const { quantity, used } = countSeats(draft, seat)
  return used >= quantity
}

/** With what was decided since the database counted. */
export function countSeats(draft: Draft, { id, quantity, used }: Seat): SeatCount {
  return draft.seatCounts.get(id) ?? { id, quantity, used }
}

export function seatsOutcome(draft: Draft, seat: Seat, product: Product): Omit<SeatsOutcome, 'added'> {
  return { seatId: seat.id, teamId: seat.teamId, product: product.name, ...countSeats(draft, seat) }
}

export function coursesOf(draft: Draft, product: Product): Course[] {
  const found = product.courseIds.map(id => draft.courseById(id))
  return found.filter((course): course is Course => course !== undefined && course.archivedAt === null)
}

function count(draft: Draft, seat: Seat, { quantity = 0, used = 0 }: Partial<SeatCount>): void {
  const before = countSeats(draft, seat)
  draft.seatCounts.put({ id: seat.id, quantity: before.quantity + quantity, used: before.used + used })
}

function newSeat(draft: Draft, teamId: number, productId: number, ownPeriod: Period | null): Seat {
  const none = { quantity: 0, used: 0, waitlist: false, updatedAt: draft.now }
  return draft.seats.add({ id: draft.newId(), teamId, productId, ownPeriod, ...none })
}

function newClaim(
  draft: Draft,
  seat: Seat,
  { userId, invitationId }: { userId: number; invitationId: number | null },
): Claim {
  count(draft, seat, { used: 1 })
  const takenAt = invitationId === null ? draft.now : null
  const notReleased = { releasedAt: null, releasedOperationId: null }
  return draft.claims.add({
    id: draft.newId(),
    seatId: seat.id,
    userId,
    invitationId,
    takenAt,
    ...notReleased,
  })
}

/** The allocation, what it is for, and whose it is. */
export function placeOf(draft: Draft, seatId: number): { seat: Seat; product: Product; organization: Organization } {
  const seat = draft.seats.all().find(({ id }) => id === seatId)
  const team = seat && draft.teams.get(seat.teamId)
  const organization = draft.organization(team?.organizationId ?? null)
  if (!seat || !organization) throw new Error(`the seats ${seatId} were not loaded`)
  return { seat, product: getProduct(draft, seat.productId), organization }
}

export function getProduct(draft: Draft, productId: number): Product {
  const product = draft.productById(productId)
  if (!product) throw new Error(`the product ${productId} was not loaded`)
  return product
}
