import type { ReactNode } from 'react'
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components/TextField'
import { useProblem } from './problems.ts'

interface Props<Name extends string> extends Omit<TextFieldProps, 'children' | 'className' | 'name'> {
  /** As the call names it that the form is for. */
  name: NoInfer<Name>
  label: string
  description?: ReactNode
  /** Beside the label, at the far end. */
  aside?: ReactNode
}

/** A labelled line to write in, tied to its description and its problem for screen readers. */
export function Field<Name extends string = never>({ label, description, aside, ...props }: Props<Name>) {
  const problem = useProblem(props.name)
  return (
    <TextField isRequired isInvalid={problem !== undefined} {...props} className="flex flex-col gap-1.5">
      <div className="flex items-end justify-between gap-4">
        <Label className="font-medium">{label}</Label>
        {aside}
      </div>
      <Input
        dir="auto"
        className="min-h-12 w-full rounded-xl border border-edge bg-surface px-4 text-base text-ink hover:border-ink focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 data-invalid:border-danger data-invalid:outline-danger"
      />
      <FieldError className="text-danger">{problem}</FieldError>
      {description && <Text slot="description">{description}</Text>}
    </TextField>
  )
}
