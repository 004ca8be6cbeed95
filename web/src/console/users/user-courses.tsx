import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { courseOf, expandIf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { useAccessEnd } from '../../format/use-access-end.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { EnrollmentState } from '../../ui/show/enrollment-state.tsx'
import { WhyDialog } from '../explain/why-dialog.tsx'
import { OpenItems } from './open-items.tsx'

type Enrollment = Row<'/api/enrollments'>

interface Props {
  user: number
  /** What to do where there is none. */
  hint: string
}

/** What somebody has, and why; in the team portal, of what the team may see. */
export function UserCourses({ user, hint }: Props) {
  const { may, team, unless } = useActing()
  const format = useFormat()
  const sayEnd = useAccessEnd()
  const sayOnPhone = (enrollment: Enrollment) =>
    enrollment.ends_at && enrollment.status !== 'revoked'
      ? words.access.untilDay(format.lastDay(enrollment.ends_at))
      : sayEnd(enrollment)
  const [asked, ask] = useState<Enrollment | null>(null)
  const [opening, open] = useState<Enrollment | null>(null)
  const columns: Column<Enrollment>[] = [
    {
      id: 'course',
      name: words.users.course,
      grow: 2,
      cell: enrollment => (
        <>
          <span className="block truncate font-medium">{courseOf(enrollment)}</span>
          <span className="block truncate text-quiet text-xs @[30rem]:hidden">{sayOnPhone(enrollment)}</span>
        </>
      ),
    },
    {
      id: 'status',
      name: words.users.status,
      cell: ({ status }) => <EnrollmentState status={status} />,
      onPhone: true,
    },
    {
      id: 'ends',
      name: words.users.ends,
      cell: sayEnd,
    },
    {
      id: 'why',
      name: words.users.reasons,
      onPhone: true,
      cell: enrollment => (
        <span className="-ms-4">
          <Action look="plain" onPress={() => ask(enrollment)}>
            {words.users.why}
          </Action>
        </span>
      ),
    },
  ]
  return (
    <>
      <List
        label={words.users.tabs.courses}
        path="/api/enrollments"
        query={{ user: String(user), team: team?.id, ...expandIf(may('catalog.view'), 'course') }}
        columns={columns}
        bulk={
          team || !may('catalog.view')
            ? undefined
            : ([enrollment, ...others]) => (
                <Action
                  whyNot={unless('enrollments.edit') ?? (others.length > 0 ? words.users.oneCourse : null)}
                  onPress={() => open(enrollment ?? null)}
                >
                  {words.courses.openFor}
                </Action>
              )
        }
        empty={<Empty title={words.users.noCourses} hint={hint} />}
      />
      {opening && <OpenItems enrollment={opening} onClose={() => open(null)} />}
      {asked && (
        <WhyDialog
          user={String(user)}
          course={String(asked.course_id)}
          name={courseOf(asked)}
          onClose={() => ask(null)}
        />
      )}
    </>
  )
}
