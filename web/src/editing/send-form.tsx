import type { ReactNode } from 'react'
import { useActing, useChange } from '../acting/acting.ts'
import { ApiError } from '../api/errors.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import type { Fields } from '../ui/form/fields.ts'
import { Form } from '../ui/form/form.tsx'
import { Problem } from '../ui/tell/problem.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { Unsaved } from './unsaved.tsx'

export interface SendFormProps<Done, Name extends string> {
  /** The call that the form is for. */
  send: (fields: Fields<Name>) => Promise<{ data?: Done; error?: unknown; response: Response }>
  /** With what the call answered, and what it did by the ids in the log. */
  onDone: (done: Done, operations: readonly number[]) => unknown
  submitLabel?: string
  pendingLabel?: string
  onCancel?: () => void
  /** Why it cannot be sent by this person. */
  whyNot?: string | null
  children: ReactNode
}

/** A form of the console. The server checks, and its words land on the fields they are about. */
export function SendForm<Done, Name extends string = never>(props: SendFormProps<Done, Name>) {
  const {
    send,
    onDone,
    submitLabel = words.ui.save,
    pendingLabel = words.ui.saving,
    onCancel,
    whyNot,
    children,
  } = props
  const { edited } = useActing()
  const change = useChange(send, (done: Done, operations) => {
    const { updated_at } = (done ?? {}) as { updated_at?: string }
    if (updated_at) edited?.save(updated_at)
    return onDone(done, operations)
  })
  const showProblem = (error: Error) =>
    edited && error instanceof ApiError && error.code === 'precondition_failed' ? (
      <ChangedMeanwhile onDecided={change.reset} />
    ) : (
      <Problem error={error} />
    )
  return (
    <Form
      onSubmit={change.mutate}
      sending={change}
      showError={showProblem}
      submitLabel={submitLabel}
      pendingLabel={pendingLabel}
      footer={
        <div className="flex flex-wrap gap-2">
          <Action type="submit" look="main" isPending={change.isPending} whyNot={whyNot}>
            {change.isPending ? pendingLabel : submitLabel}
          </Action>
          {onCancel && (
            <Action look="plain" onPress={onCancel}>
              {words.ui.cancel}
            </Action>
          )}
          {whyNot && <p className="basis-full text-quiet text-sm">{whyNot}</p>}
        </div>
      }
    >
      {children}
      <Unsaved isPending={change.isPending} savedAt={change.isSuccess ? change.submittedAt : null} />
    </Form>
  )
}
