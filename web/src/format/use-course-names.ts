import { useQuery } from '@tanstack/react-query'
import { useActing } from '../acting/acting.ts'
import { reading } from '../api/reading.ts'

/** What people call courses, where a row only has the names that calls give them; those of one that is not known stay. */
export function useCourseNames() {
  const { organization, may } = useActing()
  const courses = useQuery({
    ...reading(organization, '/api/courses', { query: { limit: 200, sort: 'name', archived: true } }),
    enabled: may('catalog.view'),
  })
  const titles = new Map(courses.data?.data.map(({ name, display_name }) => [name, display_name]))
  return (name: string) => titles.get(name) ?? name
}
