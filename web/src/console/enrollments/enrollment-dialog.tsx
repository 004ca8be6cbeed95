import { useActing } from '../../acting/acting.ts'
import { courseOf } from '../../api/called.ts'
import type { Sent } from '../../api/sending.ts'
import { AccessField, type AccessName, readAccess } from '../../fields/access-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { AskDialog } from '../../plan/ask-dialog.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

export type EnrollmentChange = 'suspend' | 'resume' | 'extend' | 'revoke'

type RevokeName = NameIn<Sent<'/api/enrollments/{id}/revoke', 'post'>>

interface Props {
  change: EnrollmentChange
  enrollments: readonly { id: number; email: string; course: string }[]
  onClose: () => void
  onDone?: () => void
}

const say = {
  suspend: { title: words.enrollments.suspendTitle, hint: words.enrollments.suspendHint },
  resume: { title: words.enrollments.resumeTitle, hint: words.enrollments.resumeHint },
  extend: { title: words.enrollments.extendTitle, hint: words.enrollments.extendHint },
  revoke: { title: words.enrollments.revokeTitle, hint: words.enrollments.revokeHint },
}

/** One or many. */
export function EnrollmentDialog({ change, enrollments, onClose, onDone }: Props) {
  const { api } = useActing()
  const { title, hint } = say[change]
  const dialog = { title: title(enrollments.length), hint, doLabel: words.enrollments[change], onClose, onDone }
  const eachOf = <Done,>(plan: (params: { path: { id: number }; query: { mode: 'plan' } }) => Done) =>
    enrollments.map(({ id, email, ...enrollment }) => ({
      name: words.enrollments.nameOf(email, courseOf(enrollment)),
      plan: () => plan({ path: { id }, query: { mode: 'plan' } }),
    }))
  switch (change) {
    case 'suspend':
      return <PlanDialog {...dialog} steps={eachOf(params => api.POST('/api/enrollments/{id}/suspend', { params }))} />
    case 'resume':
      return <PlanDialog {...dialog} steps={eachOf(params => api.POST('/api/enrollments/{id}/resume', { params }))} />
    case 'extend':
      return (
        <AskDialog
          {...dialog}
          stepsOf={(fields: Fields<AccessName>) => {
            const access = readAccess(fields)
            if (access === undefined) return []
            return eachOf(params => api.POST('/api/enrollments/{id}/extend', { params, body: { access } }))
          }}
        >
          <AccessField whenAbsent={words.ui.choose} whenNull={words.access.forEver} />
        </AskDialog>
      )
    case 'revoke':
      return (
        <AskDialog
          {...dialog}
          isDangerous
          stepsOf={(fields: Fields<RevokeName>) => {
            const reason = fields.optional('reason')
            return eachOf(params => api.POST('/api/enrollments/{id}/revoke', { params, body: { reason } }))
          }}
        >
          <TextField<RevokeName> name="reason" label={words.enrollments.reason} hint={words.enrollments.reasonHint} />
        </AskDialog>
      )
  }
}
