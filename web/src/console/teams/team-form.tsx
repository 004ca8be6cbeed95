import type { Row } from '../../api/reading.ts'
import { SendForm, type SendFormProps } from '../../fields/send-form.tsx'
import { TextField } from '../../fields/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/fields.ts'

type Props<Done> = Omit<SendFormProps<Done>, 'children'> & { team?: Row<'/api/teams'> }

/** Of a new team, and of one that is there. */
export function TeamForm<Done>({ team, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <TextField name="name" label={words.teams.name} defaultValue={team?.name ?? ''} isRequired />
      <TextField name="description" label={words.teams.description} defaultValue={team?.description ?? ''} isLong />
    </SendForm>
  )
}

export function readTeam(fields: Fields) {
  return { name: fields.text('name'), description: fields.text('description') }
}
