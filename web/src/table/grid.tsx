import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react'
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'
import {
  Cell,
  Collection,
  Column as HeaderCell,
  ResizableTableContainer,
  type Selection,
  Table,
  TableBody,
  TableHeader,
  Row as TableRow,
} from 'react-aria-components/Table'
import { TableLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { words } from '../text/words.ts'
import type { Column } from './column.ts'
import { End } from './end.tsx'

interface Props<Row> {
  label: string
  rows: Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => number | string
  sort: string | undefined
  onSort: (sort: string) => void
  /** Undefined where rows cannot be picked. */
  picked: Selection | undefined
  onPick: (picked: Selection) => void
  isLoadingMore: boolean
  /** The last row is near. Null while there are no more to be had. */
  onEnd: (() => void) | null
}

/** Only the rows on the screen are in the page, so that a list may be as long as it likes. Arrow keys move in it. */
export function Grid<Row>({
  label,
  rows,
  columns,
  keyOf,
  sort,
  onSort,
  picked,
  onPick,
  isLoadingMore,
  onEnd,
}: Props<Row>) {
  const isPhone = useSyncExternalStore(subscribeToWidth, () => phone.matches)
  const shown = isPhone ? columns.filter((column, index) => index === 0 || column.onPhone) : columns
  return (
    <Columns value={shown as readonly Column<unknown>[]}>
      <ResizableTableContainer className="rounded-2xl border border-line bg-surface">
        <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: 56, headingHeight: 42 }}>
          <Table
            aria-label={label}
            selectionMode={picked ? 'multiple' : 'none'}
            selectedKeys={picked}
            onSelectionChange={onPick}
            sortDescriptor={sort ? readSort(columns, sort) : undefined}
            onSortChange={({ column, direction }) => {
              const by = columns.find(({ id }) => id === column)?.sort
              if (by) onSort(direction === 'descending' ? `-${by}` : by)
            }}
            className="overflow-clip rounded-2xl outline-offset-2"
          >
            <TableHeader className="border-line border-b bg-sunken">
              {picked && (
                <HeaderCell width={48} minWidth={48} className={`${cellLook} pl-4`}>
                  <Picker label={words.table.selectAll} />
                </HeaderCell>
              )}
              {shown.map(({ id, name, sort, grow = 1 }, index) => (
                <HeaderCell
                  key={id}
                  id={id}
                  isRowHeader={index === 0}
                  allowsSorting={sort !== undefined}
                  width={`${grow}fr`}
                  className={`${cellLook} gap-1 overflow-hidden whitespace-nowrap font-medium text-quiet text-sm data-allows-sorting:cursor-pointer data-hovered:text-ink`}
                >
                  {({ sortDirection }) => (
                    <>
                      {name}
                      {sortDirection === 'ascending' && <ArrowUp aria-hidden="true" className="size-4" />}
                      {sortDirection === 'descending' && <ArrowDown aria-hidden="true" className="size-4" />}
                    </>
                  )}
                </HeaderCell>
              ))}
            </TableHeader>
            <TableBody>
              {/* A row that was there is not made again when others come: there may be thousands. */}
              <Collection
                items={rows as object[]}
                dependencies={[shown.map(({ id }) => id).join(), picked !== undefined]}
              >
                {row => (
                  <TableRow
                    id={keyOf(row as Row)}
                    className="border-line border-b -outline-offset-2 hover:bg-sunken data-selected:bg-tint motion-safe:transition-colors"
                  >
                    {picked && (
                      <Cell className={`${cellLook} pl-4`}>
                        <Picker label={words.table.selectRow} />
                      </Cell>
                    )}
                    {shown.map(({ id }) => (
                      <Cell key={id} className={cellLook}>
                        <div className="min-w-0 truncate text-sm">
                          <Content column={id} row={row} />
                        </div>
                      </Cell>
                    ))}
                  </TableRow>
                )}
              </Collection>
            </TableBody>
          </Table>
        </Virtualizer>
      </ResizableTableContainer>
      <End rows={rows.length} isLoading={isLoadingMore} onSeen={onEnd} />
    </Columns>
  )
}

/** As the columns are now; of the rows on the screen alone. */
const Columns = createContext<readonly Column<unknown>[]>([])

function Content({ column, row }: { column: string; row: unknown }): ReactNode {
  return useContext(Columns)
    .find(({ id }) => id === column)
    ?.cell(row)
}

function Picker({ label }: { label: string }) {
  return (
    <Checkbox
      slot="selection"
      aria-label={label}
      className="group/pick flex size-6 cursor-pointer items-center justify-center"
    >
      {({ isSelected, isIndeterminate }) => (
        <span
          className={`flex size-4.5 items-center justify-center rounded border group-data-focus-visible/pick:outline-3 group-data-focus-visible/pick:outline-accent ${isSelected || isIndeterminate ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-surface'}`}
        >
          {isIndeterminate ? (
            <Minus aria-hidden="true" className="size-3.5" />
          ) : (
            isSelected && <Check aria-hidden="true" className="size-3.5" />
          )}
        </span>
      )}
    </Checkbox>
  )
}

function readSort<Row>(columns: readonly Column<Row>[], sort: string) {
  const column = columns.find(column => column.sort === sort.replace(/^-/, ''))?.id ?? ''
  return { column, direction: sort.startsWith('-') ? ('descending' as const) : ('ascending' as const) }
}

const cellLook =
  'flex h-full items-center px-2 first:pl-4 last:pr-4 sm:px-3 sm:first:pl-5 sm:last:pr-5 -outline-offset-2'

const phone = window.matchMedia('(width < 40rem)')

function subscribeToWidth(listener: () => void) {
  phone.addEventListener('change', listener)
  return () => phone.removeEventListener('change', listener)
}
