import { NameFields } from '../../fields/name-fields.tsx'
import { TextField } from '../../fields/text-field.tsx'
import { words } from '../../text/words.ts'

const { displayName, displayNameHint, name, nameHint } = words.courses

/** Of a course or a bundle: a new one's short name follows its name, that of one that is there is known to calls. */
export function Names({ of }: { of: { display_name: string; name: string } | undefined }) {
  const called = { name: 'display_name', label: displayName, hint: displayNameHint }
  const short = { name: 'name', label: name, hint: nameHint }
  if (!of) return <NameFields name={called} short={short} />
  return (
    <>
      <TextField {...called} defaultValue={of.display_name} isRequired />
      <TextField {...short} defaultValue={of.name} isRequired />
    </>
  )
}
