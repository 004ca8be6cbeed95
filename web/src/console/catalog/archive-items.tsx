import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  items: readonly { id: number; name: string }[]
  onClose: () => void
  onDone?: () => void
}

export function ArchiveItems({ items, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.catalog.archiveTitle(items.length)}
      hint={words.catalog.archiveHint}
      steps={items.map(({ id, name }) => ({
        name,
        plan: () => api.DELETE('/api/catalog-items/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.catalog.archive}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
