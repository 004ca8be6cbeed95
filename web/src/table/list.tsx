/** A list of the API as a table: searched, filtered, sorted and paged by the server, all of it in the address. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Selection } from 'react-aria-components/Table'
import { useActing } from '../acting/acting.ts'
import type { Address } from '../address/address.ts'
import { useAddress } from '../address/use-address.ts'
import { counting, type Listed, listing, type Params, type Row } from '../api/reading.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { Empty } from '../ui/show/empty.tsx'
import { Skeleton } from '../ui/show/skeleton.tsx'
import { Problem } from '../ui/tell/problem.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { type Column, pickColumns } from './column.ts'
import { Grid } from './grid.tsx'
import { Toolbar } from './toolbar.tsx'

interface Props<Path extends Listed> {
  /** What it is a list of, for screen readers. */
  label: string
  /** The route. */
  path: Path
  /** What stands in the route's address. */
  params?: Params<Path>['path']
  /** Filters. Undefined ones do not count. */
  query?: Partial<NonNullable<Params<Path>['query']>>
  columns: readonly Column<Row<Path>>[]
  keyOf?: (row: Row<Path>) => number | string
  /** The search box's label; without one there is no box. */
  search?: string
  /** `FilterSelect`s, mostly. */
  filters?: ReactNode
  /** Buttons for those that were picked; without it none can be. */
  bulk?: (rows: Row<Path>[], clear: () => void) => ReactNode
  /** Where there is nothing at all: the next step. */
  empty: ReactNode
  /** What came since the list was read, the newest last: it is shown above the rest. */
  fresh?: readonly Row<Path>[]
  /** Whether the API gives the list as CSV. */
  hasCsv?: boolean
}

export function List<Path extends Listed>(props: Props<Path>) {
  const { label, path, params, query, columns, keyOf = idOf, search, filters, bulk, empty, fresh, hasCsv } = props
  const { organization } = useActing()
  const [address, change] = useAddress<'search' | 'sort' | 'columns'>()
  const [picked, pick] = useState<Selection>(new Set())
  const sort = columns.some(column => column.sort && column.sort === address.sort?.replace(/^-/, ''))
    ? address.sort
    : undefined
  const found = { ...query, search: search ? address.search : undefined }
  const asked = { ...found, sort }
  const list = useInfiniteQuery(listing(organization, path, { path: params, query: asked } as Params<Path>))
  const listed = list.data?.pages.flatMap(page => page.data) ?? []
  const added = pickAdded(fresh ?? [], listed, keyOf)
  const rows = added.length > 0 ? [...added, ...listed] : listed
  // Counting takes longer than a page: the rows do not wait for it.
  const count = useQuery({
    ...counting(organization, path, { path: params, query: found } as Params<Path>),
    enabled: list.hasNextPage,
  })
  const total = list.hasNextPage ? count.data : list.data && listed.length
  // What the page itself asks for, such as a team's, is no filter: nobody could clear it.
  const isFiltered = Object.keys(filtersIn(address)).length > 0
  const shown = pickColumns(columns, address.columns)
  const clear = () => pick(new Set())

  return (
    <div className="flex flex-col gap-4">
      <Toolbar
        search={search}
        filters={filters}
        columns={columns}
        shown={shown}
        total={total === undefined ? undefined : total + added.length}
        csv={hasCsv ? { label, path, params, query: asked } : undefined}
      />
      {list.isPending && <Skeleton />}
      {list.error && !list.isFetching && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (isFiltered ? <NothingFound /> : empty)}
      {rows.length > 0 && (
        <Grid
          label={label}
          rows={rows}
          columns={shown}
          keyOf={keyOf}
          sort={sort}
          onSort={sort => change({ sort })}
          picked={bulk && picked}
          onPick={pick}
          isLoadingMore={list.isFetchingNextPage}
          onEnd={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : null}
        />
      )}
      {bulk && <Picked rows={rows} keyOf={keyOf} picked={picked} clear={clear} bulk={bulk} />}
    </div>
  )
}

function Picked<Row>({
  rows,
  keyOf,
  picked,
  clear,
  bulk,
}: {
  rows: Row[]
  keyOf: (row: Row) => number | string
  picked: Selection
  clear: () => void
  bulk: (rows: Row[], clear: () => void) => ReactNode
}) {
  const taken = rows.filter(row => picked === 'all' || picked.has(keyOf(row)))
  if (taken.length === 0) return null
  return (
    <BulkBar count={taken.length} onClear={clear}>
      {bulk(taken, clear)}
    </BulkBar>
  )
}

function NothingFound() {
  const [address, change] = useAddress()
  const filters = filtersIn(address)
  return (
    <Empty title={words.table.nothingFound} hint={words.table.nothingFoundHint}>
      <Action onPress={() => change(Object.fromEntries(Object.keys(filters).map(name => [name, undefined])))}>
        {words.table.clearFilters}
      </Action>
    </Empty>
  )
}

/** Those that the list does not have yet, the newest first. */
function pickAdded<Row>(fresh: readonly Row[], listed: readonly Row[], keyOf: (row: Row) => number | string): Row[] {
  if (fresh.length === 0) return []
  const known = new Set(listed.map(keyOf))
  return fresh.filter(row => !known.has(keyOf(row))).reverse()
}

function filtersIn({ columns, sort, tab, ...filters }: Address<string>) {
  return filters
}

function idOf(row: unknown) {
  return (row as { id: number }).id
}
