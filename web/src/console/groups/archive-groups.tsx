import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  groups: readonly { id: number; name: string }[]
  onClose: () => void
  onDone?: () => void
}

export function ArchiveGroups({ groups, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.groups.archiveTitle(groups.length)}
      hint={words.groups.archiveHint}
      steps={groups.map(({ id, name }) => ({
        name,
        plan: () => api.DELETE('/api/groups/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.groups.archive}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
