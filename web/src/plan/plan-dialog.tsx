import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useActing, useRefresh } from '../acting.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/action.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.ts'
import { Problem, sayProblem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Changes } from './changes.tsx'
import { applyPlans, readPlans, type Step } from './read-plan.ts'

interface Props {
  title: string
  /** What it means, in a sentence. */
  hint?: string
  /** The calls: one, or one for each row that was picked. */
  steps: readonly Step[]
  /** Of the button that does it. */
  doLabel: string
  isDangerous?: boolean
  onClose: () => void
  /** When all of it is done. */
  onDone?: () => void
}

/** Shows what would happen, then does exactly that. What cannot be done is named, and harms nothing else. */
export function PlanDialog({ title, hint, steps, doLabel, isDangerous, onClose, onDone }: Props) {
  const { organization } = useActing()
  const refresh = useRefresh()
  const id = useId()
  const plans = useQuery({ queryKey: ['plans', id], queryFn: () => readPlans(steps), gcTime: 0, staleTime: Infinity })
  const possible = (plans.data ?? []).filter(({ plan }) => plan)
  const doing = useMutation({
    mutationFn: () => applyPlans(organization, possible),
    onSuccess: async ({ failed, kept }) => {
      await refresh()
      if (failed.length > 0) return
      notify('done', [words.plan.done, ...kept].join(' '))
      onClose()
      onDone?.()
    },
  })
  const failed = doing.data?.failed ?? (plans.data ?? []).filter(({ error }) => error)
  return (
    <Dialog title={title} onClose={onClose} isAlert={isDangerous ?? false}>
      {hint && <p className="text-quiet">{hint}</p>}
      {plans.isPending ? <Skeleton lines={2} /> : <Changes plans={possible.flatMap(({ plan }) => plan ?? [])} />}
      {failed.length > 0 && (
        <ul className="flex flex-col gap-2">
          {failed.map(({ name, error }) => (
            <li key={name}>
              {failed.length === 1 ? (
                <Problem error={error} />
              ) : (
                <p className="text-danger text-sm">{words.plan.failed(name, sayProblem(error))}</p>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {possible.length > 0 && !doing.data ? words.ui.cancel : words.ui.close}
        </Action>
        {possible.length > 0 && !doing.data && (
          <Action look={isDangerous ? 'danger' : 'main'} isPending={doing.isPending} onPress={() => doing.mutate()}>
            {doing.isPending ? words.plan.doing : doLabel}
          </Action>
        )}
      </div>
    </Dialog>
  )
}
