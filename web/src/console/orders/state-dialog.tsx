import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

export type StateChange = 'complete' | 'cancel' | 'fail'

const say = {
  complete: { title: words.orders.completeTitle, hint: words.orders.completeHint, doLabel: words.orders.complete },
  cancel: { title: words.orders.cancelTitle, hint: words.orders.cancelHint, doLabel: words.orders.cancel },
  fail: { title: words.orders.failTitle, hint: words.orders.failHint, doLabel: words.orders.fail },
}

/** What becomes of an order that is not paid yet. */
export function StateDialog({ change, id, onClose }: { change: StateChange; id: number; onClose: () => void }) {
  const { api } = useActing()
  const params = { path: { id }, query: { mode: 'plan' as const } }
  const plans = {
    complete: () => api.POST('/api/orders/{id}/complete', { params, body: {} }),
    cancel: () => api.POST('/api/orders/{id}/cancel', { params }),
    fail: () => api.POST('/api/orders/{id}/fail', { params }),
  }
  return (
    <PlanDialog
      {...say[change]}
      steps={[{ name: words.orders.name(id), plan: plans[change] }]}
      isDangerous={change === 'cancel'}
      onClose={onClose}
    />
  )
}
