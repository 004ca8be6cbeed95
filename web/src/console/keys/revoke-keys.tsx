import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  keys: readonly Pick<Row<'/api/keys'>, 'id' | 'name'>[]
  onClose: () => void
  onDone?: () => void
}

export function RevokeKeys({ keys, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.keys.revokeTitle(keys.length)}
      hint={words.keys.revokeHint}
      steps={keys.map(({ id, name }) => ({
        name,
        plan: () => api.DELETE('/api/keys/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.keys.revoke}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
