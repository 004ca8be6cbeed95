import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

type OrganizationShown = Answer<'/api/organizations/{organization}'>

export type OrganizationChange = 'suspend' | 'resume' | 'archive'

interface Props {
  change: OrganizationChange
  shown: OrganizationShown
  onClose: () => void
}

const text = words.organizations

const say = {
  suspend: { title: text.suspendTitle, hint: text.suspendHint },
  resume: { title: text.resumeTitle, hint: text.resumeHint },
  archive: { title: text.archiveTitle, hint: text.archiveHint },
}

export function OrganizationDialog({ change, shown: { slug, name }, onClose }: Props) {
  const { api } = useActing()
  const params = { path: { organization: slug }, query: { mode: 'plan' as const } }
  const address = '/api/organizations/{organization}'
  return (
    <PlanDialog
      {...say[change]}
      steps={[
        {
          name,
          plan: () =>
            change === 'archive' ? api.DELETE(address, { params }) : api.POST(`${address}/${change}`, { params }),
        },
      ]}
      doLabel={text[change]}
      isDangerous={change !== 'resume'}
      onClose={onClose}
    />
  )
}
