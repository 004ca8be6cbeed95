/**
 * Orders: who is billed, what is bought, and what it gives. Before an order is completed it gives nothing and costs nothing;
 * then its lines add seats to the team and grants to the person, each of which points back to its line.
 */
import { maxHundredths, toAmount, toHundredths } from '../../../lib/amounts.ts'
import { givenReference } from '../../../lib/reference.ts'
import { stateOfOrder } from '../../../lib/states/order-state.ts'
import type { OrderIntent, PlaceOrderIntent, WantedLine } from '../../intents/order.ts'
import type { EnrollmentOutcome, OrderedOutcome, SeatsOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Product } from '../../rows/course.ts'
import type { Order, OrderLine } from '../../rows/order.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Decided, Refused } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { endedBefore, enrol } from '../enrollment.ts'
import { addPerson, mailPerson, type Person } from '../people/person.ts'
import { findRefunded, referenceTaken } from '../reference-taken.ts'
import { findMove } from '../seats/seat-entries.ts'
import { addSeats, coursesOf, findSeat, getProduct, seatNext, seatsOutcome } from '../seats/seats.ts'
import { findTeam } from '../teams/team.ts'
import { pay } from './credits.ts'

/** Where it all hangs. */
interface OrderFrame {
  readonly draft: Draft
  readonly organization: Organization
}

interface GivenByOrder {
  readonly order: Order
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly seats: readonly SeatsOutcome[]
}

export function placeOrder(draft: Draft, intent: PlaceOrderIntent): Decided<OrderedOutcome> {
  const { call, reference, email } = intent
  const organization = draft.organization(call.organizationId)
  const orders = draft.orders.get(organization?.id ?? 0)
  const known = orders.find(order => reference !== null && order.reference === reference)
  if (known && !isRepeat(draft, intent, known)) return { problems: [referenceTaken(`order ${known.id}`)] }
  if (known) return ordered('unchanged', known)
  const { products, problems } = findWanted(draft, intent, organization)
  if (!organization || problems.length > 0) return { problems }

  const person = email === null ? null : addPerson(draft, { ...intent, email }, organization)
  person?.correctName(call)
  const frame = { draft, organization }
  const placed = addOrder(frame, intent, products, person?.userId ?? null)
  const given = intent.completed ? complete(frame, placed) : { order: placed, enrollments: [], seats: [] }
  if ('problems' in given) return given
  if (person) mailWhatIsGiven(frame, person, intent.welcome, given)
  recordOrder(draft, null, given.order)
  return ordered('changed', given.order, given)
}

/** What was bought is paid and given. Done before: nothing changes. */
export function completeOrder(draft: Draft, intent: OrderIntent): Decided<OrderedOutcome> {
  const order = findOrder(draft, intent)
  const organization = draft.organization(intent.call.organizationId)
  if (!order || !organization) return unknownOrder(intent)
  if (order.completedAt) return ordered('unchanged', order)
  if (order.cancelledAt) return { problems: [{ code: 'order_closed', field: 'order', value: order.id }] }
  if (!isOpen(organization)) return { problems: [notEnabled] }
  const frame = { draft, organization }
  const given = complete(frame, order)
  if ('problems' in given) return given
  const user = intent.email === null ? undefined : draft.users.get(intent.email)
  if (user) mailWhatIsGiven(frame, addPerson(draft, user, organization), intent.welcome, given)
  recordOrder(draft, order, given.order)
  return ordered('changed', given.order, given)
}

/** Ends what never was completed: by a cancellation for good, by a failed payment until it is completed after all. */
export function closeOrder(draft: Draft, intent: OrderIntent): Decided<OrderedOutcome> {
  const order = findOrder(draft, intent)
  if (!order) return unknownOrder(intent)
  const moment = intent.kind === 'cancel_order' ? 'cancelledAt' : 'failedAt'
  if (order[moment]) return ordered('unchanged', order)
  if (order.completedAt) return { problems: [{ code: 'order_completed', field: 'order', value: order.id }] }
  if (order.cancelledAt) return { problems: [{ code: 'order_closed', field: 'order', value: order.id }] }
  const after = draft.orders.replace(order, { ...order, [moment]: draft.now })
  recordOrder(draft, order, after)
  return ordered('changed', after)
}

