import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { words } from '../../text/words.ts'
import { Chart } from '../../ui/show/chart.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { addDays, dayAt, listPeriods } from './periods.ts'
import { addUp, Ranking, sum } from './ranking.tsx'
import { ReportCard } from './report-card.tsx'
import { ReportFilters } from './report-filters.tsx'
import { aheads, useReport } from './use-report.ts'

const path = '/api/reports/expiring'

/** Whose access ends when, by day and by course. */
export function ExpiringReport() {
  const { organization } = useActing()
  const { scope, ahead } = useReport()
  const format = useFormat()
  const query = { ...scope, days: ahead }
  const report = useQuery(reading(organization, path, { query }))
  return (
    <>
      <ReportFilters>
        <FilterSelect
          name="days"
          label={words.reports.filters.days}
          any={words.reports.nextDays(30)}
          options={aheads.filter(days => days !== 30).map(id => ({ id, name: words.reports.nextDays(id) }))}
        />
      </ReportFilters>
      <Loaded query={report}>
        {({ data }) => {
          if (data.length === 0) return <Empty title={words.reports.noEnding} hint={words.reports.noEndingHint} />
          const byCourse = addUp(
            data,
            ({ display_name }) => display_name,
            ({ enrollments }) => enrollments,
          )
          return (
            <>
              <ReportCard title={words.reports.endingByDay} path={path} query={query}>
                <p className="text-quiet text-sm">{words.reports.ending(format.number(sum(byCourse)), ahead)}</p>
                <EndingChart rows={data} days={ahead} />
              </ReportCard>
              <ReportCard title={words.reports.byCourse} path={path} query={query}>
                <Ranking label={words.reports.byCourse} rows={byCourse} />
              </ReportCard>
            </>
          )
        }}
      </Loaded>
    </>
  )
}

export function EndingChart({ rows, days }: { rows: readonly { day: string; enrollments: number }[]; days: number }) {
  const { timeZone } = useActing()
  const format = useFormat()
  const today = dayAt(new Date(), timeZone)
  const ending = addUp(
    rows,
    ({ day }) => day,
    ({ enrollments }) => enrollments,
  )
  const byDay = new Map(ending.map(({ name, value }) => [name, value]))
  const points = listPeriods(today, addDays(today, days), 'day').map(day => ({
    name: format.date(day),
    value: byDay.get(day) ?? 0,
  }))
  return <Chart label={words.reports.endingByDay} points={points} format={format.number} />
}
