import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { productOf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { useAccess } from '../../format/use-access.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { Bar } from '../../ui/show/bar.tsx'

type Seats = Row<'/api/seats'>

export function useSeatColumns(): Column<Seats>[] {
  const { organization } = useActing()
  const format = useFormat()
  const sayAccess = useAccess()
  const { columns } = words.seats
  return [
    {
      id: 'product',
      name: columns.product,
      grow: 2,
      cell: seats => (
        <Link to={paths.seatsOf} params={{ organization, id: String(seats.id) }} className="group block">
          <span className={`block truncate ${rowLook}`}>{productOf(seats)}</span>
          <span className="block truncate text-quiet text-xs">{seats.team}</span>
        </Link>
      ),
    },
    {
      id: 'used',
      name: columns.used,
      grow: 2,
      onPhone: true,
      cell: seats => {
        const { team, used, quantity } = seats
        const said = words.ui.used(format.number(used), format.number(quantity))
        return (
          <span className="flex flex-col gap-1.5 py-1">
            <span className="truncate text-quiet text-xs tabular-nums">{said}</span>
            <Bar used={used} quantity={quantity} label={`${productOf(seats)}, ${team}: ${said}`} />
          </span>
        )
      },
    },
    { id: 'left', name: columns.left, cell: ({ left }) => <span className="tabular-nums">{format.number(left)}</span> },
    {
      id: 'waiting',
      name: columns.waiting,
      cell: ({ id, waiting }) =>
        waiting > 0 ? (
          <Link to={paths.seatsOf} params={{ organization, id: String(id) }} search={{ tab: 'waiting' } as never}>
            <Badge tone="warn">{format.number(waiting)}</Badge>
          </Link>
        ) : (
          '–'
        ),
    },
    {
      id: 'reserved',
      name: columns.reserved,
      isExtra: true,
      cell: ({ reserved }) => (reserved > 0 ? format.number(reserved) : '–'),
    },
    {
      id: 'access',
      name: columns.access,
      isExtra: true,
      cell: ({ access }) => sayAccess(access, words.access.ofProduct),
    },
    { id: 'changed', name: columns.changed, isExtra: true, cell: ({ updated_at }) => format.day(updated_at) },
  ]
}
