import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { ApiError, describeError } from '../api/errors.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** What is wrong, by field. */
export type Problems = Readonly<Record<string, string>>

interface Props<Field extends string> {
  /** For each field what is wrong with a value, or null. Nothing is sent while a field has a problem. */
  checks: Record<Field, (value: string) => string | null>
  onSubmit: (values: Record<Field, string>) => void
  /** What became of what was sent. */
  sending: { isPending: boolean; error: Error | null }
  /** The fields an error is about; an error that is about none is shown above the button. Give a constant function. */
  problemsOf?: (error: Error) => Problems
  children: ReactNode
  submitLabel: string
  pendingLabel: string
}

/** A form that says what is wrong beside the field, in our words, and puts the focus into the first such field. */
export function Form<Field extends string>({
  checks,
  onSubmit,
  sending: { isPending, error },
  problemsOf = fieldsOf,
  children,
  submitLabel,
  pendingLabel,
}: Props<Field>) {
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
      validationErrors={problems}
      className="flex flex-col gap-5"
      onSubmit={event => {
        event.preventDefault()
        if (isPending) return
        const values = readValues(event.currentTarget, checks)
        const found = findProblems(values, checks)
        setUnchecked(found)
        if (isEmpty(found)) onSubmit(values)
      }}
    >
      {children}
      {error && isEmpty(problems) && <Notice kind="problem">{describeError(error)}</Notice>}
      <Button type="submit" isPending={isPending} pendingLabel={pendingLabel}>
        {submitLabel}
      </Button>
    </AriaForm>
  )
}

function fieldsOf(error: Error): Problems {
  return error instanceof ApiError ? error.fields : {}
}

function isEmpty(problems: Problems) {
  return Object.keys(problems).length === 0
}

function readValues<Field extends string>(form: HTMLFormElement, checks: Record<Field, unknown>) {
  const written = new FormData(form)
  const values = Object.keys(checks).map(field => [field, String(written.get(field) ?? '')])
  return Object.fromEntries(values) as Record<Field, string>
}

function findProblems<Field extends string>(
  values: Record<Field, string>,
  checks: Record<Field, (value: string) => string | null>,
): Problems {
  const found: Record<string, string> = {}
  for (const field in checks) {
    const problem = checks[field](values[field])
    if (problem) found[field] = problem
  }
  return found
}
