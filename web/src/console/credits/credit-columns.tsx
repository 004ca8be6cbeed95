import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting.ts'
import type { Row } from '../../api/reading.ts'
import { paths } from '../../paths.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { useFormat } from '../../use-format.ts'

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
