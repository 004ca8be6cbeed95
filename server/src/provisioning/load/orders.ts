/**
 * Reads and locks what only intents about orders touch: the orders, then the credits that pay for them. Seats are locked
 * after that, so two sets never wait in a circle.
 */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Intent } from '../intents/intent.ts'
import type { Period } from '../rows/course.ts'
import type { CreditAccount, CreditEntry, Order, OrderLine } from '../rows/order.ts'
import type { Rows } from '../snapshot.ts'

export interface TouchedOrders {
  readonly orderIds: readonly number[]
  /** Orders that may be there already. */
  readonly orderReferences: readonly string[]
  /** Of what catalog items sell. */
  readonly productIds: readonly number[]
  /** Whose credits, and whose teams' credits, may pay or come back. */
  readonly payers: readonly number[]
}

export type LoadedOrders = Pick<Rows, 'orders' | 'orderLines' | 'creditAccounts' | 'creditEntries'> & {
  /** Of the orders' lines, and of what is bought now. */
  readonly productIds: readonly number[]
  /** Of the grants that the orders gave. */
  readonly courseIds: readonly number[]
}

const none: LoadedOrders = {
  orders: [],
  orderLines: [],
  creditAccounts: [],
  creditEntries: [],
  productIds: [],
  courseIds: [],
}

export function whatOfOrders(intents: readonly Intent[]): TouchedOrders {
  const orderIds = new Set<number>()
  const orderReferences = new Set<string>()
  const productIds = new Set<number>()
  const payers = new Set<number>()
  for (const intent of intents) {
    const { organizationId } = intent.call
    if (organizationId === null) continue
    if (intent.kind === 'place_order') {
      if (intent.reference !== null) orderReferences.add(intent.reference)
      for (const { product } of intent.lines) if (typeof product === 'number') productIds.add(product)
      if (intent.payment === 'credits') payers.add(organizationId)
    } else if ('orderId' in intent) {
      orderIds.add(intent.orderId)
      payers.add(organizationId)
    }
  }
  return {
    orderIds: [...orderIds],
    orderReferences: [...orderReferences],
    productIds: [...productIds],
    payers: [...payers],
  }
}

export async function loadOrders(
  client: ClientBase,
  { orderIds, orderReferences, productIds, payers }: TouchedOrders,
  {
    organizationIds,
    teamIds,
    operationIds,
  }: {
    readonly organizationIds: readonly number[]
    readonly teamIds: readonly number[]
    /** Operations that are to be undone. */
    readonly operationIds: readonly number[]
  },
): Promise<LoadedOrders> {
  if ([orderIds, orderReferences, payers, operationIds].every(list => list.length === 0)) return { ...none, productIds }
  const ids = arrayLiteral(orderIds)
  const references = arrayLiteral(orderReferences)
  const [orders, lines, creditAccounts, creditEntries, courses] = (await runTogether(client, [
    { ...lockOrders, values: [arrayLiteral(organizationIds), ids, references] },
    { ...selectLines, values: [ids, arrayLiteral(operationIds), arrayLiteral(organizationIds), references] },
    { ...lockAccounts, values: [arrayLiteral(payers), arrayLiteral(payers.length > 0 ? teamIds : [])] },
    { ...selectEntries, values: [ids] },
    { ...selectCourses, values: [ids] },
  ])) as unknown as [
    Order[],
    (Omit<OrderLine, 'ownPeriod'> & Period)[],
    CreditAccount[],
    CreditEntry[],
    { readonly courseId: number }[],
  ]
  return {
    orders,
    orderLines: lines.map(withOwnPeriod),
    creditAccounts,
    creditEntries,
    productIds: [...productIds, ...lines.map(line => line.productId)],
    courseIds: courses.map(({ courseId }) => courseId),
  }
}

const lockOrders: Statement = {
  name: 'lock orders',
  text: `
    select id, organization_id as "organizationId", team_id as "teamId", user_id as "userId", reference, source, payment,
      credits, operation_id as "operationId", completed_at as "completedAt", cancelled_at as "cancelledAt",
      failed_at as "failedAt", partially_refunded_at as "partiallyRefundedAt", refunded_at as "refundedAt"
    from orders where id = any(array(
      select id from orders where organization_id = any($1::bigint[]) and id = any($2::bigint[])
      union all
      select id from orders where organization_id = any($1::bigint[]) and reference = any($3::text[])))
    order by id for no key update`,
}

/** Also of orders that may be repeated, and what was bought by a grant that may come to stand again. */
const selectLines: Statement = {
  name: 'load order lines',
  text: `
    select id, order_id as "orderId", catalog_item_id as "catalogItemId", product_id as "productId", user_id as "userId",
      quantity, seats, credits, access_months as months, access_days as days, access_until as until,
      refunded_at as "refundedAt", refunded_operation_id as "refundedOperationId", refunded_reason as "refundedReason"
    from order_lines where order_id = any($1::bigint[]) or id = any(array(
      select origin_id from grants where source = 'order' and revoked_operation_id = any($2::bigint[])
      union all
      select line.id from orders join order_lines line on line.order_id = orders.id
      where orders.organization_id = any($3::bigint[]) and orders.reference = any($4::text[])))
    order by id`,
}

const lockAccounts: Statement = {
  name: 'lock credit accounts',
  text: `
    select id, organization_id as "organizationId", team_id as "teamId", balance from credit_accounts
    where organization_id = any($1::bigint[]) or team_id = any($2::bigint[]) order by id for no key update`,
}

const selectEntries: Statement = {
  name: 'load credit entries',
  text: `
    select id, account_id as "accountId", amount, order_id as "orderId", operation_id as "operationId"
    from credit_entries where order_id = any($1::bigint[])`,
}

/** A product may have lost a course since. */
const selectCourses: Statement = {
  name: 'load courses of orders',
  text: `
    select distinct course_id as "courseId" from grants
    where source = 'order' and origin_id = any(array(select id from order_lines where order_id = any($1::bigint[])))`,
}

function withOwnPeriod<Row extends Period>({ months, days, until, ...row }: Row) {
  return { ...row, ownPeriod: months === null && days === null && until === null ? null : { months, days, until } }
}
