import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { OrderState } from './order-state.tsx'

export type OrderRow = Row<'/api/orders'>

export function useOrderColumns(): Column<OrderRow>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.orders
  return [
    {
      id: 'order',
      name: columns.order,
      grow: 2,
      cell: order => (
        <Link to={paths.order} params={{ organization, id: String(order.id) }} className="group block">
          <span className={`block truncate ${rowLook}`}>{words.orders.name(order.id)}</span>
          <span className="block truncate text-quiet text-xs @max-[30rem]:hidden">{order.reference}</span>
          <span className="block truncate text-quiet text-xs @[30rem]:hidden">{sayBuyer(order)}</span>
        </Link>
      ),
    },
    {
      id: 'state',
      name: columns.state,
      grow: 1.5,
      least: 9.5,
      onPhone: true,
      cell: ({ state }) => <OrderState state={state} />,
    },
    { id: 'buyer', name: columns.buyer, grow: 2, cell: order => sayBuyer(order) },
    {
      id: 'what',
      name: columns.what,
      grow: 2,
      cell: ({ lines }) => lines.map(({ display_name, seats }) => words.orders.line(display_name, seats)).join(' · '),
    },
    {
      id: 'credits',
      name: columns.credits,
      cell: order => <span className="tabular-nums">{costsCredits(order) ? format.amount(order.credits) : '–'}</span>,
    },
    {
      id: 'placed',
      name: columns.placed,
      sort: 'created_at',
      grow: 1.3,
      cell: ({ created_at }) => format.day(created_at),
    },
    {
      id: 'payment',
      name: columns.payment,
      isExtra: true,
      cell: ({ payment }) => words.orders.payments[payment],
    },
    { id: 'source', name: columns.source, isExtra: true, cell: ({ source }) => source ?? '–' },
  ]
}

/** For whom it is: a team, a person, or both. */
export function sayBuyer({ team, user }: Pick<OrderRow, 'team' | 'user'>): string {
  return [team, user?.email].filter(Boolean).join(', ') || words.orders.ofOrganization
}

/** Not what was paid elsewhere: then the credits are only what the catalog would have asked. */
export function costsCredits({ payment, credits }: Pick<OrderRow, 'payment' | 'credits'>, part = credits): boolean {
  return payment === 'credits' && Number(part) > 0
}
