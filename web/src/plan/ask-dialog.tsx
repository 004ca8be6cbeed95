import { type ReactNode, useState } from 'react'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import type { Fields } from '../ui/form/fields.ts'
import { Form } from '../ui/form/form.tsx'
import { Dialog } from '../ui/page/dialog.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import type { Step } from './read-plan.ts'

interface Props<Name extends string> {
  title: string
  hint?: string
  /** The calls, by what was filled in; none where nothing was chosen. */
  stepsOf: (fields: Fields<Name>) => readonly Step[]
  doLabel: string
  isDangerous?: boolean
  onClose: () => void
  onDone?: () => void
  /** The fields. */
  children: ReactNode
}

/** Asks first what it takes, then shows what would happen by it, and does that. */
export function AskDialog<Name extends string = never>({ stepsOf, children, ...plan }: Props<Name>) {
  const [steps, setSteps] = useState<readonly Step[] | null>(null)
  const [isAsked, ask] = useState(false)
  const { title, hint, onClose } = plan
  if (steps) return <PlanDialog {...plan} steps={steps} />
  return (
    <Dialog title={title} onClose={onClose}>
      {hint && <p className="text-quiet">{hint}</p>}
      <Form
        onSubmit={(fields: Fields<Name>) => {
          const steps = stepsOf(fields)
          if (steps.length > 0) setSteps(steps)
          ask(true)
        }}
        sending={notYet}
        submitLabel={words.plan.look}
        pendingLabel={words.plan.look}
        footer={
          <div className="flex flex-wrap gap-2">
            <Action type="submit" look="main">
              {words.plan.look}
            </Action>
            <Action look="plain" onPress={onClose}>
              {words.ui.cancel}
            </Action>
          </div>
        }
      >
        {children}
        {isAsked && (
          <p role="alert" className="text-danger text-sm">
            {words.plan.nothingChosen}
          </p>
        )}
      </Form>
    </Dialog>
  )
}

/** Nothing is sent before the plan is there. */
const notYet = { isPending: false, error: null }
