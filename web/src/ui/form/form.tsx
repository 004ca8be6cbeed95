import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError, describeError } from '../../api/errors.ts'
import { Button } from '../act/button.tsx'
import { Notice } from '../tell/notice.tsx'
import { Fields } from './fields.ts'
import { type Problems, ProblemsContext } from './problems.ts'

type Check = (value: string) => string | null
export type Checks<Name extends string> = Partial<Record<Name, Check>>

export interface FormProps<Name extends string> {
  /** For each field what is wrong with a value, or null. Nothing is sent while a field has a problem. */
  checks?: Checks<NoInfer<Name>>
  onSubmit: (fields: Fields<Name>) => void
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
  /** Of its button. */
  look?: 'main' | 'quiet'
}

/** A form that says what is wrong beside the field, in our words, and puts the focus into the first such field. */
export function Form<Name extends string = never>({
  checks = {},
  onSubmit,
  sending: { isPending, error },
  problemsOf = fieldsOf,
  showError = showWords,
  children,
  footer,
  submitLabel,
  pendingLabel,
  look,
}: FormProps<Name>) {
  const form = useRef<HTMLFormElement>(null)
  const [unchecked, setUnchecked] = useState<Problems>({})
  const refused = useMemo(() => (error ? problemsOf(error) : {}), [error, problemsOf])
  const found = isEmpty(unchecked) ? refused : unchecked
  // Of these problems those whose fields were changed since.
  const [mended, setMended] = useState<{ of: Problems; names: readonly string[] }>({ of: none, names: [] })
  const told = useMemo(() => {
    const names = mended.of === found ? mended.names : []
    const problems = Object.fromEntries(Object.entries(found).filter(([name]) => !names.includes(name)))
    const mend = (name: string) => {
      if (name in problems) setMended({ of: found, names: [...names, name] })
    }
    return { problems, mend }
  }, [found, mended])

  useEffect(() => {
    if (!isEmpty(found)) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [found])

  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-5"
      onSubmit={event => {
        event.preventDefault()
        if (isPending) return
        const fields = new Fields<Name>(event.currentTarget)
        const wrong = findProblems(event.currentTarget, checks)
        setUnchecked(wrong)
        if (isEmpty(wrong)) onSubmit(fields)
      }}
    >
      <div
        className="contents"
        onInput={({ target }) => {
          for (const name of namesAround(target)) told.mend(name)
        }}
      >
        <ProblemsContext value={told}>{children}</ProblemsContext>
      </div>
      {error && !hasPlace(form.current, found) && showError(error)}
      {footer ?? (
        <Button type="submit" look={look} isPending={isPending} pendingLabel={pendingLabel}>
          {submitLabel}
        </Button>
      )}
    </form>
  )
}

const none: Problems = {}

function fieldsOf(error: Error): Problems {
  return error instanceof ApiError ? error.fields : {}
}

function showWords(error: Error) {
  return <Notice kind="problem">{describeError(error)}</Notice>
}

function isEmpty(problems: Problems) {
  return Object.keys(problems).length === 0
}

/** What is typed into may be a part of the field that the form knows by a name. */
function namesAround(target: EventTarget): string[] {
  if (!(target instanceof Element)) return []
  const field = target.closest('.group\\/field') ?? target
  return [field, ...field.querySelectorAll('[name]')].flatMap(part => part.getAttribute('name') ?? [])
}

/** Whether each problem stands beside a field of the form. */
function hasPlace(form: HTMLFormElement | null, problems: Problems) {
  const names = Object.keys(problems)
  return names.length > 0 && names.every(name => form?.elements.namedItem(name))
}

function findProblems(form: HTMLFormElement, checks: Checks<string>): Problems {
  const fields = new Fields<string>(form)
  const found: Record<string, string> = {}
  for (const [field, check] of Object.entries(checks)) {
    const problem = check?.(fields.raw(field))
    if (problem) found[field] = problem
  }
  return found
}
