import { type RawBuilder, sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import { idOfEmail } from '../accounts/aliases.ts'
import { selectCreditEntries } from '../credits/queries.ts'
import { findBeginning } from '../db/beginnings.ts'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { type OrderState, stateOfOrder } from '../lib/states/order-state.ts'
import { listOperationsOf } from '../operations/find-operations.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export interface OrderFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  /** The beginning of the reference, or of the customer's email. */
  readonly search?: string
  readonly state?: OrderState
  readonly team?: number
  readonly reference?: string
  /** Normalized. */
  readonly email?: string
  readonly since?: Date
  readonly until?: Date
}

/** Orders of these organizations and their teams, the latest first. */
export async function listOrders(reader: Reader, filter: OrderFilter): Promise<Page<Order>> {
  const { organizationIds, search, state, team, reference, email, since, until, sort = '-created_at', ...page } = filter
  let query = selectOrders(reader)
  const texts = [sql`lower("order".reference)`]
  const found = await findBeginning(reader, search, { table: 'orders', alias: 'order', organizationIds, texts })
  if (found) query = query.where(found.isOne)
  if (state !== undefined) query = query.where(hasState[state])
  if (team !== undefined) query = query.where('order.team_id', '=', team)
  if (reference !== undefined) query = query.where('order.reference', '=', reference)
  if (email !== undefined) query = query.where('order.user_id', '=', idOfEmail(email))
  if (since !== undefined) query = query.where('order.created_at', '>=', since)
  if (until !== undefined) query = query.where('order.created_at', '<', until)
  const by = found?.by ?? (team !== undefined || email !== undefined ? 'other' : 'each')
  const places = { column: 'order.organization_id', ids: organizationIds, by } as const
  const sorts = { id: 'order.id', created_at: 'order.created_at' }
  const { data, ...rest } = await readPage(query, { ...page, sort }, sorts, places)
  return { ...rest, data: await show(reader, data) }
}

/** Throws `not_found`, also for an order out of the caller's reach. */
export async function getOrder(reader: Reader, { organization }: Reach, id: number): Promise<Order> {
  const row = await selectOrders(reader)
    .where('order.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw unknown(id)
  return (await show(reader, [row]))[0] as Order
}

/** With what was paid and given back, and how it came to its state. */
export async function getOrderWithHistory(reader: Reader, caller: Reach, id: number) {
  const order = await getOrder(reader, caller, id)
  const [entries, operations, soldAbove] = await Promise.all([
    selectCreditEntries(reader)
      .where('entry.order_id', '=', id)
      .orderBy('entry.created_at')
      .orderBy('entry.id')
      .execute(),
    listOperationsOf(reader, caller, { kind: 'order', id }),
    listSoldAbove(reader, caller, id),
  ])
  const timeline = operations.map(({ after, ...row }) => ({ state: (after as { state: OrderState }).state, ...row }))
  return { ...order, lines_from_above: soldAbove, credit_entries: entries, timeline }
}

/** The ids of the lines of an order that were sold from above. */
async function listSoldAbove(reader: Reader, { organization }: Reach, orderId: number): Promise<number[]> {
  const lines = await reader
    .selectFrom('order_lines as line')
    .innerJoin('catalog_items as item', 'item.id', 'line.catalog_item_id')
    .innerJoin('organizations as seller', 'seller.id', 'item.organization_id')
    .select('line.id')
    .where('line.order_id', '=', orderId)
    .where(sql<boolean>`not ${isInReach(organization, 'seller')}`)
    .orderBy('line.id')
    .execute()
  return lines.map(({ id }) => id)
}

function unknown(id: number): Refusal {
  return new Refusal('not_found', `There is no order ${id}.`)
}

/** As `stateOfOrder` says it, for indexes: what is rare has its own. */
const hasState: Readonly<Record<OrderState, RawBuilder<boolean>>> = {
  pending: sql`"order".completed_at is null and "order".cancelled_at is null and "order".failed_at is null`,
  failed: sql`"order".completed_at is null and "order".cancelled_at is null and "order".failed_at is not null`,
  cancelled: sql`"order".completed_at is null and "order".cancelled_at is not null`,
  completed: sql`"order".completed_at is not null and "order".partially_refunded_at is null`,
  partially_refunded: sql`"order".partially_refunded_at is not null and "order".refunded_at is null`,
  refunded: sql`"order".partially_refunded_at is not null and "order".refunded_at is not null`,
}

function selectOrders(reader: Reader) {
  return reader
    .selectFrom('orders as order')
    .innerJoin('organizations as organization', 'organization.id', 'order.organization_id')
    .leftJoin('teams as team', 'team.id', 'order.team_id')
    .leftJoin('users as user', 'user.id', 'order.user_id')
    .leftJoin('memberships as membership', join =>
      join
        .onRef('membership.user_id', '=', 'order.user_id')
        .onRef('membership.organization_id', '=', 'order.organization_id'),
    )
    .select(['order.id', 'organization.slug as organization', 'team.name as team', 'order.team_id'])
    .select(['order.user_id', 'user.email', 'user.first_name', 'user.last_name'])
    .select('membership.suspended_at as membership_suspended_at')
    .select(['order.credits', 'order.source'])
    .select(selectGiven('order.reference').as('reference'))
    .select(sql<'credits' | 'external'>`"order".payment`.as('payment'))
    .select(['order.completed_at', 'order.cancelled_at', 'order.failed_at', 'order.partially_refunded_at'])
    .select(['order.refunded_at', 'order.created_at', 'order.updated_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOrders>['executeTakeFirstOrThrow']>>
export type Order = Awaited<ReturnType<typeof show>>[number]

async function show(reader: Reader, orders: readonly Row[]) {
  const lines = Map.groupBy(
    await listLines(
      reader,
      orders.map(({ id }) => id),
    ),
    ({ order_id }) => order_id,
  )
  return orders.map(({ user_id, email, first_name, last_name, membership_suspended_at, ...order }) => ({
    ...order,
    user:
      user_id === null
        ? null
        : {
            ...{ id: user_id, email: email ?? '', first_name: first_name ?? '', last_name: last_name ?? '' },
            membership_suspended_at,
          },
    state: stateOfOrder(order),
    lines: (lines.get(order.id) ?? []).map(({ order_id: _, ...line }) => line),
  }))
}

function listLines(reader: Reader, orderIds: readonly number[]) {
  return reader
    .selectFrom('order_lines as line')
    .innerJoin('products as product', 'product.id', 'line.product_id')
    .select(['line.id', 'line.order_id', 'line.catalog_item_id as catalog_item', 'product.name as product'])
    .select([
      'line.product_id',
      'product.display_name',
      'line.quantity',
      'line.seats',
      'line.credits',
      showAccess('line'),
    ])
    .select(['line.refunded_at', 'line.refunded_reason'])
    .where('line.order_id', '=', sql<number>`any(${orderIds}::bigint[])`)
    .orderBy('line.id')
    .execute()
}
