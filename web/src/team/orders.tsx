import type { Row } from '../api/reading.ts'
import { List } from '../table/list.tsx'
import { words } from '../text/words.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../use-format.ts'
import { useMyTeam } from './my-team.ts'
import { useCatalogNames } from './use-catalog-names.ts'

type Order = Row<'/api/orders'>

const tones: Partial<Record<Order['state'], Tone>> = { completed: 'good', pending: 'accent', failed: 'bad' }

export function TeamOrders() {
  const { team } = useMyTeam()
  const format = useFormat()
  const called = useCatalogNames()
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
          cell: ({ lines }: Order) => (
            <span className="font-medium">
              {lines.map(({ product, seats }) => words.orders.line(called.product(product), seats)).join(' · ')}
            </span>
          ),
        },
        {
          id: 'state',
          name: columns.state,
          onPhone: true,
          cell: ({ state }) => <Badge tone={tones[state]}>{words.orders.states[state]}</Badge>,
        },
        {
          id: 'credits',
          name: columns.credits,
          cell: ({ credits }) => <span className="tabular-nums">{credits}</span>,
        },
        { id: 'placed', name: columns.placed, sort: 'created_at', cell: ({ created_at }) => format.day(created_at) },
      ]}
      empty={<Empty title={words.portal.noOrders} hint={words.portal.noOrdersHint} />}
      hasCsv
    />
  )
}
