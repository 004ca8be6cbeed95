import { Plus } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { type OrderRow, useOrderColumns } from './order-columns.tsx'

export function OrdersPage() {
  const [{ state, team }] = useAddress<'state' | 'team'>()
  const columns = useOrderColumns()
  return (
    <Page title={words.orders.title} actions={<NewOrderLink />}>
      <List
        label={words.orders.title}
        path="/api/orders"
        query={{
          state: state && state in words.orders.states ? (state as OrderRow['state']) : undefined,
          team: team === undefined ? undefined : Number(team),
        }}
        columns={columns}
        search={words.orders.search}
        filters={<Filters />}
        empty={
          <Empty title={words.orders.emptyTitle} hint={words.orders.emptyHint}>
            <NewOrderLink />
          </Empty>
        }
        hasCsv
      />
    </Page>
  )
}

function NewOrderLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newOrder} params={{ organization }} whyNot={unless('orders.create')}>
      {words.orders.add}
    </ActionLink>
  )
}

function Filters() {
  return (
    <>
      <FilterSelect
        name="state"
        label={words.orders.filters.state}
        options={Object.entries(words.orders.states).map(([id, name]) => ({ id, name }))}
      />
      <SearchFilter kind="team" name="team" label={words.orders.filters.team} />
    </>
  )
}
