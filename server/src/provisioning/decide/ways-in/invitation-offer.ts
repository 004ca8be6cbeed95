/** What an invitation gives: which of it comes from the team's seats, and, once it is accepted, all of it. */
import type { AcceptInvitationIntent, InviteIntent } from '../../intents/invitation.ts'
import type { EnrollmentOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Course, Product } from '../../rows/course.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Seat } from '../../rows/place.ts'
import type { Invitation } from '../../rows/way-in.ts'
import type { Draft } from '../draft.ts'
import { endedBefore, enrol } from '../enrollment.ts'
import { findGroup, joinGroup } from '../groups/group.ts'
import { coursesOf, enrolByClaim, findSeatWith, standingClaims, takeClaim } from '../seats/seats.ts'
import { findTeam } from '../teams/team.ts'

/** What is named, found; and the team's seats of which one is to be kept. */
export function chooseOffer(
  draft: Draft,
  intent: InviteIntent,
  organization: Organization,
): { seats: Seat[]; groupIds: number[]; problems: Problem[] } {
  const problems: Problem[] = []
  const { teamId, from } = intent
  const inTeam = teamId !== null && from !== 'direct'
  if (teamId !== null && !findTeam(draft, organization.id, teamId))
    problems.push({ code: 'unknown_team', field: 'team', value: teamId })
  const seats = new Set<Seat>()
  const offer = (field: string, name: string, seat: Seat | undefined) => {
    if (seat) seats.add(seat)
    else if (from === 'seats') problems.push({ code: 'no_seats', field, value: name })
  }
  for (const name of intent.courses) {
    const course = draft.course(organization.id, name)
    if (course?.archivedAt !== null) problems.push({ code: 'unknown_course', field: 'courses', value: name })
    else offer('courses', name, inTeam ? findSeatWith(draft, teamId, course) : undefined)
  }
  for (const name of intent.products) {
    const seat = inTeam ? draft.seats.get(teamId).find(seat => productOf(draft, seat)?.name === name) : undefined
    const product = seat ? productOf(draft, seat) : findProduct(draft, organization, name)
    if (product?.archivedAt !== null) problems.push({ code: 'unknown_product', field: 'products', value: name })
    else offer('products', name, seat)
  }
  const groupIds = intent.groups.flatMap(which => {
    const group = findGroup(draft, organization.id, which)
    if (!group) problems.push({ code: 'unknown_group', field: 'groups', value: which })
    return group?.id ?? []
  })
  return { seats: [...seats], groupIds: [...new Set(groupIds)], problems }
}

/** Seats that were taken back meanwhile are not given, nor is what is archived or over by now. */
export function giveOffer(
  draft: Draft,
  { id: originId, userId, seatIds }: Invitation,
  { courses, products, groups }: AcceptInvitationIntent,
  organization: Organization,
): EnrollmentOutcome[] {
  const seats = draft.seats.all().filter(({ id }) => seatIds.includes(id))
  const bySeats = seats.flatMap(seat => {
    const kept = standingClaims(draft, seat).find(claim => claim.userId === userId)
    return kept ? enrolByClaim(draft, takeClaim(draft, kept), seat, organization) : []
  })

  const sold = seats.flatMap(seat => productOf(draft, seat) ?? [])
  const isSold = (courseId: number) => sold.some(product => product.courseIds.includes(courseId))
  const gift = { source: 'invitation', originId, reference: null } as const
  const give = (course: Course, product: Product | null) => {
    const grounds = { ...gift, period: product?.ownPeriod ?? null }
    if (course.archivedAt || endedBefore(draft, course, grounds, { userId, ...organization })) return []
    // Beside what the learner has otherwise, not on top of it.
    return [enrol(draft, course, { ...grounds, organization, userId, renewal: 'longest' })]
  }
  const alone = courses.flatMap(name => draft.course(organization.id, name) ?? []).filter(({ id }) => !isSold(id))
  const whole = products
    .filter(name => !sold.some(product => product.name === name))
    .flatMap(name => findProduct(draft, organization, name) ?? [])
  const direct = [
    ...alone.flatMap(course => give(course, null)),
    ...whole.flatMap(product => coursesOf(draft, product).flatMap(course => give(course, product))),
  ]
  const found = groups.flatMap(id => findGroup(draft, organization.id, id) ?? [])
  return [...bySeats, ...direct, ...found.flatMap(group => joinGroup(draft, group, userId, organization).enrollments)]
}

function productOf(draft: Draft, { productId }: Seat): Product | undefined {
  return draft.productById(productId)
}

function findProduct(draft: Draft, { id }: Organization, name: string): Product | undefined {
  return draft.productsOf(id).find(product => product.name === name)
}
