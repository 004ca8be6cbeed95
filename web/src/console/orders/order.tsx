import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { costsCredits, sayBuyer } from './order-columns.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderState } from './order-state.tsx'
import { listRefundable, RefundDialog } from './refund-dialog.tsx'
import { type StateChange, StateDialog } from './state-dialog.tsx'

type OrderShown = Answer<'/api/orders/{id}'>

export function OrderPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/orders/$id' })
  const order = useQuery(reading(organization, '/api/orders/{id}', { path: { id: Number(id) } }))
  return <Loaded query={order}>{order => <Order order={order} />}</Loaded>
}

function Order({ order }: { order: OrderShown }) {
  const { organization } = useActing()
  const format = useFormat()
  const [asked, ask] = useState<StateChange | 'refund' | null>(null)
  return (
    <Page
      title={words.orders.name(order.id)}
      about={
        <>
          <OrderState state={order.state} />
          <span>{words.orders.placedOn(format.moment(order.created_at))}</span>
        </>
      }
      back={{ to: paths.orders, params: { organization }, name: words.orders.title }}
      actions={<Actions order={order} ask={ask} />}
    >
      <Card>
        <Facts
          facts={[
            [words.orders.columns.buyer, sayBuyer(order)],
            [words.orders.payment, words.orders.payments[order.payment]],
            [words.orders.columns.credits, costsCredits(order) ? format.amount(order.credits) : null],
            [words.orders.reference, order.reference],
            [words.orders.columns.source, order.source],
          ]}
        />
      </Card>
      <OrderLines order={order} />
      <OrderHistory order={order} />
      {asked === 'refund' && <RefundDialog order={order} onClose={() => ask(null)} />}
      {asked && asked !== 'refund' && <StateDialog change={asked} id={order.id} onClose={() => ask(null)} />}
    </Page>
  )
}

/** The next step is a button; what is rarer is in the menu. */
function Actions({ order, ask }: { order: OrderShown; ask: (what: StateChange | 'refund') => void }) {
  const { unless } = useActing()
  const needs = unless('orders.edit')
  const isOpen = order.state === 'pending' || order.state === 'failed'
  const whyNotPaid =
    needs ?? (order.payment === 'external' && order.lines_from_above.length > 0 ? words.orders.paidAbove : null)
  const left = order.lines.filter(({ refunded_at }) => !refunded_at)
  const whyNotRefund =
    needs ??
    (left.length === 0
      ? words.orders.allRefunded
      : listRefundable(order).length === 0
        ? words.orders.refundedAbove
        : null)
  return (
    <>
      {isOpen && (
        <Action look="main" whyNot={whyNotPaid} onPress={() => ask('complete')}>
          {words.orders.complete}
        </Action>
      )}
      {order.completed_at && (
        <Action whyNot={whyNotRefund} onPress={() => ask('refund')}>
          {words.orders.refund}
        </Action>
      )}
      {isOpen && (
        <ActionsMenu
          actions={[
            { name: words.orders.fail, whyNot: whyNotPaid, onAction: () => ask('fail') },
            { name: words.orders.cancel, isDangerous: true, whyNot: needs, onAction: () => ask('cancel') },
          ]}
        />
      )}
    </>
  )
}
