import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
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
import { arrange, leastWidth, pickerWidth } from './arrange.ts'
import type { Column } from './column.ts'
import { End } from './end.tsx'
import { opening } from './opening.ts'
import { useWidth } from './use-width.ts'

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
  const [box, { width, rem }] = useWidth()
  const { beside, below, belowInLine, rowHeight } = arrange(columns, width / rem, picked !== undefined)
  return (
    <Columns value={columns as readonly Column<unknown>[]}>
      <div {...opening} ref={box} className="@container rounded-2xl border border-line bg-surface">
        <ResizableTableContainer>
          <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: rowHeight * rem, headingHeight: 2.625 * rem }}>
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
              <TableHeader className="list-head">
                {picked && (
                  <HeaderCell
                    width={pickerWidth * rem}
                    minWidth={pickerWidth * rem}
                    className={`${cellLook} ${headLook} ps-4`}
                  >
                    <Picker label={words.table.selectAll} />
                  </HeaderCell>
                )}
                {beside.map((column, index) => {
                  const { id, name, sort, grow = 1 } = column
                  return (
                    <HeaderCell
                      key={id}
                      id={id}
                      isRowHeader={index === 0}
                      allowsSorting={sort !== undefined}
                      // On cards the first column takes all that the others do not need.
                      width={below.length > 0 && index > 0 ? leastWidth(column, index) * rem : `${grow}fr`}
                      minWidth={index === 0 ? rem : leastWidth(column, index) * rem}
                      className={`${cellLook} ${headLook} gap-1 font-medium text-quiet text-sm data-allows-sorting:cursor-pointer data-hovered:text-ink`}
                    >
                      {({ sortDirection }) => (
                        <>
                          <span className="truncate">{name}</span>
                          {sortDirection === 'ascending' && <ArrowUp aria-hidden="true" className="size-4 shrink-0" />}
                          {sortDirection === 'descending' && (
                            <ArrowDown aria-hidden="true" className="size-4 shrink-0" />
                          )}
                        </>
                      )}
                    </HeaderCell>
                  )
                })}
              </TableHeader>
              <TableBody>
                {/* A row that was there is not made again when others come: there may be thousands. */}
                <Collection
                  items={rows as object[]}
                  dependencies={[
                    [beside, below].map(part => part.map(({ id }) => id).join()).join(';'),
                    belowInLine,
                    picked !== undefined,
                  ]}
                >
                  {row => (
                    <TableRow
                      id={keyOf(row as Row)}
                      className="group border-line border-b -outline-offset-2 has-[[role=rowheader]_:is(a,button)]:cursor-pointer hover:bg-sunken data-selected:bg-tint motion-safe:transition-colors"
                    >
                      {picked && (
                        <Cell className={`${cellLook} ps-4`}>
                          <Picker label={words.table.selectRow} />
                        </Cell>
                      )}
                      {beside.map(({ id }, index) => (
                        <Cell key={id} className={cellLook}>
                          <div
                            dir="auto"
                            className={`min-w-0 text-sm ${index === 0 ? 'grow truncate' : 'line-clamp-2'}`}
                          >
                            <Content column={id} row={row} />
                            {index === 0 && below.length > 0 && (
                              <Below columns={below} inLine={belowInLine} row={row} />
                            )}
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
      </div>
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

/** What a card shows besides. */
function Below({
  columns,
  inLine,
  row,
}: {
  columns: readonly { id: string; name: string }[]
  inLine: number
  row: unknown
}) {
  return (
    <dl className="grid gap-x-3" style={{ gridTemplateColumns: `repeat(${inLine}, minmax(0, 1fr))` }}>
      {columns.map(({ id, name }) => (
        <div key={id} className="h-11 min-w-0 pt-1.5">
          <dt className="truncate text-quiet text-xs">{name}</dt>
          <dd
            dir="auto"
            className="truncate [&_button]:min-h-5 [&_button]:px-0 [&_button]:underline [&_button]:underline-offset-4 *:m-0"
          >
            <Content column={id} row={row} />
          </dd>
        </div>
      ))}
    </dl>
  )
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
          className={`flex size-4.5 items-center justify-center rounded border group-data-focus-visible/pick:outline-3 group-data-focus-visible/pick:outline-accent ${isSelected || isIndeterminate ? 'border-accent bg-brand text-on-brand' : 'border-edge bg-surface'}`}
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

/** The ground is each cell's own: what is around them is of no height. */
const headLook = 'border-line border-b bg-sunken'

const cellLook =
  'flex h-full items-center px-2 first:ps-4 last:pe-4 sm:px-3 sm:first:ps-5 sm:last:pe-5 -outline-offset-2'
