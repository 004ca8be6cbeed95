import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  name: string
  /** The first column names its row: give it a link to the row's own page. */
  cell: (row: Row) => ReactNode
  /** What the API calls the order by this column. */
  sort?: string
  /** Its share of the width; 1 unless said. */
  grow?: number
  /** Shown only once somebody asks for it. */
  isExtra?: boolean
  /** Shown on a phone, besides the first. */
  onPhone?: boolean
}

/** Which are shown: as the address says, else the usual ones. The first always is. */
export function pickColumns<Row>(columns: readonly Column<Row>[], chosen: string | undefined): readonly Column<Row>[] {
  const ids = chosen?.split(',')
  return columns.filter((column, index) => index === 0 || (ids ? ids.includes(column.id) : !column.isExtra))
}
