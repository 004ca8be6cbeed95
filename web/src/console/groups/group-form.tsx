import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

type Name = NameIn<Sent<'/api/groups', 'post'>> & NameIn<Sent<'/api/groups/{id}', 'patch'>>

type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { group?: Row<'/api/groups'> }

/** Of a new group, and of one that is there. */
export function GroupForm<Done>({ group, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <TextField<Name> name="name" label={words.groups.name} defaultValue={group?.name ?? ''} isRequired />
      <TextField<Name>
        name="description"
        label={words.groups.description}
        defaultValue={group?.description ?? ''}
        isLong
      />
    </SendForm>
  )
}

export function readGroup(fields: Fields<Name>) {
  return { name: fields.text('name'), description: fields.text('description') } satisfies Sent<'/api/groups', 'post'>
}
