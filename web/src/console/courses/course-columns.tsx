import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useAccess } from '../../format/use-access.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Badge } from '../../ui/show/badge.tsx'

export type CourseRow = Row<'/api/courses'>

export function useCourseColumns(): Column<CourseRow>[] {
  const { organization } = useActing()
  const format = useFormat()
  const sayAccess = useAccess()
  const { columns, states } = words.courses
  return [
    {
      id: 'course',
      name: columns.course,
      sort: 'name',
      grow: 2,
      cell: ({ id, name, display_name }) => (
        <Link to={paths.course} params={{ organization, id: String(id) }} className="group block">
          <span className={`block truncate ${rowLook}`}>{display_name}</span>
          <span className="block truncate text-quiet text-xs">{name}</span>
        </Link>
      ),
    },
    { id: 'items', name: columns.items, onPhone: true, cell: ({ item_count }) => words.courses.itemCount(item_count) },
    { id: 'access', name: columns.access, cell: ({ access }) => sayAccess(access) },
    {
      id: 'state',
      name: columns.state,
      cell: ({ archived_at }) =>
        archived_at ? <Badge>{states.archived}</Badge> : <Badge tone="good">{states.active}</Badge>,
    },
    { id: 'created', name: columns.created, isExtra: true, cell: ({ created_at }) => format.day(created_at) },
  ]
}
