import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { CheckboxList } from '../../fields/chosen/checkbox-list.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { type EventType, eventTypes, type Webhook } from './event-types.ts'

type Name = NameIn<Sent<'/api/webhooks', 'post'>>

type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { webhook?: Webhook }

/** Of a new webhook, and of one that is there; the format stays as it was made. */
export function WebhookForm<Done>({ webhook, ...props }: Props<Done>) {
  const { formats, ...say } = words.webhooks
  return (
    <SendForm {...props}>
      <TextField<Name>
        name="url"
        type="url"
        label={say.url}
        hint={say.urlHint}
        defaultValue={webhook?.url ?? ''}
        isRequired
      />
      <TextField<Name>
        name="description"
        label={say.description}
        hint={say.descriptionHint}
        defaultValue={webhook?.description ?? ''}
      />
      {!webhook && (
        <SelectField<Name>
          name="format"
          label={say.format}
          defaultValue="usher"
          options={Object.entries(formats).map(([id, name]) => ({ id, name }))}
        />
      )}
      <CheckboxList<Name>
        name="events"
        label={say.events}
        hint={webhook ? undefined : say.eventsHint}
        defaultValue={webhook?.events ?? []}
        options={eventTypes}
      />
    </SendForm>
  )
}

export function readWebhook(fields: Fields<Name>) {
  return {
    url: fields.text('url'),
    description: fields.text('description'),
    events: fields.list('events') as EventType[],
  } satisfies Sent<'/api/webhooks/{id}', 'patch'>
}
