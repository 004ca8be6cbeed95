import { UserPlus } from 'lucide-react'
import { paths } from '../../address/paths.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { TeamInvitations } from '../inviting/invitations.tsx'
import { TeamLinks } from '../inviting/links.tsx'
import { useMyTeam } from '../my-team.ts'
import { Progress } from '../reports/progress.tsx'
import { useWaiting } from '../seats/use-waiting.ts'
import { Members } from './members.tsx'

/** Who is in the team, what they do, and who is asked in. */
export function TeamPeoplePage() {
  const { may } = useMyTeam()
  const { tabs, linksTab } = words.portal
  const format = useFormat()
  const waiting = useWaiting()
  return (
    <Page title={words.portal.people} actions={<InviteLink />}>
      <Tabs
        label={words.portal.people}
        parts={[
          { id: 'people', name: tabs.people, children: <Members /> },
          may('enrollments.view') && { id: 'progress', name: tabs.progress, children: <Progress /> },
          may('invitations.view') && { id: 'invitations', name: tabs.invitations, children: <TeamInvitations /> },
          may('links.view') && {
            id: 'links',
            name: waiting > 0 ? linksTab(format.number(waiting)) : tabs.links,
            children: <TeamLinks />,
          },
        ]}
      />
    </Page>
  )
}

export function InviteLink() {
  const { params, unless } = useMyTeam()
  return (
    <ActionLink to={paths.teamInvite} params={params} look="main" icon={UserPlus} whyNot={unless('invitations.create')}>
      {words.portal.invite}
    </ActionLink>
  )
}
