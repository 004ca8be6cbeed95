import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { readTeam, TeamForm } from './team-form.tsx'

export function NewTeamPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  return (
    <Page title={words.teams.addTitle} back={{ to: paths.teams, params: { organization }, name: words.teams.title }}>
      <Card isForm>
        <TeamForm
          send={fields => api.POST('/api/teams', { body: readTeam(fields) })}
          onDone={team => {
            if (!('id' in team)) return
            notify('done', words.teams.created(team.name))
            void navigate({ to: paths.team, params: { organization, id: String(team.id) } })
          }}
          submitLabel={words.teams.create}
          whyNot={unless('teams.create')}
          onCancel={() => void navigate({ to: paths.teams, params: { organization } })}
        />
      </Card>
    </Page>
  )
}
