import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useCourseNames } from '../../format/use-course-names.ts'
import { useFormat } from '../../format/use-format.ts'
import { useProductAccess } from '../../format/use-product-access.ts'
import type { Column } from '../../table/column.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'

export function ProductsPage() {
  const [{ archived }] = useAddress<'archived'>()
  const columns = useColumns()
  return (
    <Page title={words.products.title} about={words.products.about} actions={<NewProductLink />}>
      <List
        label={words.products.title}
        path="/api/products"
        query={{ archived: archived ? true : undefined }}
        columns={columns}
        search={words.products.search}
        filters={<HiddenFilter name="archived" label={words.courses.filters.archived} />}
        empty={
          <Empty title={words.products.emptyTitle} hint={words.products.emptyHint}>
            <NewProductLink />
          </Empty>
        }
        hasCsv
      />
    </Page>
  )
}

function NewProductLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newProduct}
      params={{ organization }}
      whyNot={unless('catalog.create')}
    >
      {words.products.add}
    </ActionLink>
  )
}

function useColumns(): Column<Row<'/api/products'>>[] {
  const { organization } = useActing()
  const format = useFormat()
  const sayAccess = useProductAccess()
  const called = useCourseNames()
  const { columns, kinds } = words.products
  const { states } = words.courses
  return [
    {
      id: 'product',
      name: columns.product,
      sort: 'name',
      grow: 2,
      cell: ({ id, name, display_name }) => (
        <Link to={paths.product} params={{ organization, id: String(id) }} className="group block">
          <span className={`block truncate ${rowLook}`}>{display_name}</span>
          <span className="block truncate text-quiet text-xs">{name}</span>
        </Link>
      ),
    },
    {
      id: 'kind',
      name: columns.kind,
      onPhone: true,
      cell: ({ kind }) => <Badge tone={kind === 'bundle' ? 'accent' : 'plain'}>{kinds[kind]}</Badge>,
    },
    { id: 'courses', name: columns.courses, grow: 2, cell: ({ courses }) => courses.map(called).join(', ') },
    {
      id: 'access',
      name: columns.access,
      grow: 1.4,
      cell: product => sayAccess(product),
    },
    {
      id: 'state',
      name: columns.state,
      cell: ({ archived_at }) =>
        archived_at ? <Badge>{states.archived}</Badge> : <Badge tone="good">{states.active}</Badge>,
    },
    { id: 'created', name: columns.created, isExtra: true, cell: ({ created_at }) => format.day(created_at) },
  ]
}
