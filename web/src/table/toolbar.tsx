import type { ReactNode } from 'react'
import type { Listed } from '../api/reading.ts'
import { useFormat } from '../format/use-format.ts'
import { words } from '../text/words.ts'
import type { Column } from './column.ts'
import { ColumnMenu } from './column-menu.tsx'
import { CsvButton } from './csv-button.tsx'
import type { CsvList } from './save-csv.ts'
import { SearchBox } from './search-box.tsx'

interface Props<Row> {
  search: string | undefined
  filters: ReactNode
  columns: readonly Column<Row>[]
  shown: readonly Column<Row>[]
  total: number | undefined
  csv: CsvList<Listed> | undefined
}

export function Toolbar<Row>({ search, filters, columns, shown, total, csv }: Props<Row>) {
  const format = useFormat()
  return (
    <div className="flex flex-wrap items-center gap-2">
      {search && <SearchBox label={search} />}
      {filters}
      <div className="ms-auto flex items-center gap-2">
        <p role="status" className="px-1 text-quiet text-sm">
          {total !== undefined && words.table.total(format.total(total))}
        </p>
        {columns.length > 2 && <ColumnMenu columns={columns} shown={shown} />}
        {csv && <CsvButton list={csv} />}
      </div>
    </div>
  )
}
