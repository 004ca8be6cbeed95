import { useActing } from '../../acting/acting.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'

interface Props {
  courses: readonly { id: number; display_name: string }[]
  onClose: () => void
  onDone?: () => void
}

export function ArchiveCourses({ courses, onClose, onDone }: Props) {
  const { api } = useActing()
  return (
    <PlanDialog
      title={words.courses.archiveTitle(courses.length)}
      hint={words.courses.archiveHint}
      steps={courses.map(({ id, display_name }) => ({
        name: display_name,
        plan: () => api.DELETE('/api/courses/{id}', { params: { path: { id }, query: { mode: 'plan' } } }),
      }))}
      doLabel={words.courses.archive}
      isDangerous
      onClose={onClose}
      onDone={onDone}
    />
  )
}
