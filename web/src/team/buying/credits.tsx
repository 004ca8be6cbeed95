import { useQuery } from '@tanstack/react-query'
import { type Row, reading } from '../../api/reading.ts'
import { costsCredits } from '../../console/orders/order-columns.tsx'
import { useFormat } from '../../format/use-format.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { useMyTeam } from '../my-team.ts'

type Entry = Row<'/api/teams/{id}/credits'>

/** What came in and went out. */
export function TeamCredits() {
  const { organization, team } = useMyTeam()
  const format = useFormat()
  const { columns } = words.credits
  const orders = useQuery(reading(organization, '/api/orders', { query: { team, limit: 200 } }))
  const hint = orders.data?.data.some(order => costsCredits(order))
    ? words.portal.paidByOrganization
    : words.portal.noCreditsHint
  return (
    <List
      label={words.portal.orderTabs.credits}
      path="/api/teams/{id}/credits"
      params={{ id: team }}
      columns={[
        {
          id: 'description',
          name: columns.description,
          grow: 2,
          cell: ({ description, order }: Entry) => description || (order ? words.credits.order(order) : '–'),
        },
        {
          id: 'amount',
          name: columns.amount,
          onPhone: true,
          cell: ({ amount }) => <span className="tabular-nums">{amount}</span>,
        },
        { id: 'at', name: columns.at, sort: 'created_at', cell: ({ created_at }) => format.day(created_at) },
      ]}
      empty={<Empty title={words.portal.noCredits} hint={hint} />}
      hasCsv
    />
  )
}