export function findOrder(draft: Draft, intent: Pick<OrderIntent, 'call' | 'orderId'>): Order | undefined {
  return draft.orders.get(intent.call.organizationId ?? 0).find(({ id }) => id === intent.orderId)
}

export function unknownOrder({ orderId }: Pick<OrderIntent, 'orderId'>): Refused {
  return { problems: [{ code: 'unknown_order', field: 'order', value: orderId }] }
}

export function ordered(
  result: OrderedOutcome['result'],
  { id: orderId, userId }: Order,
  { enrollments, seats }: Omit<GivenByOrder, 'order'> = { enrollments: [], seats: [] },
): Decided<OrderedOutcome> {
  return { result, orderId, userId, enrollments, seats }
}

/** The steps of an order are what its timeline shows. */
export function recordOrder(draft: Draft, before: Order | null, after: Order): void {
  const { reference, payment, credits } = after
  const shown = before
    ? { state: stateOf(after) }
    : { state: stateOf(after), reference: givenReference(reference), payment, credits }
  const change = { before: before && { state: stateOf(before) }, after: shown }
  draft.recordChange({ kind: 'order', objectId: after.id, ...change })
}

function stateOf(order: Order) {
  return stateOfOrder({
    completed_at: order.completedAt,
    cancelled_at: order.cancelledAt,
    failed_at: order.failedAt,
    partially_refunded_at: order.partiallyRefundedAt,
    refunded_at: order.refundedAt,
  })
}

const notEnabled = { code: 'organization_not_enabled', field: '' } as const

function isOpen({ provisioningEnabled, suspendedAt }: Organization): boolean {
  return provisioningEnabled && !suspendedAt
}

/** The product of each line, and all that is wrong. */
function findWanted(draft: Draft, intent: PlaceOrderIntent, organization: Organization | undefined) {
  if (!organization || !isOpen(organization)) return { products: [], problems: [notEnabled] }
  const { teamId, email, lines, payment, reference } = intent
  const problems: Problem[] = []
  if (teamId !== null && !findTeam(draft, organization.id, teamId))
    problems.push({ code: 'unknown_team', field: 'team', value: teamId })
  if (teamId === null && lines.some(({ seats }) => seats > 0)) problems.push({ code: 'required', field: 'team' })
  if (email === null && lines.some(({ product, seats }) => product !== null && seats === 0))
    problems.push({ code: 'required', field: 'user' })
  if (totalOf(intent) > maxHundredths)
    problems.push({ code: 'out_of_range', field: 'lines', value: toAmount(maxHundredths) })
  const products = lines.flatMap(({ product: which, catalogItemId, credits }, index) => {
    if (which === null) {
      problems.push({ code: 'not_for_sale', field: `lines.${index}.catalog_item`, value: catalogItemId ?? '' })
      return []
    }
    if (payment === 'credits' && credits === null) problems.push({ code: 'no_price', field: `lines.${index}.product` })
    const own = draft.productsOf(organization.id).find(({ name, archivedAt }) => name === which && archivedAt === null)
    const product = typeof which === 'number' ? draft.productById(which) : own
    if (!product) problems.push({ code: 'unknown_product', field: `lines.${index}.product`, value: which })
    return product ?? []
  })
  problems.push(...findMove(draft, organization.id, reference))
  const bought = { reference, courseIds: products.flatMap(({ courseIds }) => courseIds) }
  problems.push(...findRefunded(draft, organization.id, bought))
  return { products, problems }
}

/** Whether the order is just what is asked for. What became of it since does not matter, but that it never was completed does. */
function isRepeat(draft: Draft, intent: PlaceOrderIntent, order: Order): boolean {
  const userId = intent.email === null ? null : draft.users.get(intent.email)?.id
  const wanted = intent.lines.map(({ product, ...line }) => keyOfLine(line, product))
  const bought = draft.orderLines.get(order.id).map(line => keyOfLine(line, draft.productById(line.productId)?.name))
  return (
    order.userId === userId &&
    order.teamId === intent.teamId &&
    order.payment === intent.payment &&
    (order.completedAt !== null || !intent.completed) &&
    wanted.sort().join() === bought.sort().join()
  )
}

