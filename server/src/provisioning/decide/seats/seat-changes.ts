/** What is asked of a team's seats: more, fewer, somewhere else, or one learner's back. */
import { isMatch } from '../../../lib/version-tag.ts'
import type { SeatsOutcome } from '../../intents/outcome.ts'
import type { MoveSeatsIntent, ReleaseIntent, SeatsIntent } from '../../intents/place.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Product } from '../../rows/course.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Seat, Team } from '../../rows/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { isSamePeriod } from '../period.ts'
import { findRefunded, referenceTaken } from '../reference-taken.ts'
import { findTeam } from '../teams/team.ts'
import { entriesOf, findMove } from './seat-entries.ts'
import {
  addSeats,
  countSeats,
  findEntry,
  findSeat,
  getProduct,
  releaseClaims,
  seatNext,
  seatsOutcome,
  standingClaims,
} from './seats.ts'

/** Adds, takes away, or brings to a number. Below what is used it is refused, or reclaims in the order that was asked for. */
export function changeSeats(draft: Draft, intent: SeatsIntent): Decided {
  const place = findPlace(draft, intent, [intent.teamId])
  if ('problems' in place) return place
  const { organization, product } = place
  const [team] = place.teams as [Team]
  const { change, reference } = intent
  const found = findSeat(draft, team.id, product.id)
  const before = found ? countSeats(draft, found) : { quantity: 0, used: 0 }
  const quantity = 'add' in change ? change.add : change.to - before.quantity
  const known = findEntry(draft, found, reference)
  const moved = findMove(draft, organization.id, reference)
  if (moved.length > 0) return { problems: moved }
  if (found && known) {
    const isRepeat = 'add' in change && known.quantity === quantity
    return isRepeat
      ? changed([{ ...seatsOutcome(draft, found, product), added: 0 }])
      : { problems: [referenceTaken(`${known.quantity} seats of ${product.name}`)] }
  }
  const isForeign = product.organizationId !== organization.id
  if (quantity > 0 && (isForeign || ('add' in change && product.archivedAt)))
    return { problems: [{ code: 'unknown_product', field: 'product', value: product.name }] }
  if (found && !isMatch(intent.ifMatch, found.updatedAt))
    return { problems: [{ code: 'changed_meanwhile', field: 'If-Match' }] }
  const refunded = quantity > 0 ? findRefunded(draft, organization.id, { reference, courseIds: product.courseIds }) : []
  if (refunded.length > 0) return { problems: refunded }
  const seat = found && changeTerms(draft, found, intent)
  const excess = before.used - (before.quantity + quantity)
  if (before.quantity + quantity < 0 || (excess > 0 && !intent.reclaim))
    return { problems: [{ code: 'seats_in_use', field: 'quantity', value: before.used }] }
  const outcome = addSeats(draft, team, product, { quantity, reference, orderLineId: null })
  // After they are gone: else whoever waits would be given what is to go.
  if (seat && excess > 0) reclaim(draft, seat, excess, intent.reclaim)
  if (seat) seatNext(draft, seat, organization)
  return changed([outcome], seat !== found)
}

/** What is given by these seats from now on. */
function changeTerms(draft: Draft, seat: Seat, { terms }: SeatsIntent): Seat {
  const after = { ...seat, ...terms }
  if (after.waitlist === seat.waitlist && isSamePeriod(after.ownPeriod, seat.ownPeriod)) return seat
  const shown = ({ waitlist, ownPeriod }: Seat) => ({ access: ownPeriod, waitlist })
  draft.recordChange({ kind: 'seats', objectId: seat.id, before: shown(seat), after: shown(after) })
  return draft.seats.replace(seat, after)
}

