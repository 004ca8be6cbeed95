/**
 * Reads and locks what only intents about orders touch: the orders, then the credits that pay for them. Seats are locked
 * after that, so two sets never wait in a circle.
 */
import type { Intent } from '../intents/intent.ts'
import { creditAccounts, creditEntries, orderLines, orders } from '../rows/order.ts'
import type { Rows } from '../snapshot.ts'
import { query, type RowsOf, select } from './query.ts'

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
    } else if (intent.kind === 'move_seats') {
      // Its reference may be an order's.
      if (intent.reference !== null) orderReferences.add(intent.reference)
    } else if ('orderId' in intent && intent.orderId !== null) {
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

type Touched = TouchedOrders & {
  readonly teamIds: readonly number[]
  /** Operations that are to be undone. */
  readonly operationIds: readonly number[]
}

/** What `orderQueries` are asked with; null: there is nothing to ask for. */
export function valuesOfOrders({ orderIds, orderReferences, payers, teamIds, operationIds }: Touched) {
  if ([orderIds, orderReferences, payers, operationIds].every(list => list.length === 0)) return null
  return { orderIds, orderReferences, payers, operationIds, payingTeams: payers.length > 0 ? teamIds : [] }
}

/** `read`: nothing where nothing was asked. */
export function loadedOrders(
  { productIds }: Pick<TouchedOrders, 'productIds'>,
  read: Partial<RowsOf<typeof orderQueries>>,
): LoadedOrders {
  const { orders = [], orderLines = [], creditAccounts = [], creditEntries = [], orderedCourses = [] } = read
  return {
    ...{ orders, orderLines, creditAccounts, creditEntries },
    productIds: [...productIds, ...orderLines.map(line => line.productId)],
    courseIds: orderedCourses.map(({ courseId }) => courseId),
  }
}

/** After the people were locked. */
export const orderQueries = {
  orders: select(
    'lock orders',
    orders,
    `from orders where id = any(array(
      select id from orders where organization_id = any(:organizationIds::bigint[]) and id = any(:orderIds::bigint[])
      union all
      select id from orders
        where organization_id = any(:organizationIds::bigint[]) and reference = any(:orderReferences::text[])))
    order by id for no key update`,
  ),
  // Also of orders that may be repeated, and what was bought by a grant that may come to stand again.
  orderLines: select(
    'load order lines',
    orderLines,
    `from order_lines where order_id = any(:orderIds::bigint[]) or id = any(array(
      select origin_id from grants where source = 'order' and revoked_operation_id = any(:operationIds::bigint[])
      union all
      select line.id from orders join order_lines line on line.order_id = orders.id
      where orders.organization_id = any(:organizationIds::bigint[]) and orders.reference = any(:orderReferences::text[])))
    order by id`,
  ),
  creditAccounts: select(
    'lock credit accounts',
    creditAccounts,
    `from credit_accounts
    where organization_id = any(:payers::bigint[]) or team_id = any(:payingTeams::bigint[]) order by id for no key update`,
  ),
  creditEntries: select(
    'load credit entries',
    creditEntries,
    'from credit_entries where order_id = any(:orderIds::bigint[])',
  ),
  // A product may have lost a course since.
  orderedCourses: query<{ readonly courseId: number }>(
    'load courses of orders',
    `select distinct course_id as "courseId" from grants
    where source = 'order' and origin_id = any(array(select id from order_lines where order_id = any(:orderIds::bigint[])))`,
  ),
}
