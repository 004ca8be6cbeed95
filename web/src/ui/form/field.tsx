import { type ComponentProps, type ReactNode, useId } from 'react'
import { useProblem } from './problems.ts'

interface Props<Name extends string>
  extends Pick<
    ComponentProps<'input'>,
    'type' | 'autoComplete' | 'autoCorrect' | 'spellCheck' | 'autoFocus' | 'defaultValue' | 'value'
  > {
  /** As the call names it that the form is for. */
  name: NoInfer<Name>
  label: string
  isRequired?: boolean
  onChange?: ((value: string) => void) | undefined
  description?: ReactNode
  /** Beside the label, at the far end. */
  aside?: ReactNode
}

/**
 * A labelled line to write in, tied to its description and its problem for screen readers. The browser's own, not React Aria's:
 * learners' pages are to be light.
 */
export function Field<Name extends string = never>(props: Props<Name>) {
  const { label, isRequired = true, onChange, description, aside, ...input } = props
  const id = useId()
  const problem = useProblem(input.name)
  const notes = [problem && `${id}-problem`, description && `${id}-description`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-end justify-between gap-4">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      <input
        {...input}
        id={id}
        onChange={onChange && (event => onChange(event.target.value))}
        aria-required={isRequired || undefined}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={notes || undefined}
        dir="auto"
        className="min-h-12 w-full rounded-xl border border-edge bg-surface px-4 text-base text-ink hover:border-ink focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 aria-invalid:border-danger aria-invalid:outline-danger"
      />
      {problem && (
        <span id={`${id}-problem`} className="text-danger">
          {problem}
        </span>
      )}
      {description && <span id={`${id}-description`}>{description}</span>}
    </div>
  )
}
