import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Row, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { ArchiveTeams } from './archive-teams.tsx'
import { SeatsTab } from './seats-tab.tsx'
import { readTeam, TeamForm } from './team-form.tsx'
import { TeamMembers } from './team-members.tsx'

export function TeamPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/teams/$id' })
  const team = useQuery(reading(organization, '/api/teams/{id}', { path: { id: Number(id) } }))
  return <Loaded query={team}>{team => <Team team={team} />}</Loaded>
}

function Team({ team }: { team: Row<'/api/teams'> }) {
  const { organization, may, unless } = useActing()
  const format = useFormat()
  const [isLeaving, leave] = useState(false)
  const { tabs } = words.teams
  return (
    <Page
      title={team.name}
      about={
        <>
          {team.archived_at && <Badge>{words.teams.states.archived}</Badge>}
          <span>{words.teams.membersCount(team.member_count)}</span>
          <span>· {words.teams.madeOn(format.day(team.created_at))}</span>
        </>
      }
      back={{ to: paths.teams, params: { organization }, name: words.teams.title }}
      actions={
        <ActionsMenu
          actions={[
            {
              name: words.teams.archive,
              isDangerous: true,
              whyNot: team.archived_at ? words.teams.isArchived : unless('teams.delete'),
              onAction: () => leave(true),
            },
          ]}
        />
      }
    >
      {team.description && <p className="max-w-prose">{team.description}</p>}
      <Tabs
        label={team.name}
        parts={[
          may('seats.view') && { id: 'seats', name: tabs.seats, children: <SeatsTab team={team} /> },
          { id: 'members', name: tabs.members, children: <TeamMembers id={team.id} /> },
          {
            id: 'settings',
            name: tabs.settings,
            children: <Edited thing={team}>{team => <TeamSettings team={team} />}</Edited>,
          },
        ]}
      />
      {isLeaving && <ArchiveTeams teams={[team]} onClose={() => leave(false)} />}
    </Page>
  )
}

function TeamSettings({ team }: { team: Row<'/api/teams'> }) {
  const { api, unless } = useActing()
  return (
    <Card isForm>
      <TeamForm
        team={team}
        send={fields => api.PATCH('/api/teams/{id}', { params: { path: { id: team.id } }, body: readTeam(fields) })}
        onDone={() => notify('done', words.ui.saved)}
        whyNot={team.archived_at ? words.teams.isArchived : unless('teams.edit')}
      />
    </Card>
  )
}
