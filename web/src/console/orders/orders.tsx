import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useActing } from '../../acting.ts'
import { reading } from '../../api/reading.ts'
import { paths } from '../../paths.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { SearchBox } from '../../table/search-box.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/action-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { useAddress } from '../../use-address.ts'
import { type OrderRow, useOrderColumns } from './order-columns.tsx'

export function OrdersPage() {
  const [{ state, team, reference, email }] = useAddress<'state' | 'team' | 'reference' | 'email'>()
  const columns = useOrderColumns()
  return (
    <Page title={words.orders.title} actions={<NewOrderLink />}>
      <List
        label={words.orders.title}
        path="/api/orders"
        query={{
          state: state && state in words.orders.states ? (state as OrderRow['state']) : undefined,
          team: team === undefined ? undefined : Number(team),
          reference,
          email,
        }}
        columns={columns}
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
  const { organization, may } = useActing()
  const teams = useQuery({
    ...reading(organization, '/api/teams', { query: { limit: 200, sort: 'name' } }),
    enabled: may('teams.view'),
  })
  return (
    <>
      <SearchBox name="email" label={words.orders.byEmail} />
      <SearchBox name="reference" label={words.orders.byReference} />
      <FilterSelect
        name="state"
        label={words.orders.filters.state}
        options={Object.entries(words.orders.states).map(([id, name]) => ({ id, name }))}
      />
      {teams.data && teams.data.data.length > 0 && (
        <FilterSelect name="team" label={words.orders.filters.team} options={teams.data.data} />
      )}
    </>
  )
}
