import type { Row } from '../../api/reading.ts'
import { costsCredits } from '../../console/orders/order-columns.tsx'
import { useFormat } from '../../format/use-format.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { useMyTeam } from '../my-team.ts'

type Order = Row<'/api/orders'>

const tones: Partial<Record<Order['state'], Tone>> = { completed: 'good', pending: 'accent', failed: 'bad' }

export function TeamOrders() {
  const { team } = useMyTeam()
  const format = useFormat()
  const { columns } = words.orders
  return (
    <List
      label={words.portal.orderTabs.orders}
      path="/api/orders"
      query={{ team }}
      columns={[
        {
          id: 'what',
          name: columns.what,
          grow: 2,
          cell: (order: Order) => (
            <>
              <span className="block truncate font-medium">
                {order.lines.map(({ display_name, seats }) => words.orders.line(display_name, seats)).join(' · ')}
              </span>
              <span className="block truncate text-quiet text-xs @[30rem]:hidden">
                {format.day(order.created_at)}
                {costsCredits(order) && ` · ${words.portal.price(format.amount(order.credits))}`}
              </span>
            </>
          ),
        },
        {
          id: 'state',
          name: columns.state,
          least: 9.5,
          onPhone: true,
          cell: ({ state }) => <Badge tone={tones[state]}>{words.orders.states[state]}</Badge>,
        },
        {
          id: 'credits',
          name: columns.credits,
          cell: order => (
            <span className="tabular-nums">{costsCredits(order) ? format.amount(order.credits) : '–'}</span>
          ),
        },
        { id: 'placed', name: columns.placed, sort: 'created_at', cell: ({ created_at }) => format.day(created_at) },
      ]}
      empty={<Empty title={words.portal.noOrders} hint={words.portal.noOrdersHint} />}
      hasCsv
    />
  )
}
