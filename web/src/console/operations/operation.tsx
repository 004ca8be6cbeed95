import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { useCourseNames } from '../../format/use-course-names.ts'
import { useFormat } from '../../format/use-format.ts'
import { ChangeLines } from '../../plan/changes.tsx'
import { describePlan } from '../../plan/describe-plan.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { linkLook } from '../../ui/look/link-look.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { WhyDialog } from '../explain/why-dialog.tsx'
import { nameOperation, OperationResult, sayActor, sayProblems } from './operation-words.tsx'
import { Undoing } from './undoing.tsx'

type Operation = Answer<'/api/operations/{id}'>

export function OperationPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/log/$id' })
  const operation = useQuery(reading(organization, '/api/operations/{id}', { path: { id: Number(id) } }))
  return <Loaded query={operation}>{operation => <Shown operation={operation} />}</Loaded>
}

function Shown({ operation }: { operation: Operation }) {
  const { api, organization, timeZone } = useActing()
  const format = useFormat()
  const [isUndoing, undo] = useState(false)
  const { id, kind, result, at } = operation
  const problems = sayProblems(operation)
  // What it undid has a line of its own.
  const changes = operation.changes.filter(({ kind }) => kind !== 'operation')
  return (
    <Page
      title={nameOperation(operation)}
      about={
        <>
          <OperationResult operation={operation} />
          <span>{format.moment(at)}</span>
        </>
      }
      back={{ to: paths.operations, params: { organization }, name: words.log.title }}
      actions={<WhatToDo operation={operation} onUndo={() => undo(true)} />}
    >
      <Undoing operation={operation} />
      {problems.length > 0 && (
        <Card title={words.log.refusedTitle}>
          <ul className="flex list-disc flex-col gap-1 ps-5 marker:text-edge">
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={words.log.asked}>
        <Asked operation={operation} />
      </Card>
      {result !== 'refused' && (
        <Card title={words.log.changed}>
          {changes.length === 0 && <p className="text-quiet">{words.log.nothingChanged}</p>}
          <ChangeLines lines={describePlan({ ...operation, changes }, timeZone, words.plan.doneLine)} most={100} />
        </Card>
      )}
      {isUndoing && (
        <PlanDialog
          title={words.log.undoTitle}
          hint={words.log.undoHint}
          steps={[
            {
              name: words.log.kind(kind),
              plan: () => api.POST('/api/operations/{id}/undo', { params: { path: { id }, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={words.log.undo}
          isDangerous
          hasUndo={false}
          onClose={() => undo(false)}
        />
      )}
    </Page>
  )
}

/** Undo it; or what is to be done instead, where that is a page of its own. */
function WhatToDo({ operation, onUndo }: { operation: Operation; onUndo: () => void }) {
  const { organization, unless } = useActing()
  const { kind, result, undone_by, not_undoable } = operation
  if (result === 'refused')
    return kind === 'provision' ? (
      <ActionLink
        to={paths.provision}
        params={{ organization }}
        search={whatWasSent(operation)}
        whyNot={unless('provision')}
      >
        {words.log.byHand}
      </ActionLink>
    ) : null
  if (not_undoable?.order && not_undoable.code !== 'place_order') {
    const { id, reference } = not_undoable.order
    const name = reference ?? words.orders.name(id)
    return (
      <ActionLink to={paths.order} params={{ organization, id: String(id) }} whyNot={unless('orders.view')}>
        {not_undoable.code === 'refund_order' ? words.log.refundOrder(name) : words.log.cancelOrder(name)}
      </ActionLink>
    )
  }
  const whyNot = not_undoable && words.log.notUndoable[not_undoable.code]
  return (
    <Action whyNot={(undone_by !== null && words.log.isUndone) || whyNot || unless('operations.undo')} onPress={onUndo}>
      {words.log.undo}
    </Action>
  )
}

/** To be taken over by the form. */
function whatWasSent({ email, first_name, last_name, reference, courses }: Operation): Record<string, string> {
  const given = { email, first_name, last_name, reference, courses: courses.join(',') }
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

function Asked({ operation }: { operation: Operation }) {
  const { organization, may } = useActing()
  const format = useFormat()
  const called = useCourseNames()
  const [asked, ask] = useState<string | null>(null)
  const { user, email, first_name, last_name, courses, actor, reference, source, ip, duration_ms, id } = operation
  const { columns } = words.log
  const person =
    user !== null && may('users.view') ? (
      <Link to={paths.user} params={{ organization, id: String(user) }} className={linkLook}>
        {email ?? user}
      </Link>
    ) : (
      email
    )
  return (
    <>
      <Facts
        facts={[
          [columns.who, person],
          [words.log.name, [first_name, last_name].filter(Boolean).join(' ')],
          [columns.courses, courses.map(called).join(', ')],
          [columns.reference, reference],
          [columns.source, source],
          [columns.by, sayActor(actor)],
          [columns.ip, ip],
          [columns.took, words.log.milliseconds(format.number(Math.round(duration_ms)))],
          [words.log.id, id],
        ]}
      />
      {email && user !== null && may('enrollments.view') && courses.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {courses.map(course => (
            <Action key={course} onPress={() => ask(course)}>
              {words.log.why(called(course))}
            </Action>
          ))}
        </div>
      )}
      {asked && <WhyDialog user={String(user)} course={asked} name={called(asked)} onClose={() => ask(null)} />}
    </>
  )
}
