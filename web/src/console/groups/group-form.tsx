import type { Row } from '../../api/reading.ts'
import { SendForm, type SendFormProps } from '../../fields/send-form.tsx'
import { TextField } from '../../fields/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/fields.ts'

type Props<Done> = Omit<SendFormProps<Done>, 'children'> & { group?: Row<'/api/groups'> }

/** Of a new group, and of one that is there. */
export function GroupForm<Done>({ group, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <TextField name="name" label={words.groups.name} defaultValue={group?.name ?? ''} isRequired />
      <TextField name="description" label={words.groups.description} defaultValue={group?.description ?? ''} isLong />
    </SendForm>
  )
}

export function readGroup(fields: Fields) {
  return { name: fields.text('name'), description: fields.text('description') }
}