/** A catalog item may sell other things by now. */
function keyOfLine({ catalogItemId, quantity, seats }: Omit<WantedLine, 'product'>, product: unknown): string {
  return catalogItemId === null ? `${product} ${seats}` : `item ${catalogItemId} ${quantity}`
}

function totalOf({ lines }: PlaceOrderIntent): number {
  return lines.reduce((sum, { credits }) => sum + toHundredths(credits ?? '0'), 0)
}

function addOrder(
  { draft, organization }: OrderFrame,
  intent: PlaceOrderIntent,
  products: readonly Product[],
  userId: number | null,
): Order {
  const { teamId, reference, payment, call, lines } = intent
  const order = draft.orders.add({
    id: draft.newId(),
    organizationId: organization.id,
    teamId,
    userId,
    reference,
    source: call.source,
    payment,
    credits: toAmount(totalOf(intent)),
    completedAt: null,
    cancelledAt: null,
    failedAt: null,
    partiallyRefundedAt: null,
    refundedAt: null,
  })
  for (const [index, { product: _, credits, ...line }] of lines.entries())
    draft.orderLines.add({
      ...line,
      id: draft.newId(),
      orderId: order.id,
      productId: (products[index] as Product).id,
      userId: line.seats === 0 ? userId : null,
      credits: credits ?? '0.00',
      refundedAt: null,
      refundedOperationId: null,
      refundedReason: null,
    })
  return order
}

function complete(frame: OrderFrame, order: Order): GivenByOrder | { readonly problems: readonly Problem[] } {
  const { draft } = frame
  const lines = draft.orderLines.get(order.id)
  const ended = lines.flatMap(line => findEnded(frame, line))
  const problems = order.payment === 'credits' ? [...ended, ...pay(draft, order)] : ended
  if (problems.length > 0) return { problems }
  const seats = lines.flatMap(line => (line.seats > 0 ? giveSeats(frame, order, line) : []))
  const enrollments = lines.flatMap(line => (line.userId === null ? [] : giveAccess(frame, line.userId, line)))
  return { order: draft.orders.replace(order, { ...order, completedAt: draft.now }), enrollments, seats }
}

/** Whoever waits for a seat comes first, as always. */
function giveSeats(frame: OrderFrame, { teamId }: Order, line: OrderLine): SeatsOutcome[] {
  const { draft } = frame
  const product = getProduct(draft, line.productId)
  const { seats: quantity, ownPeriod } = line
  const entry = { quantity, reference: null, orderLineId: line.id, ownPeriod }
  const { added } = addSeats(draft, { id: teamId as number }, product, entry)
  const seat = findSeat(draft, teamId as number, product.id)
  if (!seat) return []
  seatNext(draft, seat, frame.organization)
  return [{ ...seatsOutcome(draft, seat, product), added }]
}

function giveAccess({ draft, organization }: OrderFrame, userId: number, line: OrderLine): EnrollmentOutcome[] {
  const product = getProduct(draft, line.productId)
  const { renewal } = product
  return coursesOf(draft, product).map(course =>
    enrol(draft, course, { organization, userId, ...giftOf(line, product), renewal }),
  )
}

/** What nobody can be given any more is not sold. */
function findEnded({ draft, organization: { timeZone } }: OrderFrame, line: OrderLine): Problem[] {
  if (line.userId === null) return []
  const product = getProduct(draft, line.productId)
  const { userId } = line
  return coursesOf(draft, product).flatMap(course => {
    const day = endedBefore(draft, course, giftOf(line, product), { userId, timeZone })
    return day === null ? [] : [{ code: 'course_ended', field: 'lines', value: course.name, day } as const]
  })
}

function giftOf({ id }: OrderLine, { ownPeriod: period }: Product) {
  return { source: 'order', originId: id, reference: null, period } as const
}

function mailWhatIsGiven(frame: OrderFrame, person: Person, welcome: boolean, { enrollments }: GivenByOrder): void {
  mailPerson(frame.draft, person, { ...frame, welcome: welcome && enrollments.some(({ unchanged }) => !unchanged) })
}
