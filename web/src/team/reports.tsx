import { useQuery } from '@tanstack/react-query'
import { type Answer, type Listed, type Params, reading } from '../api/reading.ts'
import { CsvButton } from '../table/csv-button.tsx'
import { words } from '../text/words.ts'
import { Card } from '../ui/card.tsx'
import { Chart, type Point } from '../ui/chart.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useMyTeam } from './my-team.ts'
import { useCatalogNames } from './use-catalog-names.ts'

const { reports: says } = words.portal

export function TeamReportsPage() {
  const { team, may } = useMyTeam()
  const called = useCatalogNames()
  return (
    <Page title={says.title} about={says.about}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Report
          title={says.seats}
          path="/api/reports/seats"
          query={{ team }}
          pointsOf={({ data }) => data.map(({ product, used }) => ({ name: called.product(product), value: used }))}
        />
        <Report
          title={says.completion}
          path="/api/reports/completion"
          query={{ team }}
          pointsOf={({ data }) =>
            data.map(({ course, completed }) => ({ name: called.course(course), value: completed }))
          }
        />
        <Report
          title={says.enrollments}
          path="/api/reports/enrollments"
          query={{ team, by: 'week' }}
          pointsOf={({ data }) => data.map(({ period, enrollments }) => ({ name: period, value: enrollments }))}
        />
        <Report
          title={says.expiring}
          path="/api/reports/expiring"
          query={{ team, days: 90 }}
          pointsOf={({ data }) => sumByDay(data)}
        />
        {may('enrollments.view') && (
          <Card title={says.people} aside={<CsvButton list={{ path: '/api/enrollments', query: { team } }} />}>
            <p className="text-quiet">{says.peopleHint}</p>
          </Card>
        )}
      </div>
    </Page>
  )
}

interface Props<Path extends Listed> {
  title: string
  path: Path
  query: Params<Path>['query']
  pointsOf: (answer: Answer<Path>) => Point[]
}

/** As a picture; all of it, with more columns, is in the file. */
function Report<Path extends Listed>({ title, path, query, pointsOf }: Props<Path>) {
  const { organization, may } = useMyTeam()
  const report = useQuery(reading(organization, path, { query } as Params<Path>))
  return (
    <Card title={title} aside={may('reports.export') && <CsvButton list={{ path, query: query as object }} />}>
      <Loaded query={report} lines={3}>
        {answer => {
          const points = pointsOf(answer)
          return points.length === 0 ? (
            <p className="text-quiet">{says.nothing}</p>
          ) : (
            <Chart label={title} points={points} />
          )
        }}
      </Loaded>
    </Card>
  )
}

function sumByDay(rows: readonly { day: string; enrollments: number }[]): Point[] {
  const days = new Map<string, number>()
  for (const { day, enrollments } of rows) days.set(day, (days.get(day) ?? 0) + enrollments)
  return [...days].map(([name, value]) => ({ name, value }))
}
