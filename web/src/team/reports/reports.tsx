import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Answer, type Listed, type Params, reading } from '../../api/reading.ts'
import { EndingChart } from '../../console/reports/expiring-report.tsx'
import { dayAt, defaultFrom, listPeriods } from '../../console/reports/periods.ts'
import { addUp, Ranking } from '../../console/reports/ranking.tsx'
import { useFormat } from '../../format/use-format.ts'
import { CsvButton } from '../../table/csv-button.tsx'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Chart } from '../../ui/show/chart.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { useMyTeam } from '../my-team.ts'

const { reports: says } = words.portal

export function TeamReportsPage() {
  const { team, may, timeZone } = useMyTeam()
  const format = useFormat()
  const to = dayAt(new Date(), timeZone)
  const from = defaultFrom(to, 'week')
  return (
    <Page title={says.title} about={says.about}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Report
          title={says.seats}
          path="/api/reports/seats"
          query={{ team }}
          picture={({ data }) => (
            <Ranking
              label={says.seats}
              rows={addUp(
                data,
                ({ display_name }) => display_name,
                ({ used }) => used,
              )}
            />
          )}
        />
        <Report
          title={says.completion}
          path="/api/reports/completion"
          query={{ team }}
          picture={({ data }) => (
            <Ranking
              label={says.completion}
              rows={addUp(
                data,
                ({ display_name }) => display_name,
                ({ completed }) => completed,
              )}
            />
          )}
        />
        <Report
          title={says.enrollments}
          path="/api/reports/enrollments"
          query={{ team, by: 'week', from, to }}
          picture={({ data }) => {
            const began = new Map(data.map(({ period, enrollments }) => [period, enrollments]))
            const weeks = listPeriods(from, to, 'week')
            const points = weeks.map(week => ({ name: format.date(week), value: began.get(week) ?? 0 }))
            return <Chart label={says.enrollments} points={points} format={format.number} />
          }}
        />
        <Report
          title={says.expiring}
          path="/api/reports/expiring"
          query={{ team, days: aheadDays }}
          picture={({ data }) => <EndingChart rows={data} days={aheadDays} />}
        />
        {may('enrollments.view') && (
          <Card
            title={says.people}
            aside={<CsvButton list={{ label: says.people, path: '/api/enrollments', query: { team } }} />}
          >
            <p className="text-quiet">{says.peopleHint}</p>
          </Card>
        )}
      </div>
    </Page>
  )
}

const aheadDays = 90

interface Props<Path extends Listed> {
  title: string
  path: Path
  query: Params<Path>['query']
  picture: (answer: Answer<Path>) => ReactNode
}

/** As a picture; all of it, with more columns, is in the file. */
function Report<Path extends Listed>({ title, path, query, picture }: Props<Path>) {
  const { organization, may } = useMyTeam()
  const report = useQuery(reading(organization, path, { query } as Params<Path>))
  return (
    <Card
      title={title}
      aside={may('reports.export') && <CsvButton list={{ label: title, path, query: query as object }} />}
    >
      <Loaded query={report} lines={3}>
        {answer =>
          (answer as { data: unknown[] }).data.length === 0 ? (
            <p className="text-quiet">{says.nothing}</p>
          ) : (
            picture(answer)
          )
        }
      </Loaded>
    </Card>
  )
}
