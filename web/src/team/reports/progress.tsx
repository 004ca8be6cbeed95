import { useAddress } from '../../address/use-address.ts'
import { courseOf, expandIf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { useAccessEnd } from '../../format/use-access-end.ts'
import { useFormat } from '../../format/use-format.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { EnrollmentState } from '../../ui/show/enrollment-state.tsx'
import { PersonLink } from '../../ui/show/person-link.tsx'
import { useMyTeam } from '../my-team.ts'

type Enrollment = Row<'/api/enrollments'>
type Status = Enrollment['status']

/** Who has which course, how far they are and until when. */
export function Progress() {
  const { team, may } = useMyTeam()
  const [{ status }] = useAddress<'status'>()
  const format = useFormat()
  const sayEnd = useAccessEnd()
  return (
    <List
      label={words.portal.tabs.progress}
      path="/api/enrollments"
      query={{ team, status: status as Status | undefined, ...expandIf(may('catalog.view'), 'course') }}
      columns={[
        { id: 'person', name: words.portal.person, grow: 2, cell: (row: Enrollment) => <PersonLink {...row} /> },
        { id: 'course', name: words.users.course, cell: courseOf },
        { id: 'status', name: words.users.status, onPhone: true, cell: row => <EnrollmentState status={row.status} /> },
        {
          id: 'starts',
          name: words.users.columns.since,
          isExtra: true,
          cell: ({ starts_at }) => format.day(starts_at),
        },
        { id: 'ends', name: words.users.ends, cell: sayEnd },
        {
          id: 'completed',
          name: words.users.statuses.completed,
          isExtra: true,
          cell: ({ completed_at }) => format.day(completed_at),
        },
      ]}
      filters={
        <FilterSelect
          name="status"
          label={words.users.status}
          options={Object.entries(words.users.statuses).map(([id, name]) => ({ id, name }))}
        />
      }
      empty={<Empty title={words.portal.noProgress} hint={words.portal.noProgressHint} />}
      hasCsv
    />
  )
}
