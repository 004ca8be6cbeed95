import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

export type MembershipChange = 'suspend' | 'resume' | 'remove'

interface Props {
  change: MembershipChange
  users: readonly { id: number; email: string; organization: string }[]
  onClose: () => void
  onDone?: () => void
}

const say = {
  suspend: { title: words.users.suspendTitle, hint: words.users.suspendHint, doLabel: words.users.suspend },
  resume: { title: words.users.resumeTitle, hint: words.users.resumeHint, doLabel: words.users.resume },
  remove: { title: words.users.removeTitle, hint: words.users.removeHint, doLabel: words.users.removeShort },
}

export function MembershipDialog({ change, users, onClose, onDone }: Props) {
  const { api } = useActing()
  const { title, hint, doLabel } = say[change]
  return (
    <PlanDialog
      title={title(users.length)}
      hint={hint}
      steps={users.map(({ id, email, organization }) => {
        const params = { path: { organization, user: id }, query: { mode: 'plan' as const } }
        const address = '/api/memberships/{organization}/{user}'
        const body = { suspended: change === 'suspend' }
        return {
          name: email,
          plan: () => (change === 'remove' ? api.DELETE(address, { params }) : api.PATCH(address, { params, body })),
        }
      })}
      doLabel={doLabel}
      isDangerous={change === 'remove'}
      onClose={onClose}
      onDone={onDone}
    />
  )
}
