import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import { beginAnew, startImpersonation } from '../../api/person/impersonation.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useRoles } from '../../fields/chosen/use-roles.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { type MembershipChange, MembershipDialog } from './membership-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { UserCourses } from './user-courses.tsx'
import { UserLog } from './user-log.tsx'
import { UserMails } from './user-mails.tsx'
import { UserPlaces } from './user-places.tsx'
import { UserProfile } from './user-profile.tsx'
import { UserSessions } from './user-sessions.tsx'
import { UserState } from './user-state.tsx'

type UserShown = Answer<'/api/users/{id}'>

export function UserPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/users/$id' })
  const user = useQuery(reading(organization, '/api/users/{id}', { path: { id: Number(id) } }))
  return <Loaded query={user}>{user => <User user={user} />}</Loaded>
}

function User({ user }: { user: UserShown }) {
  const { organization, may } = useActing()
  const name = `${user.first_name} ${user.last_name}`.trim()
  const { tabs } = words.users
  return (
    <Page
      title={name || user.email}
      about={
        <>
          {name && <span>{user.email}</span>}
          <UserState {...user} />
          {user.second_factor && <Badge>{words.users.hasFactor}</Badge>}
          <span>{words.users.enrolledIn(user.enrollments.active)}</span>
        </>
      }
      back={{ to: paths.users, params: { organization }, name: words.users.title }}
      actions={<UserActions user={user} />}
    >
      <Tabs
        label={user.email}
        parts={[
          may('enrollments.view') && {
            id: 'courses',
            name: tabs.courses,
            children: <UserCourses user={user.id} hint={words.users.noCoursesHint} />,
          },
          { id: 'places', name: tabs.places, children: <UserPlaces user={user} /> },
          {
            id: 'profile',
            name: tabs.profile,
            children: <Edited thing={user}>{user => <UserProfile user={user} />}</Edited>,
          },
          { id: 'sessions', name: tabs.sessions, children: <UserSessions user={user} /> },
          { id: 'mails', name: tabs.mails, children: <UserMails id={user.id} /> },
          may('operations.view') && { id: 'log', name: tabs.log, children: <UserLog email={user.email} /> },
        ]}
      />
    </Page>
  )
}

function UserActions({ user }: { user: UserShown }) {
  const sends = useSendsMail()
  const { api, organization, unless } = useActing()
  const { roles = [], isBeyond } = useRoles()
  const beyond = new Set(roles.filter(isBeyond).map(({ name }) => name))
  const whyNotTo = (places: readonly { role: string }[]) =>
    places.some(({ role }) => beyond.has(role)) ? words.users.isBeyond : null
  const whyNotLeave = unless('users.delete') ?? whyNotTo([...user.memberships, ...user.teams])
  const navigate = useNavigate()
  const [asked, ask] = useState<MembershipChange | null>(null)
  const [isErasing, erase] = useState(false)
  const [isMerging, merge] = useState(false)
  const reset = useChange(
    () => api.POST('/api/users/{id}/password-link', { params: { path: { id: user.id } } }),
    () => notify('done', words.users.resetDone(user.email, sends)),
  )
  const [isResetting, resetFactor] = useState(false)
  const actAs = () =>
    startImpersonation(organization, user.id).then(beginAnew, error => notify('problem', sayProblem(error)))
  const change = user.suspended_at ? 'resume' : 'suspend'
  return (
    <>
      <Action
        whyNot={unless('users.edit')}
        isPending={reset.isPending}
        onPress={() => reset.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) })}
      >
        {words.users.reset}
      </Action>
      <ActionsMenu
        actions={[
          {
            name: words.users.impersonate,
            whyNot: unless('users.impersonate') ?? whyNotTo([...user.memberships, ...user.teams]),
            onAction: () => void actAs(),
          },
          {
            name: words.users.resetFactor,
            whyNot: unless('users.edit') ?? whyNotTo([...user.memberships, ...user.teams]) ?? whyNotReset(user),
            onAction: () => resetFactor(true),
          },
          { name: words.users.merge, whyNot: unless('users.edit'), onAction: () => merge(true) },
          { name: words.users[change], whyNot: unless('users.edit') ?? whyNotTo([user]), onAction: () => ask(change) },
          { name: words.users.erase, isDangerous: true, whyNot: whyNotLeave, onAction: () => erase(true) },
          {
            name: words.users.remove,
            isDangerous: true,
            whyNot: whyNotLeave,
            onAction: () => ask('remove'),
          },
        ]}
      />
      {isResetting && (
        <PlanDialog
          title={words.users.resetFactorTitle}
          hint={words.users.resetFactorHint}
          steps={[
            {
              name: user.email,
              plan: () =>
                api.DELETE('/api/users/{id}/second-factor', {
                  params: { path: { id: user.id }, query: { mode: 'plan' } },
                }),
            },
          ]}
          doLabel={words.users.resetFactorDo}
          isDangerous
          onClose={() => resetFactor(false)}
        />
      )}
      {isMerging && <MergeDialog user={user} onClose={() => merge(false)} />}
      {isErasing && (
        <PlanDialog
          title={words.users.eraseTitle}
          hint={words.users.eraseHint}
          steps={[
            {
              name: user.email,
              plan: () =>
                api.POST('/api/users/{id}/erase', { params: { path: { id: user.id }, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={words.users.eraseShort}
          isDangerous
          onClose={() => erase(false)}
          onDone={() => void navigate({ to: paths.users, params: { organization } })}
        />
      )}
      {asked && (
        <MembershipDialog
          change={asked}
          users={[user]}
          onClose={() => ask(null)}
          onDone={() => {
            if (asked === 'remove') void navigate({ to: paths.users, params: { organization } })
          }}
        />
      )}
    </>
  )
}

function whyNotReset({ second_factor }: UserShown): string | null {
  if (second_factor === null) return words.users.isOfOthers
  return second_factor ? null : words.users.noFactor
}
