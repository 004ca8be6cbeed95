import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ArchiveCourses } from './archive-courses.tsx'
import { type CourseRow, useCourseColumns } from './course-columns.tsx'

export function CoursesPage() {
  const { unless } = useActing()
  const [{ archived }] = useAddress<'archived'>()
  const columns = useCourseColumns()
  const [leaving, leave] = useState<{ courses: CourseRow[]; clear: () => void } | null>(null)
  return (
    <Page title={words.courses.title} about={words.courses.about} actions={<NewCourseLink />}>
      <List
        label={words.courses.title}
        path="/api/courses"
        query={{ archived: archived ? true : undefined }}
        columns={columns}
        search={words.courses.search}
        filters={<HiddenFilter name="archived" label={words.courses.filters.archived} />}
        bulk={(courses, clear) => (
          <Action look="danger" whyNot={unless('catalog.delete')} onPress={() => leave({ courses, clear })}>
            {words.courses.archive}
          </Action>
        )}
        empty={
          <Empty title={words.courses.emptyTitle} hint={words.courses.emptyHint}>
            <NewCourseLink />
          </Empty>
        }
        hasCsv
      />
      {leaving && <ArchiveCourses courses={leaving.courses} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewCourseLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newCourse}
      params={{ organization }}
      whyNot={unless('catalog.create')}
    >
      {words.courses.add}
    </ActionLink>
  )
}
