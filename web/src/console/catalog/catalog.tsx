import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { expandIf, productOf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { useAccess } from '../../format/use-access.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ArchiveItems } from './archive-items.tsx'

type Item = Row<'/api/catalog-items'>

export function CatalogPage() {
  const { may, unless } = useActing()
  const [{ archived }] = useAddress<'archived'>()
  const columns = useColumns()
  const [leaving, leave] = useState<{ items: Item[]; clear: () => void } | null>(null)
  return (
    <Page title={words.catalog.title} about={words.catalog.about} actions={<NewItemLink />}>
      <List
        label={words.catalog.title}
        path="/api/catalog-items"
        query={{ archived: archived ? true : undefined, ...expandIf(may('catalog.view'), 'product') }}
        columns={columns}
        search={words.catalog.search}
        filters={<HiddenFilter name="archived" label={words.courses.filters.archived} />}
        bulk={(items, clear) => (
          <Action look="danger" whyNot={unless('catalog.delete')} onPress={() => leave({ items, clear })}>
            {words.catalog.archive}
          </Action>
        )}
        empty={
          <Empty title={words.catalog.emptyTitle} hint={words.catalog.emptyHint}>
            <NewItemLink />
          </Empty>
        }
        hasCsv
      />
      {leaving && <ArchiveItems items={leaving.items} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewItemLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newCatalogItem}
      params={{ organization }}
      whyNot={unless('catalog.create')}
    >
      {words.catalog.add}
    </ActionLink>
  )
}

function useColumns(): Column<Item>[] {
  const { organization } = useActing()
  const format = useFormat()
  const sayAccess = useAccess()
  const { columns } = words.catalog
  const { states } = words.courses
  return [
    {
      id: 'item',
      name: columns.item,
      sort: 'name',
      grow: 2,
      cell: item => (
        <Link to={paths.catalogItem} params={{ organization, id: String(item.id) }} className="group block">
          <span className={`block truncate ${rowLook}`}>{item.name}</span>
          <span className="block truncate text-quiet text-xs">{productOf(item)}</span>
        </Link>
      ),
    },
    {
      id: 'seats',
      name: columns.seats,
      cell: ({ seats }) => <span className="tabular-nums">{format.number(seats)}</span>,
    },
    {
      id: 'credits',
      name: columns.credits,
      onPhone: true,
      cell: ({ credits }) => <span className="tabular-nums">{format.amount(credits)}</span>,
    },
    {
      id: 'offered',
      name: columns.offered,
      grow: 1.7,
      cell: ({ offers }) =>
        words.catalog.offeredTo(offers.organizations.length, offers.teams.length) || (
          <Badge tone="warn">{words.catalog.nobody}</Badge>
        ),
    },
    {
      id: 'state',
      name: columns.state,
      cell: ({ archived_at }) =>
        archived_at ? <Badge>{states.archived}</Badge> : <Badge tone="good">{states.active}</Badge>,
    },
    {
      id: 'access',
      name: columns.access,
      isExtra: true,
      cell: ({ access }) => sayAccess(access, words.access.ofProduct),
    },
    { id: 'created', name: columns.created, isExtra: true, cell: ({ created_at }) => format.day(created_at) },
  ]
}
