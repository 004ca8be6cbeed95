import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  teams: readonly { id: number; name: string }[]
  onClose: () => void
  onDone?: () => void
}

export function ArchiveTeams({ teams, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.teams.archiveTitle(teams.length)}
      hint={words.teams.archiveHint}
      steps={teams.map(({ id, name }) => ({
        name,
        plan: () => api.DELETE('/api/teams/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.teams.archive}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
