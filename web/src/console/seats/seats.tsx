import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { expandIf } from '../../api/called.ts'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
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
  return (
    <>
      <SearchFilter kind="team" name="team" label={words.seats.filters.team} />
      <SearchFilter kind="product" name="product" label={words.seats.filters.product} />
    </>
  )
}
