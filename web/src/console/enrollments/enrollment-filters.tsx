import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { PersonFilter } from '../../table/person-filter.tsx'
import { words } from '../../text/words.ts'

export type Status = Row<'/api/enrollments'>['status']

export function EnrollmentFilters() {
  const { organization, may } = useActing()
  const courses = useQuery({
    ...reading(organization, '/api/courses', { query: { limit: 200, sort: 'name' } }),
    enabled: may('catalog.view'),
  })
  const { filters, endingWithin } = words.enrollments
  return (
    <>
      {may('users.view') && <PersonFilter name="user" label={words.enrollments.findPerson} />}
      <FilterSelect
        name="status"
        label={filters.status}
        options={Object.entries(words.users.statuses).map(([id, name]) => ({ id, name }))}
      />
      {courses.data && (
        <FilterSelect
          name="course"
          label={filters.course}
          options={courses.data.data.map(({ name, display_name }) => ({ id: name, name: display_name }))}
        />
      )}
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
