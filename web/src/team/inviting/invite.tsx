import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { useMyTeam } from '../my-team.ts'
import { InviteByMail } from './invite-by-mail.tsx'
import { NewTeamLink } from './new-team-link.tsx'

/** Three taps: Invite, the address, Send. */
export function TeamInvitePage() {
  const { params, teamName, may } = useMyTeam()
  return (
    <Page title={words.portal.inviteTitle} back={{ to: paths.teamPortal, params, name: teamName }}>
      <Tabs
        label={words.portal.inviteTitle}
        parts={[
          {
            id: 'mail',
            name: words.portal.ways.mail,
            children: (
              <Card isForm>
                <InviteByMail />
              </Card>
            ),
          },
          may('links.create') && {
            id: 'link',
            name: words.portal.ways.link,
            children: (
              <Card isForm>
                <NewTeamLink />
              </Card>
            ),
          },
        ]}
      />
    </Page>
  )
}
