import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting.ts'
import type { Row } from '../../api/reading.ts'
import { paths } from '../../paths.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/action.tsx'
import { EnrollmentState } from '../../ui/enrollment-state.tsx'
import { Person } from '../../ui/person.tsx'
import { useFormat } from '../../use-format.ts'

export type EnrollmentRow = Row<'/api/enrollments'>

/** `ask` is for the reasons somebody has the course. */
export function useEnrollmentColumns(ask: (enrollment: EnrollmentRow) => void): Column<EnrollmentRow>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.enrollments
  return [
    {
      id: 'person',
      name: columns.person,
      grow: 2,
      cell: row => (
        <Link to={paths.user} params={{ organization, id: String(row.user_id) }} className="group block">
          <Person {...row} />
        </Link>
      ),
    },
    { id: 'course', name: columns.course, cell: ({ course }) => course },
    { id: 'status', name: columns.status, cell: ({ status }) => <EnrollmentState status={status} />, onPhone: true },
    { id: 'starts', name: columns.starts, sort: 'starts_at', cell: ({ starts_at }) => format.day(starts_at) },
    {
      id: 'ends',
      name: columns.ends,
      sort: 'ends_at',
      cell: ({ ends_at }) => (ends_at ? format.lastDay(ends_at) : words.enrollments.forEver),
    },
    {
      id: 'why',
      name: columns.why,
      cell: row => (
        <Action look="plain" onPress={() => ask(row)}>
          {words.users.why}
        </Action>
      ),
    },
  ]
}
