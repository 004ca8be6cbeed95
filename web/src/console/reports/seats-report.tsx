import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Bar } from '../../ui/show/bar.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ReportFilters } from './report-filters.tsx'
import { useReport } from './use-report.ts'

type Seats = Row<'/api/reports/seats'>

/** How much of what teams have is used, the fullest first. */
export function SeatsReport() {
  const { may } = useActing()
  const { scope } = useReport()
  const [{ nearly_used }] = useAddress<'nearly_used'>()
  const columns = useColumns()
  return (
    <List
      label={words.reports.tabs.seats}
      path="/api/reports/seats"
      query={{ team: scope.team, below: scope.below, nearly_used: nearly_used ? true : undefined }}
      columns={columns}
      keyOf={({ seats }) => seats}
      filters={
        <ReportFilters hasCourse={false}>
          <FilterSelect
            name="nearly_used"
            label={words.reports.filters.seats}
            any={words.reports.filters.allSeats}
            options={[{ id: 'true', name: words.reports.filters.nearlyUsed }]}
          />
        </ReportFilters>
      }
      empty={<Empty title={words.reports.noSeats} hint={words.reports.noSeatsHint} />}
      hasCsv={may('reports.export')}
    />
  )
}

function useColumns(): Column<Seats>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { seats: names } = words.reports
  return [
    {
      id: 'team',
      name: names.team,
      grow: 2,
      cell: ({ team, team_id, display_name }) => (
        <>
          <Link to={paths.team} params={{ organization, id: String(team_id) }} className={rowLook}>
            {team}
          </Link>
          <span className="block truncate text-quiet text-xs @[30rem]:hidden">{display_name}</span>
        </>
      ),
    },
    { id: 'product', name: names.product, grow: 1.6, cell: ({ display_name }) => display_name },
    {
      id: 'use',
      name: names.use,
      grow: 2,
      onPhone: true,
      cell: ({ used, quantity, display_name }) => (
        <Bar
          used={used}
          quantity={quantity}
          label={`${display_name}: ${words.ui.used(format.number(used), format.number(quantity))}`}
        />
      ),
    },
    {
      id: 'used',
      name: names.used,
      onPhone: true,
      cell: ({ used, quantity }) => `${format.number(used)} / ${format.number(quantity)}`,
    },
    { id: 'left', name: names.left, cell: ({ left }) => format.number(left) },
    { id: 'share', name: names.share, sort: 'used_share', cell: ({ used_share }) => format.share(used_share) },
  ]
}
