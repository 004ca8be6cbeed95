import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

type Mail = Row<'/api/mails'>

interface Props {
  mails: readonly Mail[]
  onClose: () => void
  onDone: () => void
}

export function SendAgain({ mails, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.mails.sendAgainTitle(mails.length)}
      hint={words.mails.sendAgainHint}
      steps={mails.map(({ id, to }) => ({
        name: to,
        plan: () => api.POST('/api/mails/{id}/resend', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.mails.sendAgain}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
