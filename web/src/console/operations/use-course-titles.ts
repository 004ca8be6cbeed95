import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting.ts'
import { reading } from '../../api/reading.ts'

/** What people call a course that a call named; one that is not there keeps the name that was sent. */
export function useCourseTitles() {
  const { organization, may } = useActing()
  const courses = useQuery({
    ...reading(organization, '/api/courses', { query: { limit: 200, archived: true } }),
    enabled: may('catalog.view'),
  })
  const titles = new Map(courses.data?.data.map(({ name, display_name }) => [name, display_name]))
  return (name: string) => titles.get(name) ?? name
}
