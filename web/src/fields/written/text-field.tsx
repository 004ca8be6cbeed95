import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, Input, Label, type TextFieldProps } from 'react-aria-components/TextField'
import { useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

interface Props<Name extends string>
  extends FieldProps<Name>,
    Pick<TextFieldProps, 'type' | 'autoComplete' | 'autoFocus' | 'defaultValue' | 'value' | 'onChange'> {
  /** More than one line. */
  isLong?: boolean
}

export function TextField<Name extends string = never>({ label, hint, isLong, ...props }: Props<Name>) {
  return (
    <AriaTextField {...props} isInvalid={useProblem(props.name) !== undefined} className={look.field}>
      <Label className={look.label}>{label}</Label>
      {isLong ? (
        <TextArea rows={4} dir="auto" className={look.control} />
      ) : (
        <Input dir="auto" className={look.control} />
      )}
      <Notes name={props.name} hint={hint} />
    </AriaTextField>
  )
}
