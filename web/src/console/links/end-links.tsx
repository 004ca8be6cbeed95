import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { nameOfLink } from './link-state.tsx'

interface Props {
  links: readonly { id: number; name: string; prefix: string }[]
  onClose: () => void
  onDone?: () => void
}

export function EndLinks({ links, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.links.endTitle(links.length)}
      hint={words.links.endHint}
      steps={links.map(link => ({
        name: nameOfLink(link),
        plan: () => api.DELETE('/api/links/{id}', { params: { path: { id: link.id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.links.endShort}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
