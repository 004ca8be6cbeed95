/** Orders: placed, and, once they are there, paid, ended, or given back. */
import type { OrderIntent, RefundOrderIntent } from '../intents/order.ts'
import type { About, Name, Rule } from './action.ts'
import { placeOrder } from './place-order.ts'
import { refundReference } from './refund-reference.ts'
import { soldFromAbove } from './sold-from-above.ts'

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
    const foreign = isSellers[kind](thing) ? soldFromAbove(thing.sold, caller) : null
    return foreign ?? { orderId, teamId: thing.teamId, email: thing.email, welcome }
  },
})

const refundOrder: Rule<Order & Pick<RefundOrderIntent, 'lineIds' | 'reason' | 'reclaim'>, 'order', RefundOrderIntent> =
  {
    kind: 'refund_order',
    permission: 'orders.edit',
    of: ofOrder,
    intent: ({ order: orderId, ...wanted }, { thing, caller }) => {
      const lines = thing.sold.filter(({ lineId }) => wanted.lineIds?.includes(lineId) ?? true)
      const foreign = soldFromAbove(lines, caller)
      return foreign ?? { orderId, teamId: thing.teamId, email: thing.email, ...wanted }
    },
  }

export const orderActions = {
  place_order: placeOrder,
  complete_order: end('complete_order'),
  cancel_order: end('cancel_order'),
  fail_order: end('fail_order'),
  refund_order: refundOrder,
  refund: refundReference,
} as const
