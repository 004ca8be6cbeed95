import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { type Row, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { defaultFrom, readDay } from './periods.ts'
import { ReportCard } from './report-card.tsx'
import { DaysFilter, ReportFilters } from './report-filters.tsx'
import { useReport } from './use-report.ts'

const path = '/api/reports/completion'
const parts = [
  { id: 'completed', look: 'text-good' },
  { id: 'active', look: 'text-edge' },
  { id: 'expired', look: 'text-warn' },
] as const

/** How many of those who began a course came to its end. */
export function CompletionReport() {
  const { organization } = useActing()
  const { scope, to } = useReport()
  const [address] = useAddress<'from'>()
  const query = { ...scope, from: readDay(address.from) ?? defaultFrom(to, 'month'), to }
  const report = useQuery(reading(organization, path, { query }))
  return (
    <>
      <ReportFilters>
        <DaysFilter />
      </ReportFilters>
      <Loaded query={report}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.reports.nothing} hint={words.reports.nothingHint} />
          ) : (
            <ReportCard title={words.reports.completion} path={path} query={query}>
              <Legend />
              <Courses rows={data} />
            </ReportCard>
          )
        }
      </Loaded>
    </>
  )
}

function Legend() {
  return (
    <ul aria-hidden="true" className="flex flex-wrap gap-x-5 gap-y-1 text-quiet text-sm">
      {parts.map(({ id, look }) => (
        <li key={id} className="flex items-center gap-1.5">
          <svg viewBox="0 0 10 10" className={`size-2.5 ${look}`} aria-hidden="true">
            <rect width="10" height="10" rx="3" fill="currentColor" />
          </svg>
          {words.reports.parts[id]}
        </li>
      ))}
    </ul>
  )
}

function Courses({ rows }: { rows: readonly Row<typeof path>[] }) {
  const format = useFormat()
  return (
    <ul className="flex flex-col gap-4">
      {rows.map(row => (
        <li key={row.course} className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium">{row.display_name}</span>
            <span className="text-quiet text-sm">
              {words.reports.completedShare(format.share(row.completed_share))}
            </span>
          </div>
          <Stack row={row} />
          <p className="text-quiet text-sm">
            {[words.reports.beginnings, format.number(row.enrollments)].join(': ')}
            {parts.map(({ id }) => ` · ${words.reports.parts[id]}: ${format.number(row[id])}`)}
          </p>
        </li>
      ))}
    </ul>
  )
}

/** The words below it say the same. */
function Stack({ row }: { row: Row<typeof path> }) {
  const all = Math.max(1, row.enrollments)
  const shares = parts.map(({ id }) => (row[id] / all) * 100)
  return (
    <svg
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
      className="h-3 w-full overflow-hidden rounded-full"
    >
      <rect width="100" height="4" className="fill-sunken" />
      {parts.map(({ id, look }, index) => (
        <rect
          key={id}
          x={shares.slice(0, index).reduce((x, share) => x + share, 0)}
          width={shares[index]}
          height="4"
          fill="currentColor"
          className={look}
        />
      ))}
    </svg>
  )
}
