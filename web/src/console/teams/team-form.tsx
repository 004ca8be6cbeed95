import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

type Name = NameIn<Sent<'/api/teams', 'post'>> & NameIn<Sent<'/api/teams/{id}', 'patch'>>

type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { team?: Row<'/api/teams'> }

/** Of a new team, and of one that is there. */
export function TeamForm<Done>({ team, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <TextField<Name> name="name" label={words.teams.name} defaultValue={team?.name ?? ''} isRequired />
      <TextField<Name>
        name="description"
        label={words.teams.description}
        defaultValue={team?.description ?? ''}
        isLong
      />
    </SendForm>
  )
}

export function readTeam(fields: Fields<Name>) {
  return { name: fields.text('name'), description: fields.text('description') } satisfies Sent<'/api/teams', 'post'>
}
