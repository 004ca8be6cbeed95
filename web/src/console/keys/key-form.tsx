import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { endOfDay, lastDayBefore } from '../../fields/written/days.ts'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { readScopes, ScopesField } from './scopes-field.tsx'

type Name = NameIn<Sent<'/api/keys', 'post'>>

type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { apiKey?: Row<'/api/keys'> }

/** Of a new key, and of one that is there. */
export function KeyForm<Done>({ apiKey, ...props }: Props<Done>) {
  const { timeZone } = useActing()
  return (
    <SendForm {...props}>
      <TextField<Name>
        name="name"
        label={words.keys.name}
        hint={words.keys.nameHint}
        defaultValue={apiKey?.name}
        isRequired
      />
      <ScopesField defaultValue={apiKey?.scopes ?? ['provision']} />
      <div className="grid gap-5 sm:grid-cols-2">
        <DateField<Name>
          name="expires_at"
          label={words.keys.expires}
          hint={words.keys.expiresHint}
          defaultValue={lastDayBefore(apiKey?.expires_at ?? null, timeZone)}
        />
        <NumberField<Name>
          name="rate_limit"
          label={words.keys.limit}
          hint={words.keys.limitHint}
          defaultValue={apiKey?.rate_limit ?? undefined}
        />
      </div>
      <TagsField<Name>
        name="allowed_addresses"
        label={words.keys.addresses}
        hint={words.keys.addressesHint}
        defaultValue={apiKey?.allowed_addresses ?? []}
      />
      {!apiKey && (
        <SwitchField<Name> name="format" label={words.keys.alphanumeric} hint={words.keys.alphanumericHint} />
      )}
    </SendForm>
  )
}

/** An end that stands on the same day is left at its hour. */
export function readKey(fields: Fields<Name>, timeZone: string, before: string | null = null) {
  const day = fields.text('expires_at')
  const isSame = day === lastDayBefore(before, timeZone)
  return {
    name: fields.text('name'),
    scopes: readScopes(fields),
    expires_at: isSame ? before : day ? endOfDay(day, timeZone) : null,
    rate_limit: fields.number('rate_limit') ?? null,
    allowed_addresses: fields.list('allowed_addresses'),
  } satisfies Sent<'/api/keys/{id}', 'patch'>
}
