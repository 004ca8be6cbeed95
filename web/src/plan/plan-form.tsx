import { type ReactNode, useState } from 'react'
import { SendForm } from '../editing/send-form.tsx'
import { words } from '../text/words.ts'
import type { Fields } from '../ui/form/fields.ts'
import { Dialog } from '../ui/page/dialog.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import type { Step } from './read-plan.ts'

interface Props<Name extends string> {
  title: string
  hint?: string
  /** The call, with `mode: 'plan'` in its query. */
  plan: (fields: Fields<Name>) => ReturnType<Step['plan']>
  /** Of the button that does it. */
  doLabel: string
  isDangerous?: boolean
  onClose: () => void
  onDone?: () => void
  children: ReactNode
}

/** Asks what is to be done, shows what would happen, and then does exactly that. What is wrong stands at its field. */
export function PlanForm<Name extends string = never>({ plan, children, ...dialog }: Props<Name>) {
  const [step, show] = useState<Step | null>(null)
  const { title, hint, onClose } = dialog
  if (step) return <PlanDialog {...dialog} steps={[step]} />
  return (
    <Dialog title={title} onClose={onClose}>
      {hint && <p className="text-quiet">{hint}</p>}
      <SendForm
        send={async (fields: Fields<Name>) => {
          const answer = await plan(fields)
          return { ...answer, data: answer }
        }}
        onDone={answer => show({ name: title, plan: () => Promise.resolve(answer) })}
        submitLabel={words.plan.look}
        pendingLabel={words.plan.looking}
        onCancel={onClose}
      >
        {children}
      </SendForm>
    </Dialog>
  )
}
