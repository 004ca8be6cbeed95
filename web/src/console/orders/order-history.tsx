import type { Answer } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { sayActor } from '../operations/operation-words.tsx'
import { OrderState } from './order-state.tsx'

type OrderShown = Answer<'/api/orders/{id}'>

/** How it came to its state, and which credits moved. */
export function OrderHistory({ order: { timeline, credit_entries } }: { order: OrderShown }) {
  const format = useFormat()
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card title={words.orders.history}>
        <ol className="flex flex-col gap-3">
          {timeline.map(({ id, state, at, actor }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
              <OrderState state={state} />
              <span className="text-quiet">{[format.moment(at), words.orders.by(sayActor(actor))].join(' · ')}</span>
            </li>
          ))}
        </ol>
      </Card>
      {credit_entries.length > 0 && (
        <Card title={words.orders.paid}>
          <ul className="flex flex-col gap-3">
            {credit_entries.map(({ id, amount, description, created_at }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 text-sm">
                <span className="font-medium tabular-nums">{format.amount(amount)}</span>
                <span className="text-quiet">
                  {[description, format.moment(created_at)].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}
