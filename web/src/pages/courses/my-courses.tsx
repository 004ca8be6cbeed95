import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { type Course, coursesQuery } from '../../api/person/me.ts'
import { text } from '../../text/text.ts'
import { Heading } from '../../ui/page/heading.tsx'
import { CourseCard } from './course-card.tsx'
import { NoCourses } from './no-courses.tsx'

export function MyCoursesPage() {
  const { user } = useRouteContext({ from: '/signed-in' })
  const { data: courses } = useSuspenseQuery(coursesQuery)
  const name = `${user.first_name} ${user.last_name}`.trim()
  return (
    <main className="flex flex-col gap-6 pt-4 pb-16 sm:pt-8">
      <div>
        <Heading title={text.courses.title} />
        <p className="text-quiet">{[name, user.email].filter(Boolean).join(' · ')}</p>
      </div>
      {courses.length === 0 ? (
        <NoCourses />
      ) : (
        <ul className="flex flex-col gap-5">
          {sortCourses(courses).map(course => (
            <li key={course.id}>
              <CourseCard course={course} now={Date.now()} />
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

/** What can be worked in comes first; otherwise the server's order stays. */
function sortCourses(courses: Course[]) {
  return courses.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
}

const order: Course['status'][] = ['active', 'upcoming', 'suspended', 'completed', 'expired', 'revoked']
