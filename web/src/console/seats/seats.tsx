import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting.ts'
import { expandIf } from '../../api/called.ts'
import { reading } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/action.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { useAddress } from '../../use-address.ts'
import { AddSeats } from './add-seats.tsx'
import { useSeatColumns } from './seat-columns.tsx'

/** What the teams have, and how much of it is used. */
export function SeatsPage() {
  const { may, unless } = useActing()
  const [{ team, product }] = useAddress<'team' | 'product'>()
  const columns = useSeatColumns()
  const [isAdding, add] = useState(false)
  const addButton = (
    <Action look="main" icon={Plus} whyNot={unless('seats.create')} onPress={() => add(true)}>
      {words.seats.add}
    </Action>
  )
  return (
    <Page title={words.seats.title} about={words.seats.about} actions={addButton}>
      <List
        label={words.seats.title}
        path="/api/seats"
        query={{
          team: team === undefined ? undefined : Number(team),
          product,
          ...expandIf(may('catalog.view'), 'product'),
        }}
        columns={columns}
        filters={<Filters />}
        empty={
          <Empty title={words.seats.emptyTitle} hint={words.seats.emptyHint}>
            {addButton}
          </Empty>
        }
        hasCsv
      />
      {isAdding && <AddSeats onClose={() => add(false)} />}
    </Page>
  )
}

function Filters() {
  const { organization, may } = useActing()
  const query = { limit: 200, sort: 'name' }
  const teams = useQuery({ ...reading(organization, '/api/teams', { query }), enabled: may('teams.view') })
  const products = useQuery({ ...reading(organization, '/api/products', { query }), enabled: may('catalog.view') })
  return (
    <>
      {teams.data && <FilterSelect name="team" label={words.seats.filters.team} options={teams.data.data} />}
      {products.data && (
        <FilterSelect
          name="product"
          label={words.seats.filters.product}
          options={products.data.data.map(({ name, display_name }) => ({ id: name, name: display_name }))}
        />
      )}
    </>
  )
}
