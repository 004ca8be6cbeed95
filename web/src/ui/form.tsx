import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { ApiError, describeError } from '../api/errors.ts'
import { Button } from './button.tsx'
import { Fields } from './fields.ts'
import { Notice } from './notice.tsx'
import { type Problems, ProblemsContext } from './problems.ts'

export interface FormProps {
  /** For each field what is wrong with a value, or null. Nothing is sent while a field has a problem. */
  checks?: Record<string, (value: string) => string | null>
  onSubmit: (fields: Fields) => void
  /** What became of what was sent. */
  sending: { isPending: boolean; error: Error | null }
  /** The fields an error is about; an error that is about none is shown above the button. Give a constant function. */
  problemsOf?: (error: Error) => Problems
  /** How an error that is about none of the fields is shown. */
  showError?: (error: Error) => ReactNode
  children: ReactNode
  /** In place of the wide button. */
  footer?: ReactNode
  submitLabel: string
  pendingLabel: string
}

/** A form that says what is wrong beside the field, in our words, and puts the focus into the first such field. */
export function Form({
  checks = none,
  onSubmit,
  sending: { isPending, error },
  problemsOf = fieldsOf,
  showError = showWords,
  children,
  footer,
  submitLabel,
  pendingLabel,
}: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [unchecked, setUnchecked] = useState<Problems>({})
  const refused = useMemo(() => (error ? problemsOf(error) : {}), [error, problemsOf])
  const problems = isEmpty(unchecked) ? refused : unchecked

  useEffect(() => {
    if (!isEmpty(problems)) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  return (
    <AriaForm
      ref={form}
      validationBehavior="aria"
      className="flex flex-col gap-5"
      onSubmit={event => {
        event.preventDefault()
        if (isPending) return
        const fields = new Fields(event.currentTarget)
        const found = findProblems(fields, checks)
        setUnchecked(found)
        if (isEmpty(found)) onSubmit(fields)
      }}
    >
      <ProblemsContext value={problems}>{children}</ProblemsContext>
      {error && !hasPlace(form.current, problems) && showError(error)}
      {footer ?? (
        <Button type="submit" isPending={isPending} pendingLabel={pendingLabel}>
          {submitLabel}
        </Button>
      )}
    </AriaForm>
  )
}

const none = {}

function fieldsOf(error: Error): Problems {
  return error instanceof ApiError ? error.fields : {}
}

function showWords(error: Error) {
  return <Notice kind="problem">{describeError(error)}</Notice>
}

function isEmpty(problems: Problems) {
  return Object.keys(problems).length === 0
}

/** Whether each problem stands beside a field of the form. */
function hasPlace(form: HTMLFormElement | null, problems: Problems) {
  const names = Object.keys(problems)
  return names.length > 0 && names.every(name => form?.elements.namedItem(name))
}

function findProblems(fields: Fields, checks: NonNullable<FormProps['checks']>): Problems {
  const found: Record<string, string> = {}
  for (const [field, check] of Object.entries(checks)) {
    const problem = check(fields.raw(field))
    if (problem) found[field] = problem
  }
  return found
}
