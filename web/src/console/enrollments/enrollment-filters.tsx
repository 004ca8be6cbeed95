import type { Row } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'

export type Status = Row<'/api/enrollments'>['status']

export function EnrollmentFilters() {
  const { filters, endingWithin } = words.enrollments
  return (
    <>
      <SearchFilter kind="person" name="user" label={words.enrollments.findPerson} />
      <FilterSelect
        name="status"
        label={filters.status}
        options={Object.entries(words.users.statuses).map(([id, name]) => ({ id, name }))}
      />
      <SearchFilter kind="course" name="course" label={filters.course} />
      <SearchFilter kind="team" name="team" label={filters.team} />
      <SearchFilter kind="group" name="group" label={filters.group} />
      <FilterSelect
        name="ending"
        label={filters.ending}
        options={[7, 30, 90].map(days => ({ id: days, name: endingWithin(days) }))}
      />
    </>
  )
}

/** The end of the day that many days from now: the same all day long, so that the list is not asked for anew. */
export function endOf(days: number, now: number): string {
  return new Date((Math.ceil(now / day) + days) * day).toISOString()
}

const day = 86_400_000