/** One operation: what leaves one team's allocation comes to the other's. Learners keep theirs, so only free seats move. */
export function moveSeats(draft: Draft, intent: MoveSeatsIntent): Decided {
  const place = findPlace(draft, intent, [intent.fromTeamId, intent.toTeamId])
  if ('problems' in place) return place
  const { organization, product } = place
  const [from, to] = place.teams as [Team, Team]
  if (from === to) return { problems: [{ code: 'same_team', field: 'team' }] }
  const seat = findSeat(draft, from.id, product.id)
  const { reference } = intent
  const left = findEntry(draft, seat, reference)
  const arrived = findEntry(draft, findSeat(draft, to.id, product.id), reference)
  const isRepeat = left?.quantity === -intent.quantity && arrived?.quantity === intent.quantity
  const [known] = entriesOf(draft, organization.id, reference)
  const order = draft.orders.get(organization.id).find(one => reference !== null && one.reference === reference)
  if (order) return { problems: [referenceTaken(`order ${order.id}`)] }
  if (known && !isRepeat) return { problems: [referenceTaken(`${Math.abs(known.quantity)} seats of a team`)] }
  const { quantity, used } = seat ? countSeats(draft, seat) : { quantity: 0, used: 0 }
  if (!isRepeat && intent.quantity > quantity - used)
    return { problems: [{ code: 'no_seats_left', field: 'quantity', value: quantity - used }] }
  const entry = { reference, orderLineId: null }
  const gone = addSeats(draft, from, product, { ...entry, quantity: -intent.quantity })
  // An allocation that begins with them is on the terms that they were had on.
  const come = addSeats(draft, to, product, { ...entry, quantity: intent.quantity, ownPeriod: seat?.ownPeriod })
  const there = findSeat(draft, to.id, product.id)
  if (there) seatNext(draft, there, organization)
  return changed([gone, come])
}

/** Gives back one learner's seat, and what it gave. */
export function releaseSeat(draft: Draft, intent: ReleaseIntent): Decided {
  const place = findPlace(draft, intent, [intent.teamId])
  if ('problems' in place) return place
  const seat = findSeat(draft, intent.teamId, place.product.id)
  const user = draft.users.get(intent.email)
  const claim = seat && standingClaims(draft, seat).find(({ userId }) => userId === user?.id)
  if (!seat || !user || !claim) return { problems: [{ code: 'unknown_user', field: 'user', value: intent.email }] }
  releaseClaims(draft, [claim], 'the seat was taken back')
  return { result: 'changed', userId: user.id, enrollments: [], seats: [] }
}

/** The newest or the oldest claims go, as many as are too many. */
export function reclaim(draft: Draft, seat: Seat, count: number, order: SeatsIntent['reclaim']): void {
  const claims = [...standingClaims(draft, seat)].sort((a, b) => a.id - b.id)
  const last = order === 'newest' ? claims.reverse() : claims
  releaseClaims(draft, last.slice(0, count), 'the seats were reclaimed')
}

function findPlace(
  draft: Draft,
  { call, product: which }: Pick<SeatsIntent, 'call' | 'product'>,
  teamIds: readonly number[],
): { organization: Organization; product: Product; teams: Team[] } | { problems: Problem[] } {
  const organization = draft.organization(call.organizationId)
  const teams = teamIds.flatMap(id => findTeam(draft, organization?.id ?? 0, id) ?? [])
  const [unknown] = teamIds.filter(id => !teams.some(team => team.id === id))
  const own = organization && draft.productsOf(organization.id).find(product => product.name === which)
  const product = typeof which === 'string' ? own : heldBy(draft, teams[0]).find(({ id }) => id === which)
  const problems: Problem[] = []
  if (unknown !== undefined) problems.push({ code: 'unknown_team', field: 'team', value: unknown })
  if (!product) problems.push({ code: 'unknown_product', field: 'product', value: which })
  return organization && product && problems.length === 0 ? { organization, product, teams } : { problems }
}

/** Also what an organization above has sold to it. */
function heldBy(draft: Draft, team: Team | undefined): Product[] {
  return team ? draft.seats.get(team.id).map(seat => getProduct(draft, seat.productId)) : []
}

function changed(seats: readonly SeatsOutcome[], isOther = false): Decided {
  const result = isOther || seats.some(({ added }) => added !== 0) ? 'changed' : 'unchanged'
  return { result, userId: null, enrollments: [], seats }
}
