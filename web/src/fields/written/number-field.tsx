import { NumberField as AriaNumberField, Input, Label, type NumberFieldProps } from 'react-aria-components/NumberField'
import { useProblem } from '../../ui/form/problems.ts'
import { type FieldProps, look } from '../look.ts'
import { Notes } from '../notes.tsx'

type Props<Name extends string> = FieldProps<Name> &
  Pick<NumberFieldProps, 'defaultValue' | 'minValue' | 'maxValue' | 'step' | 'onChange'>

export function NumberField<Name extends string = never>({ label, hint, ...props }: Props<Name>) {
  return (
    <AriaNumberField {...props} isInvalid={useProblem(props.name) !== undefined} className={look.field}>
      <Label className={look.label}>{label}</Label>
      <Input dir="auto" className={look.control} />
      <Notes name={props.name} hint={hint} />
    </AriaNumberField>
  )
}
