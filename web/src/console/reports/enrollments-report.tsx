import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import { Chart } from '../../ui/show/chart.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { listPeriods } from './periods.ts'
import { addUp, Ranking, sum } from './ranking.tsx'
import { ReportCard } from './report-card.tsx'
import { DaysFilter, ReportFilters } from './report-filters.tsx'
import { useReport } from './use-report.ts'

const path = '/api/reports/enrollments'
type Began = Row<typeof path>

/** How many began when, and of what. */
export function EnrollmentsReport() {
  const { organization } = useActing()
  const { by, from, to, scope } = useReport()
  const query = { ...scope, by, from, to }
  // Each enrollment first came from one place, so these add up to all of them.
  const bySource = useQuery(reading(organization, path, { query: { ...query, split: 'source' } }))
  return (
    <>
      <ReportFilters>
        <DaysFilter hasUnit />
      </ReportFilters>
      <Loaded query={bySource}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.reports.nothing} hint={words.reports.nothingHint} />
          ) : (
            <Pictures rows={data} query={query} />
          )
        }
      </Loaded>
    </>
  )
}

type Query = Pick<ReturnType<typeof useReport>, 'by' | 'from' | 'to'> & ReturnType<typeof useReport>['scope']

function Pictures({ rows, query }: { rows: readonly Began[]; query: Query }) {
  const format = useFormat()
  const began = new Map(addUp(rows, ({ period }) => period, countOf).map(({ name, value }) => [name, value]))
  const points = listPeriods(query.from, query.to, query.by).map(day => ({
    name: format.date(day),
    value: began.get(day) ?? 0,
  }))
  return (
    <>
      <ReportCard title={words.reports.overTime} path={path} query={query}>
        <p className="text-quiet text-sm">{words.reports.began(format.number(sum(points)))}</p>
        <Chart label={words.reports.overTime} points={points} format={format.number} />
      </ReportCard>
      <div className="grid gap-6 lg:grid-cols-2">
        <Split
          title={words.reports.byCourse}
          query={{ ...query, split: 'course' }}
          nameOf={({ display_name }) => display_name ?? ''}
        />
        <Split
          title={words.reports.bySource}
          query={{ ...query, split: 'source' }}
          nameOf={({ source }) => findWord(words.reports.sources, source) ?? source ?? ''}
        />
        <div className="lg:col-span-2">
          <Split
            title={words.reports.byTeam}
            query={{ ...query, split: 'team' }}
            nameOf={({ team }) => team ?? words.reports.noTeam}
          />
        </div>
      </div>
    </>
  )
}

interface SplitProps {
  title: string
  query: Query & { split: 'course' | 'source' | 'team' }
  nameOf: (row: Began) => string
}

function Split({ title, query, nameOf }: SplitProps) {
  const { organization } = useActing()
  const rows = useQuery(reading(organization, path, { query }))
  return (
    <ReportCard title={title} path={path} query={query}>
      <Loaded query={rows} lines={3}>
        {({ data }) => <Ranking label={title} rows={addUp(data, nameOf, countOf)} />}
      </Loaded>
    </ReportCard>
  )
}

function countOf({ enrollments }: Began) {
  return enrollments
}
