import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { courseOf, expandIf } from '../../api/called.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { WhyDialog } from '../explain/why-dialog.tsx'
import { type EnrollmentRow, useEnrollmentColumns } from './enrollment-columns.tsx'
import { type EnrollmentChange, EnrollmentDialog } from './enrollment-dialog.tsx'
import { EnrollmentFilters, endOf, type Status } from './enrollment-filters.tsx'

const changes = [
  ['suspend', 'enrollments.edit'],
  ['resume', 'enrollments.edit'],
  ['extend', 'enrollments.edit'],
  ['revoke', 'enrollments.delete'],
] as const

export function EnrollmentsPage() {
  const { may, unless } = useActing()
  const [{ status, course, user, team, group, ending }] = useAddress<
    'status' | 'course' | 'user' | 'team' | 'group' | 'ending'
  >()
  const [why, ask] = useState<EnrollmentRow | null>(null)
  const columns = useEnrollmentColumns(ask)
  const [asked, change] = useState<{ change: EnrollmentChange; rows: EnrollmentRow[]; clear: () => void } | null>(null)
  return (
    <Page title={words.enrollments.title} about={words.enrollments.about}>
      <List
        label={words.enrollments.title}
        path="/api/enrollments"
        query={{
          // What ends soon is open now: what is over or taken back has ended.
          status: (status ?? (ending ? 'active' : undefined)) as Status | undefined,
          course,
          user,
          team: Number(team) || undefined,
          group: Number(group) || undefined,
          ends_before: ending && endOf(Number(ending), Date.now()),
          ...expandIf(may('catalog.view'), 'course'),
        }}
        columns={columns}
        filters={<EnrollmentFilters />}
        bulk={(rows, clear) =>
          changes.map(([kind, permission]) => (
            <Action
              key={kind}
              look={kind === 'revoke' ? 'danger' : 'quiet'}
              whyNot={unless(permission)}
              onPress={() => change({ change: kind, rows, clear })}
            >
              {words.enrollments[kind]}
            </Action>
          ))
        }
        empty={<Empty title={words.enrollments.emptyTitle} hint={words.enrollments.emptyHint} />}
        hasCsv
      />
      {asked && (
        <EnrollmentDialog
          change={asked.change}
          enrollments={asked.rows}
          onClose={() => change(null)}
          onDone={asked.clear}
        />
      )}
      {why && (
        <WhyDialog
          user={String(why.user_id)}
          course={String(why.course_id)}
          name={courseOf(why)}
          onClose={() => ask(null)}
        />
      )}
    </Page>
  )
}
