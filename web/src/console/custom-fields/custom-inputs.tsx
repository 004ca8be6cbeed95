import { useQuery } from '@tanstack/react-query'
import { useActing } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'

type CustomField = Row<'/api/custom-fields'>
/** Where they stand in what is sent. */
type Under = 'custom_fields' | 'user.custom_fields'
type CustomName = `${Under}.${string}`
type Values = Readonly<Record<string, string | number | boolean>>

/** The fields that an organization keeps about its people; none until they are known. */
export function useCustomFields(of?: string): readonly CustomField[] {
  const { organization } = useActing()
  const { data } = useQuery(reading(organization, '/api/custom-fields', { query: { organization: of, limit: 200 } }))
  return data?.data ?? []
}

interface Props {
  fields: readonly CustomField[]
  values?: Values
  under?: Under
}

/** A field each, of its kind. */
export function CustomInputs({ fields, values = {}, under = 'custom_fields' }: Props) {
  if (fields.length === 0) return null
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      {fields.map(field => (
        <CustomInput key={field.id} name={`${under}.${field.name}`} field={field} value={values[field.name]} />
      ))}
    </div>
  )
}

function CustomInput({
  name,
  field,
  value,
}: {
  name: CustomName
  field: CustomField
  value: Values[string] | undefined
}) {
  const { label, kind, choices, required } = field
  const written = value === undefined ? '' : String(value)
  const props = { name, label, isRequired: required }
  const none = { id: '', name: words.customFields.none }
  switch (kind) {
    case 'text':
      return <TextField<CustomName> {...props} defaultValue={written} />
    case 'number':
      return <NumberField<CustomName> {...props} defaultValue={typeof value === 'number' ? value : undefined} />
    case 'date':
      return <DateField<CustomName> {...props} defaultValue={written} />
    case 'boolean': {
      const answers = [none, { id: 'true', name: words.ui.yes }, { id: 'false', name: words.ui.no }]
      return <SelectField<CustomName> {...props} options={answers} defaultValue={written} />
    }
    case 'choice': {
      const options = [none, ...choices.map(choice => ({ id: choice, name: choice }))]
      return <SelectField<CustomName> {...props} options={options} defaultValue={written} />
    }
  }
}

/** What is written, by name; null clears what there was before. What was empty and stays so is left out. */
export function readCustomFields<In extends Under = 'custom_fields'>(
  written: Fields<NoInfer<`${In}.${string}`>>,
  fields: readonly CustomField[],
  before: Values = {},
  under = 'custom_fields' as In,
) {
  const values = fields.map(
    ({ name, kind }) => [name, read<`${In}.${string}`>(written, `${under}.${name}`, kind)] as const,
  )
  return Object.fromEntries(values.filter(([name, value]) => value !== null || name in before))
}

function read<Name extends string>(
  written: Fields<Name>,
  name: Name,
  kind: CustomField['kind'],
): string | number | boolean | null {
  if (kind === 'number') return written.number(name) ?? null
  const text = written.textOrNull(name)
  return kind === 'boolean' && text !== null ? text === 'true' : text
}
