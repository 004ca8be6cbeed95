import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Bar } from '../../ui/show/bar.tsx'
import { Chart } from '../../ui/show/chart.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { EndingChart } from '../reports/expiring-report.tsx'
import { dayAt, defaultFrom, listPeriods } from '../reports/periods.ts'

const { overview } = words

/** The reports in small. */
export function Pictures() {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Began />
      <Ending />
      <div className="empty:hidden lg:col-span-2">
        <Fullest />
      </div>
    </div>
  )
}

function Began() {
  const { organization, timeZone } = useActing()
  const format = useFormat()
  const to = dayAt(new Date(), timeZone)
  const from = defaultFrom(to, 'day')
  const report = useQuery(reading(organization, '/api/reports/enrollments', { query: { by: 'day', from, to } }))
  return (
    <Card title={overview.enrollmentsChart} aside={<More />}>
      <Loaded query={report} lines={3}>
        {({ data }) => {
          if (data.length === 0) return <p className="text-quiet">{overview.noEnrollments}</p>
          const byDay = new Map(data.map(({ period, enrollments }) => [period, enrollments]))
          const points = listPeriods(from, to, 'day').map(day => ({
            name: format.date(day),
            value: byDay.get(day) ?? 0,
          }))
          return <Chart label={overview.enrollmentsChart} points={points} format={format.number} />
        }}
      </Loaded>
    </Card>
  )
}

function Ending() {
  const { organization } = useActing()
  const report = useQuery(reading(organization, '/api/reports/expiring', { query: { days: 30 } }))
  return (
    <Card title={overview.endingChart} aside={<More tab="expiring" />}>
      <Loaded query={report} lines={3}>
        {({ data }) =>
          data.length === 0 ? <p className="text-quiet">{overview.noEnding}</p> : <EndingChart rows={data} days={30} />
        }
      </Loaded>
    </Card>
  )
}

/** Left out where no team has seats. */
function Fullest() {
  const { organization } = useActing()
  const format = useFormat()
  const seats = useQuery(reading(organization, '/api/reports/seats', { query: { limit: 5 } }))
  if (!seats.data || seats.data.data.length === 0) return null
  return (
    <Card title={overview.fullest} aside={<More tab="seats" />}>
      <ul className="flex flex-col gap-4 text-sm">
        {seats.data.data.map(({ seats, team, team_id, display_name, used, quantity }) => (
          <li key={seats} className="flex flex-col gap-1.5">
            <div className="flex justify-between gap-3">
              <span className="min-w-0 truncate">
                <Link
                  to={paths.team}
                  params={{ organization, id: String(team_id) }}
                  className="font-medium hover:text-accent hover:underline"
                >
                  {team}
                </Link>{' '}
                <span className="text-quiet">{display_name}</span>
              </span>
              <span className="whitespace-nowrap text-quiet tabular-nums">
                {format.number(used)} / {format.number(quantity)}
              </span>
            </div>
            <Bar
              used={used}
              quantity={quantity}
              label={`${team}, ${display_name}: ${words.ui.used(format.number(used), format.number(quantity))}`}
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function More({ tab }: { tab?: string }) {
  const { organization } = useActing()
  return (
    <Link
      to={paths.reports}
      params={{ organization }}
      search={{ tab }}
      className="text-accent text-sm underline underline-offset-4"
    >
      {overview.more}
    </Link>
  )
}
