import { Input, Label, TextField } from 'react-aria-components/TextField'
import { useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

interface Props<Name extends string> extends FieldProps<Name> {
  /** `2026-12-01`. */
  defaultValue?: string
  /** The time of day too. */
  hasTime?: boolean
}

/** A day, by the browser's own calendar: it is the best one on a phone, and reads in the person's language. */
export function DateField<Name extends string = never>({ label, hint, hasTime, ...props }: Props<Name>) {
  return (
    <TextField {...props} isInvalid={useProblem(props.name) !== undefined} className={look.field}>
      <Label className={look.label}>{label}</Label>
      <Input type={hasTime ? 'datetime-local' : 'date'} className={look.control} />
      <Notes name={props.name} hint={hint} />
    </TextField>
  )
}
