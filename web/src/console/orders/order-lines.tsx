import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { useProductAccess } from '../../format/use-product-access.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { costsCredits } from './order-columns.tsx'

type OrderShown = Answer<'/api/orders/{id}'>

export function OrderLines({ order }: { order: OrderShown }) {
  const format = useFormat()
  const { organization, may } = useActing()
  const sayAccess = useProductAccess()
  const products = useQuery({
    ...reading(organization, '/api/products', { query: { limit: 200, archived: true } }),
    enabled: may('catalog.view') && order.lines.some(({ access }) => access === null),
  })
  const productOf = (id: number) => products.data?.data.find(product => product.id === id)
  return (
    <Card title={words.orders.lines}>
      <ul className="flex flex-col divide-y divide-line">
        {order.lines.map(({ id, product_id, display_name, seats, credits, access, refunded_at, refunded_reason }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0"
          >
            <div className="flex min-w-0 flex-col">
              <span className="font-medium">{words.orders.line(display_name, seats)}</span>
              <span className="text-quiet text-sm">
                {[sayAccess(productOf(product_id), access), refunded_reason].filter(Boolean).join(' · ')}
              </span>
            </div>
            <div className="flex flex-wrap items-center gap-3 text-sm">
              {refunded_at && <Badge>{words.orders.lineRefunded(format.day(refunded_at))}</Badge>}
              {costsCredits(order, credits) && (
                <span className="tabular-nums">{words.orders.lineCredits(format.amount(credits))}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
