import { text } from '../../text/text.ts'
import { Field } from './field.tsx'

/** What is wrong with an address, or null. Only what is surely no address: the server decides. */
export function checkEmail(value: string): string | null {
  if (value.trim() === '') return text.fields.emailMissing
  return /^\S+@\S+$/.test(value.trim()) ? null : text.fields.emailIncomplete
}

/** `username` where a password goes with it, so that password managers file the two together. */
interface Props<Name extends string> {
  name: NoInfer<Name>
  autoComplete: 'email' | 'username'
  label?: string
  defaultValue?: string | undefined
  onChange?: (value: string) => void
}

export function EmailField<Name extends string = never>({
  name,
  autoComplete,
  label = text.fields.email,
  defaultValue,
  onChange,
}: Props<Name>) {
  return (
    <Field<Name>
      name={name}
      type="email"
      label={label}
      autoComplete={autoComplete}
      defaultValue={defaultValue ?? ''}
      onChange={onChange}
      autoCorrect="off"
      spellCheck="false"
    />
  )
}
