import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { courseOf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { useAccessEnd } from '../../format/use-access-end.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { EnrollmentState } from '../../ui/show/enrollment-state.tsx'
import { Person } from '../../ui/show/person.tsx'

export type EnrollmentRow = Row<'/api/enrollments'>

/** `ask` is for the reasons somebody has the course. */
export function useEnrollmentColumns(ask: (enrollment: EnrollmentRow) => void): Column<EnrollmentRow>[] {
  const { organization } = useActing()
  const format = useFormat()
  const sayEnd = useAccessEnd()
  const { columns } = words.enrollments
  return [
    {
      id: 'person',
      name: columns.person,
      grow: 2,
      cell: row => (
        <Link to={paths.user} params={{ organization, id: String(row.user_id) }} className="group block">
          <Person {...row} onPhone={courseOf(row)} />
        </Link>
      ),
    },
    { id: 'course', name: columns.course, grow: 1.2, cell: courseOf },
    { id: 'status', name: columns.status, cell: ({ status }) => <EnrollmentState status={status} />, onPhone: true },
    {
      id: 'starts',
      name: columns.starts,
      sort: 'starts_at',
      grow: 1.1,
      cell: ({ starts_at }) => format.day(starts_at),
    },
    {
      id: 'ends',
      name: columns.ends,
      grow: 1.1,
      sort: 'ends_at',
      cell: sayEnd,
    },
    {
      id: 'why',
      name: columns.why,
      grow: 0.8,
      cell: row => (
        <span className="-ms-4">
          <Action look="plain" onPress={() => ask(row)}>
            {words.users.why}
          </Action>
        </span>
      ),
    },
  ]
}
