import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'

type Entry = Row<'/api/teams/{id}/credits'>

export function useCreditColumns(): Column<Entry>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.credits
  return [
    {
      id: 'description',
      name: columns.description,
      grow: 2,
      cell: ({ description, order, amount }) => (
        <span className="font-medium">{description || sayOrder(order, amount)}</span>
      ),
    },
    {
      id: 'amount',
      name: columns.amount,
      onPhone: true,
      cell: ({ amount }) => (
        <span className={`tabular-nums ${amount.startsWith('-') ? 'text-danger' : 'text-good'}`}>
          {format.amount(amount)}
        </span>
      ),
    },
    {
      id: 'order',
      name: columns.order,
      cell: ({ order }) =>
        order === null ? (
          '–'
        ) : (
          <Link
            to={paths.order}
            params={{ organization, id: String(order) }}
            className="underline underline-offset-4 hover:text-accent"
          >
            {words.credits.order(order)}
          </Link>
        ),
    },
    {
      id: 'at',
      name: columns.at,
      sort: 'created_at',
      isMoment: true,
      cell: ({ created_at }) => format.moment(created_at),
    },
  ]
}

/** Entries of orders have no words of their own. */
function sayOrder(order: number | null, amount: string) {
  if (order === null) return words.credits.noDescription
  return amount.startsWith('-') ? words.credits.orderPaid : words.credits.orderRefunded
}
