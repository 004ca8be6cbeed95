import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { CourseForm, readCourse } from './course-form.tsx'

export function NewCoursePage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const back = { to: paths.allCourses, params: { organization } } as const
  return (
    <Page title={words.courses.add} back={{ ...back, name: words.courses.title }}>
      <Card isForm>
        <CourseForm
          send={fields => api.POST('/api/courses', { body: readCourse(fields) })}
          onDone={course => {
            if (!('id' in course)) return
            notify('done', words.courses.created(course.display_name))
            void navigate({ to: paths.course, params: { organization, id: String(course.id) } })
          }}
          submitLabel={words.courses.create}
          whyNot={unless('catalog.create')}
          onCancel={() => void navigate(back)}
        />
      </Card>
    </Page>
  )
}
