/** Orders that are there: paid, ended, or given back. */

import type { Refused } from '../decide/decided.ts'
import type { OrderIntent, RefundOrderIntent } from '../intents/order.ts'
import type { About, Name, Rule } from './action.ts'

interface Order {
  readonly order: number
}

const ofOrder = ({ order }: Order): Name<'order'> => ['order', order]

/** That it was paid elsewhere, or was not, and that what was paid is given back, is for who sold it to say. */
const isSellers = {
  complete_order: ({ payment }: About<'order'>['thing']) => payment === 'external',
  fail_order: ({ payment }: About<'order'>['thing']) => payment === 'external',
  cancel_order: () => false,
} as const

const end = <Asked extends Order>(
  kind: OrderIntent['kind'],
): Rule<Asked & { readonly welcome?: boolean }, 'order', OrderIntent> => ({
  kind,
  permission: 'orders.edit',
  of: ofOrder,
  intent: ({ order: orderId, welcome = false }, { thing, caller }) => {
    const foreign = isSellers[kind](thing) ? soldFromAbove({ thing, caller }) : null
    return foreign ?? { orderId, teamId: thing.teamId, email: thing.email, welcome }
  },
})

const refundOrder: Rule<Order & Pick<RefundOrderIntent, 'lineIds' | 'reason' | 'reclaim'>, 'order', RefundOrderIntent> =
  {
    kind: 'refund_order',
    permission: 'orders.edit',
    of: ofOrder,
    intent: ({ order: orderId, ...wanted }, { thing, caller }) => {
      const foreign = soldFromAbove({ thing, caller }, wanted.lineIds)
      return foreign ?? { orderId, teamId: thing.teamId, email: thing.email, ...wanted }
    },
  }

/** Null: all of the order, or of these lines, was sold from where the caller is or below. */
function soldFromAbove(
  { thing, caller }: Pick<About<'order'>, 'thing' | 'caller'>,
  lineIds: readonly number[] | null = null,
): Refused | null {
  const foreign = thing.sold.find(
    ({ lineId, path }) => !path.includes(caller.organization.id) && (lineIds?.includes(lineId) ?? true),
  )
  return foreign ? { problems: [{ code: 'seller_only', field: 'order', value: foreign.item }] } : null
}

export const orderActions = {
  complete_order: end('complete_order'),
  cancel_order: end('cancel_order'),
  fail_order: end('fail_order'),
  refund_order: refundOrder,
} as const
