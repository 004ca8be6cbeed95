import type { ReactNode } from 'react'
import { useActing } from '../../acting/acting.ts'
import { FilterDate } from '../../table/filter-date.tsx'
import { FilterSelect } from '../../table/filter-select.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { useCount } from '../use-count.ts'
import { dayAt, defaultFrom, units } from './periods.ts'
import { useReport } from './use-report.ts'

const { filters } = words.reports

/** What every report can be narrowed by; its own come first. */
export function ReportFilters({ hasCourse = true, children }: { hasCourse?: boolean; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {children}
      {hasCourse && <SearchFilter kind="course" name="course" label={filters.course} />}
      <SearchFilter kind="team" name="team" label={filters.team} />
      <BelowFilter />
    </div>
  )
}

/** Left out where no organization is below. */
function BelowFilter() {
  const { may } = useActing()
  const organizations = useCount('/api/organizations', may('organizations.view')) ?? 1
  if (organizations < 2) return null
  return (
    <FilterSelect
      name="below"
      label={filters.below}
      any={filters.onlyThis}
      options={[{ id: 'true', name: filters.withBelow }]}
    />
  )
}

/** From when until when. A report by weeks or months looks further back by itself. */
export function DaysFilter({ hasUnit = false }: { hasUnit?: boolean }) {
  const { timeZone } = useActing()
  const { to, usualFrom } = useReport()
  const today = dayAt(new Date(), timeZone)
  const [day, ...others] = units
  return (
    <>
      {hasUnit && (
        <FilterSelect
          name="by"
          label={filters.by}
          any={words.reports.units[day]}
          options={others.map(id => ({ id, name: words.reports.units[id] }))}
        />
      )}
      <FilterDate name="from" label={filters.from} usual={hasUnit ? usualFrom : defaultFrom(to, 'month')} />
      <FilterDate name="to" label={filters.to} usual={today} />
    </>
  )
}
