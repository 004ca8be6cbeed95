import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Row, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useAccess } from '../../format/use-access.ts'
import { words } from '../../text/words.ts'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { ArchiveCourses } from './archive-courses.tsx'
import { CourseForm, readCourse } from './course-form.tsx'
import { CourseItems } from './course-items.tsx'

export function CoursePage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/courses/$id' })
  const course = useQuery(reading(organization, '/api/courses/{id}', { path: { id: Number(id) } }))
  return <Loaded query={course}>{course => <Course course={course} />}</Loaded>
}

function Course({ course }: { course: Row<'/api/courses'> }) {
  const { api, organization, unless } = useActing()
  const sayAccess = useAccess()
  const [isLeaving, leave] = useState(false)
  const path = { id: course.id }
  const restore = useChange(
    () => api.POST('/api/courses/{id}/restore', { params: { path } }),
    () => notify('done', words.courses.restored(course.display_name)),
  )
  const { tabs } = words.courses
  return (
    <Page
      title={course.display_name}
      about={
        <>
          {course.archived_at && <Badge>{words.courses.states.archived}</Badge>}
          <code className="text-sm">{course.name}</code>
          <span>· {sayAccess(course.access)}</span>
        </>
      }
      back={{ to: paths.allCourses, params: { organization }, name: words.courses.title }}
      actions={
        <ActionsMenu
          actions={[
            course.archived_at
              ? {
                  name: words.courses.restore,
                  whyNot: unless('catalog.edit'),
                  onAction: () => restore.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) }),
                }
              : {
                  name: words.courses.archive,
                  isDangerous: true,
                  whyNot: unless('catalog.delete'),
                  onAction: () => leave(true),
                },
          ]}
        />
      }
    >
      {course.description && <p className="max-w-prose">{course.description}</p>}
      <Tabs
        label={course.display_name}
        parts={[
          { id: 'items', name: tabs.items, children: <CourseItems course={course} /> },
          {
            id: 'settings',
            name: tabs.settings,
            children: (
              <Card isForm>
                <Edited thing={course}>
                  {(course, api) => (
                    <CourseForm
                      course={course}
                      send={fields => api.PATCH('/api/courses/{id}', { params: { path }, body: readCourse(fields) })}
                      onDone={() => notify('done', words.ui.saved)}
                      whyNot={course.archived_at ? words.courses.isArchived : unless('catalog.edit')}
                    />
                  )}
                </Edited>
              </Card>
            ),
          },
        ]}
      />
      {isLeaving && <ArchiveCourses courses={[course]} onClose={() => leave(false)} />}
    </Page>
  )
}
