import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Answer, Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { useFormat } from '../../format/use-format.ts'
import { AskDialog } from '../../plan/ask-dialog.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Empty } from '../../ui/show/empty.tsx'

type GroupShown = Answer<'/api/groups/{id}'>

type Name = NameIn<Sent<'/api/groups/{id}/courses', 'post'>>

type Course = Row<'/api/groups/{id}/courses'>

/** What a group gives. */
export function GroupCourses({ group: { id, archived_at } }: { group: GroupShown }) {
  const { api, unless } = useActing()
  const columns = useColumns()
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<{ courses: Course[]; clear: () => void } | null>(null)
  const params = { path: { id }, query: { mode: 'plan' as const } }
  const whyNot = archived_at ? words.groups.isArchived : (unless('groups.edit') ?? unless('catalog.view'))
  return (
    <>
      <List
        label={words.groups.tabs.courses}
        path="/api/groups/{id}/courses"
        params={{ id }}
        columns={columns}
        filters={
          <Action icon={Plus} whyNot={whyNot} onPress={() => add(true)}>
            {words.groups.addCourses}
          </Action>
        }
        bulk={(courses, clear) => (
          <Action look="danger" whyNot={unless('groups.edit')} onPress={() => leave({ courses, clear })}>
            {words.groups.detach}
          </Action>
        )}
        empty={<Empty title={words.groups.noCourses} hint={words.groups.noCoursesHint} />}
      />
      {isAdding && (
        <AskDialog
          title={words.groups.addCoursesTitle}
          hint={words.groups.addCoursesHint}
          stepsOf={(fields: Fields<Name>) => {
            const courses = fields.list('courses')
            const plan = () => api.POST('/api/groups/{id}/courses', { params, body: { courses } })
            return courses.length > 0 ? [{ name: courses.join(', '), plan }] : []
          }}
          doLabel={words.groups.addCourses}
          onClose={() => add(false)}
        >
          <ManyField<Name, '/api/courses'>
            name="courses"
            label={words.groups.tabs.courses}
            hint={words.groups.coursesHint}
            path="/api/courses"
            optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          />
        </AskDialog>
      )}
      {leaving && (
        <PlanDialog
          title={words.groups.detachTitle(leaving.courses.length)}
          hint={words.groups.detachHint}
          steps={leaving.courses.map(({ name: course, display_name: name }) => ({
            name,
            plan: () =>
              api.DELETE('/api/groups/{id}/courses/{course}', { params: { ...params, path: { id, course } } }),
          }))}
          doLabel={words.groups.detach}
          isDangerous
          onClose={() => leave(null)}
          onDone={leaving.clear}
        />
      )}
    </>
  )
}

function useColumns(): Column<Course>[] {
  const format = useFormat()
  return [
    {
      id: 'course',
      name: words.groups.course,
      grow: 2,
      cell: ({ display_name, archived_at }) => (
        <>
          <span className="block truncate font-medium">{display_name}</span>
          {archived_at && <span className="block truncate text-quiet text-xs">{words.groups.courseArchived}</span>}
        </>
      ),
    },
    { id: 'since', name: words.groups.since, cell: course => format.day(course.created_at) },
  ]
}
