import { useActing, useChange } from '../../acting/acting.ts'
import { Changes } from '../../plan/changes.tsx'
import type { Plan } from '../../plan/read-plan.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Problem } from '../../ui/tell/problem.tsx'
import type { NamedProvision } from './provisioned.tsx'

interface Props {
  plan: Plan
  email: string
  onClose: () => void
  onDone: (done: NamedProvision) => void
}

/** The plan; and then its answer, for the link in it. */
export function ConfirmDialog({ plan, email, onClose, onDone }: Props) {
  const { api } = useActing()
  const applying = useChange(
    () => api.POST('/api/plans/{id}/apply', { params: { path: { id: plan.plan_id } } }),
    answer => {
      onClose()
      onDone({ ...(answer as NamedProvision), names: plan.names })
    },
  )
  return (
    <Dialog title={words.provision.confirmTitle(email)} onClose={onClose}>
      <Changes plans={[plan]} />
      {applying.error && <Problem error={applying.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {words.ui.cancel}
        </Action>
        <Action look="main" isPending={applying.isPending} onPress={() => applying.mutate(undefined)}>
          {applying.isPending ? words.provision.doing : words.provision.do}
        </Action>
      </div>
    </Dialog>
  )
}
