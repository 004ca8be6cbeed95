import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useCourseNames } from '../../format/use-course-names.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { OperationResult, sayActor, sayProblems } from './operation-words.tsx'

export function useOperationColumns(): Column<Row<'/api/operations'>>[] {
  const { organization } = useActing()
  const format = useFormat()
  const called = useCourseNames()
  const { columns } = words.log
  return [
    {
      id: 'what',
      name: columns.what,
      grow: 2,
      linesOnPhone: 4,
      cell: ({ id, kind, email, ...operation }) => (
        <Link to={paths.operation} params={{ organization, id: String(id) }} className="group block">
          <span className={`block truncate leading-4.5 ${rowLook}`}>{words.log.kind(kind)}</span>
          {/* A line each: a long address would hide why. */}
          <span className="block truncate text-quiet text-xs">{email}</span>
          <span className="block truncate text-quiet text-xs @max-[30rem]:line-clamp-2 @max-[30rem]:whitespace-normal">
            {sayProblems(operation).join(' · ')}
          </span>
        </Link>
      ),
    },
    {
      id: 'result',
      name: columns.result,
      least: 9,
      cell: operation => <OperationResult operation={operation} />,
      onPhone: true,
    },
    { id: 'courses', name: columns.courses, cell: ({ courses }) => courses.map(called).join(', ') },
    { id: 'by', name: columns.by, cell: ({ actor }) => sayActor(actor) },
    { id: 'at', name: columns.at, grow: 1.3, isMoment: true, cell: ({ at }) => format.moment(at) },
    { id: 'reference', name: columns.reference, cell: ({ reference }) => reference, isExtra: true },
    { id: 'source', name: columns.source, cell: ({ source }) => source, isExtra: true },
    { id: 'ip', name: columns.ip, cell: ({ ip }) => ip, isExtra: true },
    {
      id: 'took',
      name: columns.took,
      cell: ({ duration_ms }) => words.log.milliseconds(format.number(Math.round(duration_ms))),
      isExtra: true,
    },
  ]
}
