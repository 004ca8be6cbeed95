import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ArchiveTeams } from './archive-teams.tsx'

type Team = Row<'/api/teams'>

export function TeamsPage() {
  const { unless } = useActing()
  const [{ archived }] = useAddress<'archived'>()
  const columns = useColumns()
  const [leaving, leave] = useState<{ teams: Team[]; clear: () => void } | null>(null)
  return (
    <Page title={words.teams.title} actions={<NewTeamLink />}>
      <List
        label={words.teams.title}
        path="/api/teams"
        query={{ archived: archived ? true : undefined }}
        columns={columns}
        search={words.teams.search}
        filters={<HiddenFilter name="archived" label={words.teams.filters.archived} />}
        bulk={(teams, clear) => (
          <Action look="danger" whyNot={unless('teams.delete')} onPress={() => leave({ teams, clear })}>
            {words.teams.archive}
          </Action>
        )}
        empty={
          <Empty title={words.teams.emptyTitle} hint={words.teams.emptyHint}>
            <NewTeamLink />
          </Empty>
        }
        hasCsv
      />
      {leaving && <ArchiveTeams teams={leaving.teams} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewTeamLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newTeam} params={{ organization }} whyNot={unless('teams.create')}>
      {words.teams.add}
    </ActionLink>
  )
}

function useColumns() {
  const { organization } = useActing()
  const format = useFormat()
  const { columns, states } = words.teams
  return [
    {
      id: 'name',
      name: columns.name,
      sort: 'name',
      grow: 2,
      cell: (team: Team) => (
        <Link to={paths.team} params={{ organization, id: String(team.id) }} className={rowLook}>
          {team.name}
        </Link>
      ),
    },
    { id: 'members', name: columns.members, cell: (team: Team) => format.number(team.member_count), onPhone: true },
    {
      id: 'state',
      name: columns.state,
      cell: (team: Team) =>
        team.archived_at ? <Badge>{states.archived}</Badge> : <Badge tone="good">{states.active}</Badge>,
    },
    { id: 'created', name: columns.created, cell: (team: Team) => format.day(team.created_at) },
    { id: 'description', name: columns.description, cell: (team: Team) => team.description, isExtra: true, grow: 2 },
    { id: 'reference', name: columns.reference, cell: (team: Team) => team.reference, isExtra: true },
  ]
}
