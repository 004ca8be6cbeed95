import { UserPlus } from 'lucide-react'
import { paths } from '../paths.ts'
import { words } from '../text/words.ts'
import { ActionLink } from '../ui/action-link.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TeamInvitations } from './invitations.tsx'
import { TeamLinks } from './links.tsx'
import { Members } from './members.tsx'
import { useMyTeam } from './my-team.ts'
import { Progress } from './progress.tsx'

/** Who is in the team, what they do, and who is asked in. */
export function TeamPeoplePage() {
  const { may } = useMyTeam()
  const { tabs } = words.portal
  return (
    <Page title={words.portal.people} actions={<InviteLink />}>
      <Tabs
        label={words.portal.people}
        parts={[
          { id: 'people', name: tabs.people, children: <Members /> },
          may('enrollments.view') && { id: 'progress', name: tabs.progress, children: <Progress /> },
          may('invitations.view') && { id: 'invitations', name: tabs.invitations, children: <TeamInvitations /> },
          may('links.view') && { id: 'links', name: tabs.links, children: <TeamLinks /> },
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
