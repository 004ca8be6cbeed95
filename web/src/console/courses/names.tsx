import type { Sent } from '../../api/sending.ts'
import type { FieldProps } from '../../fields/look.ts'
import { NameFields } from '../../fields/written/name-fields.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { NameIn } from '../../ui/form/fields.ts'

type Name = NameIn<Sent<'/api/courses', 'post'>> & NameIn<Sent<'/api/products', 'post'>>

const { displayName, displayNameHint, name, nameHint } = words.courses

/** Of a course or a bundle: a new one's short name follows its name, that of one that is there is known to calls. */
export function Names({ of }: { of: { display_name: string; name: string } | undefined }) {
  const called = { name: 'display_name', label: displayName, hint: displayNameHint } satisfies FieldProps<Name>
  const short = { name: 'name', label: name, hint: nameHint } satisfies FieldProps<Name>
  if (!of) return <NameFields<Name> name={called} short={short} />
  return (
    <>
      <TextField<Name> {...called} defaultValue={of.display_name} isRequired />
      <TextField<Name> {...short} defaultValue={of.name} isRequired />
    </>
  )
}
