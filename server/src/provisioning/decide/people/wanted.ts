/** What a provision names, found, with all that is wrong with it. */
import type { Problem } from '../../intents/problem.ts'
import type { ProvisionIntent } from '../../intents/provision.ts'
import type { Course, Product } from '../../rows/course.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Team } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { endedBefore, findOther, isAnswered } from '../enrollment.ts'
import { findGroup } from '../groups/group.ts'
import { describePeriod } from '../period.ts'
import { findRefunded, referenceTaken } from '../reference-taken.ts'
import { findMove } from '../seats/seat-entries.ts'
import { coursesOf, findEntry, findSeat, getProduct } from '../seats/seats.ts'
import { findMembership } from './person.ts'

export interface Wanted {
  readonly courses: readonly Course[]
  readonly products: readonly Product[]
  readonly seats: readonly { readonly product: Product; readonly quantity: number }[]
}

export function findWanted(
  draft: Draft,
  intent: ProvisionIntent,
  organization: Organization,
  team: Team | null,
): { wanted: Wanted; problems: Problem[] } {
  const problems = [...intent.problems]
  const { id } = organization
  const held = team ? listHeld(draft, intent, team) : []
  const own = draft.productsOf(id)
  // What somebody has by others is not told: whoever is no member is judged as a newcomer.
  const user = draft.users.get(intent.email)
  const membership = user && findMembership(draft, user.id, id)
  const userId = membership?.invitedAt === null ? membership.userId : undefined

  const courses = intent.courses.flatMap(name => {
    const sold = held.flatMap(product => coursesOf(draft, product)).find(course => course.name === name)
    const course = draft.course(id, name) ?? sold
    const gift = giftOf(intent, null)
    // What was given stays so, and its order may come again, though nobody new is given it.
    if (!course || (course.archivedAt && !isAnswered(draft, course, gift, userId))) {
      problems.push({ code: 'unknown_course', field: 'courses', value: name })
      return []
    }
    const day = endedBefore(draft, course, gift, { userId, timeZone: organization.timeZone })
    if (day === null) return course
    problems.push({ code: 'course_ended', field: 'courses', value: name, day })
    return []
  })
  const find = (name: string, field: string, choice: readonly Product[], isKnown: (product: Product) => boolean) => {
    const named = choice.filter(product => product.name === name)
    const product = named.find(({ archivedAt }) => archivedAt === null) ?? named.find(isKnown)
    if (product) return [product]
    problems.push({ code: 'unknown_product', field, value: name })
    return []
  }
  const wasGiven = (product: Product) =>
    product.courseIds.every(courseId => {
      const course = draft.courseById(courseId)
      return course !== undefined && isAnswered(draft, course, giftOf(intent, product), userId)
    })
  const products = (intent.products ?? []).flatMap(name => find(name, 'products', [...held, ...own], wasGiven))
  const seats = [...Map.groupBy(intent.seats ?? [], ({ product }) => product)].flatMap(([name, all]) => {
    const wasAdded = (product: Product) => entryOf(draft, intent, team, product) !== undefined
    const quantity = all.reduce((sum, { quantity }) => sum + quantity, 0)
    return find(name, 'seats.product', own, wasAdded).map(product => ({ product, quantity }))
  })
  const wanted = { courses, products, seats }
  problems.push(...findOthers(draft, intent, wanted, { organization, team, userId: user?.id }))
  problems.push(...findSpent(draft, intent, wanted, { organization, team, userId }))
  if (seats.length > 0 && !intent.seatsReference) problems.push({ code: 'reference_required', field: 'external_ref' })
  if (seats.length > 0 && !intent.team) problems.push({ code: 'required', field: 'team' })
  for (const group of intent.groups ?? [])
    if (typeof group === 'number' && !findGroup(draft, id, group))
      problems.push({ code: 'unknown_group', field: 'groups', value: group })
  const externalId = intent.profile?.externalId
  const holder = draft.externalIds.find(row => row.organizationId === id && row.externalId === externalId)
  if (holder && holder.userId !== user?.id)
    problems.push({ code: 'external_id_taken', field: 'user.external_id', value: holder.externalId })
  return { wanted, problems }
}

/** What came by the same reference before and was something else. */
function findOthers(
  draft: Draft,
  intent: ProvisionIntent,
  { courses, products, seats }: Wanted,
  { organization, team, userId }: { organization: Organization; team: Team | null; userId: number | undefined },
): Problem[] {
  const otherSeats = seats.flatMap(({ product, quantity }) => {
    const known = entryOf(draft, intent, team, product)?.quantity ?? quantity
    return known === quantity ? [] : `${known} seats of ${product.name}`
  })
  const given = [...courses, ...products.flatMap(product => coursesOf(draft, product))]
  const otherAccess = given.flatMap(course => {
    const other = findOther(draft, course, giftOf(intent, null), userId)
    return other ? `${course.name}, ${describePeriod(other)}` : []
  })
  const moved = seats.length > 0 ? findMove(draft, organization.id, intent.seatsReference ?? null) : []
  if (moved.length > 0) return moved
  const others = [...otherSeats, ...otherAccess]
  return others.length > 0 ? [referenceTaken(others.join('; '))] : []
}

/** Where anything new would come by a reference that was refunded. */
function findSpent(
  draft: Draft,
  intent: ProvisionIntent,
  { courses, products, seats }: Wanted,
  { organization, team, userId }: { organization: Organization; team: Team | null; userId: number | undefined },
): Problem[] {
  const given = [
    ...courses.map(course => [course, null] as const),
    ...products.flatMap(product => coursesOf(draft, product).map(course => [course, product] as const)),
  ]
  const fresh = given.filter(([course, product]) => !isAnswered(draft, course, giftOf(intent, product), userId))
  const courseIds = fresh.map(([course]) => course.id)
  const addsSeats = seats.some(({ product }) => !entryOf(draft, intent, team, product))
  const isNew = courseIds.length > 0 || addsSeats
  return isNew ? findRefunded(draft, organization.id, { reference: intent.reference, courseIds }) : []
}

function entryOf(draft: Draft, { seatsReference = null }: ProvisionIntent, team: Team | null, { id }: Product) {
  return findEntry(draft, findSeat(draft, team?.id ?? 0, id), seatsReference)
}

/** What the team has seats of: an organization above may have sold it, and then there is no other way to it. */
function listHeld(draft: Draft, { from }: ProvisionIntent, { id }: Team): Product[] {
  return from === 'direct' ? [] : draft.seats.get(id).map(seat => getProduct(draft, seat.productId))
}

export function giftOf(intent: ProvisionIntent, product: Product | null) {
  const { grantSource: source, reference, originId = null, startsAt } = intent
  return { source, reference, originId, startsAt, period: intent.access ?? product?.ownPeriod ?? null }
}
