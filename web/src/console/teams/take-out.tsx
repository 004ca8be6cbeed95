import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  team: number
  members: readonly { user_id: number; email: string }[]
  onClose: () => void
  onDone?: () => void
}

/** Takes people out of a team. */
export function TakeOut({ team: id, members, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.teams.takeOutTitle(members.length)}
      hint={words.teams.takeOutHint}
      steps={members.map(({ user_id: user, email }) => ({
        name: email,
        plan: () =>
          api.DELETE('/api/teams/{id}/members/{user}', { params: { path: { id, user }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.teams.takeOut}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
