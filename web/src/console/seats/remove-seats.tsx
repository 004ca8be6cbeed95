import { useActing } from '../../acting/acting.ts'
import { productOf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

type SeatsShown = Row<'/api/seats'>

export function RemoveSeats({ to, onClose }: { to: SeatsShown; onClose: () => void }) {
  const { id } = to
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.seats.removeTitle}
      hint={words.seats.removeHint}
      steps={[
        {
          name: productOf(to),
          plan: () => api.DELETE('/api/seats/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
        },
      ]}
      doLabel={words.seats.removeAll}
      isDangerous
      onClose={onClose}
    />
  )
}
