import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { changing, useActing, useRefresh } from '../acting/acting.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { Dialog } from '../ui/page/dialog.tsx'
import { Skeleton } from '../ui/show/skeleton.tsx'
import { Problem, sayProblem } from '../ui/tell/problem.tsx'
import { Changes } from './changes.tsx'
import { applyPlans, type Refused, readPlans, type Step } from './read-plan.ts'
import { useSayDone } from './use-say-done.ts'

interface Props {
  /** By how many of `steps`, or of the elements of theirs, can be done: all of them while it is not known. */
  title: string | ((possible: number) => string)
  /** What it means, in a sentence. */
  hint?: string
  /** The calls: one, or one for each row that was picked. */
  steps: readonly Step[]
  /** Of the button that does it. */
  doLabel: string
  isDangerous?: boolean
  onClose: () => void
  /** What is said when it is done; null: the page says it. */
  sayDone?: (refused: readonly Refused[]) => string | null
  /** Whether it is offered to take it back; not of what takes something back itself. */
  hasUndo?: boolean
  /** When all of it is done, but for what the plan said could not be. */
  onDone?: (refused: readonly Refused[]) => void
}

const most = 12

/** Shows what would happen, then does exactly that. What cannot be done is named, and harms nothing else. */
export function PlanDialog({
  title,
  hint,
  steps,
  doLabel,
  isDangerous,
  onClose,
  sayDone: wordsOf = justDone,
  onDone,
  hasUndo = true,
}: Props) {
  const { organization } = useActing()
  const refresh = useRefresh()
  const sayDone = useSayDone()
  const id = useId()
  const plans = useQuery({ queryKey: ['plans', id], queryFn: () => readPlans(steps), gcTime: 0, staleTime: Infinity })
  const possible = plans.data?.possible ?? []
  const doing = useMutation({
    mutationKey: changing(organization),
    mutationFn: () => applyPlans(organization, possible),
    onSuccess: async ({ failed, refused, kept, done }) => {
      await refresh()
      if (failed.length > 0) return
      const said = wordsOf(refused)
      if (said !== null || kept.length > 0) sayDone([said ?? '', ...kept].join(' ').trim(), hasUndo ? done : {})
      onClose()
      onDone?.(refused)
    },
  })
  const failed = doing.data?.failed ?? plans.data?.refused ?? []
  const asked = steps.flatMap(({ name, names }) => names ?? [name]).length
  const titleNow = typeof title === 'string' ? title : title(asked - (plans.data?.refused ?? []).length)
  return (
    <Dialog title={titleNow} onClose={onClose} isAlert={isDangerous ?? false}>
      {hint && <p className="text-quiet">{hint}</p>}
      {plans.isPending ? <Skeleton lines={2} /> : <Changes plans={possible.map(({ plan }) => plan)} />}
      {failed.length > 0 && (
        <ul className="flex flex-col gap-2">
          {failed.slice(0, most).map(({ name, error }) => (
            <li key={name}>
              {asked === 1 ? (
                <Problem error={error} />
              ) : (
                <p className="text-danger text-sm">{words.plan.failed(name, sayProblem(error))}</p>
              )}
            </li>
          ))}
          {failed.length > most && <li className="text-quiet text-sm">{words.plan.more(failed.length - most)}</li>}
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

const justDone = () => words.plan.done
