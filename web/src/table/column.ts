import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  name: string
  /** The first column names its row: what its link or button opens, the whole row does. */
  cell: (row: Row) => ReactNode
  /** What the API calls the order by this column. */
  sort?: string
  /** Its share of the width; 1 unless said. */
  grow?: number
  /** In rem: in less, what it shows would be cut. A date fits unless said. */
  least?: number
  /** A day with its time: on a card, it needs more room to stand in one line. */
  isMoment?: boolean
  /** Of the first column: how many lines it needs on a phone, where it has more than two. */
  linesOnPhone?: number
  /** Shown only once somebody asks for it. */
  isExtra?: boolean
  /** Beside the first, even where there is little room. */
  onPhone?: boolean
}

/** Which are shown: as the address says, else the usual ones. The first always is. */
export function pickColumns<Row>(columns: readonly Column<Row>[], chosen: string | undefined): readonly Column<Row>[] {
  const ids = chosen?.split(',')
  return columns.filter((column, index) => index === 0 || (ids ? ids.includes(column.id) : !column.isExtra))
}
