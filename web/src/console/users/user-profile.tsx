import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { CustomInputs, readCustomFields, useCustomFields } from '../custom-fields/custom-inputs.tsx'

type UserShown = Answer<'/api/users/{id}'>

type Name = NameIn<Sent<'/api/users/{id}', 'patch'>>

/** What the organization keeps about somebody. Only what was changed is sent. */
export function UserProfile({ user }: { user: UserShown }) {
  const { api, unless } = useActing()
  const customFields = useCustomFields(user.organization)
  const earlier = user.earlier_emails.join(', ')
  return (
    <Card isForm>
      <SendForm
        send={(fields: Fields<Name>) =>
          api.PATCH('/api/users/{id}', {
            params: { path: { id: user.id } },
            body: {
              organization: user.organization,
              ...changed('email', user.email, fields.text('email')),
              ...changed('first_name', user.first_name, fields.text('first_name')),
              ...changed('last_name', user.last_name, fields.text('last_name')),
              external_id: fields.textOrNull('external_id'),
              locale: fields.textOrNull('locale'),
              tags: fields.list('tags'),
              custom_fields: readCustomFields(fields, customFields, user.custom_fields),
            },
          })
        }
        onDone={() => notify('done', words.ui.saved)}
        whyNot={unless('users.edit')}
      >
        <TextField<Name>
          name="email"
          type="email"
          label={words.users.email}
          hint={[words.users.emailHint, earlier && words.users.earlierEmails(earlier)].filter(Boolean).join(' ')}
          defaultValue={user.email}
          isRequired
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField<Name> name="first_name" label={words.users.firstName} defaultValue={user.first_name} />
          <TextField<Name> name="last_name" label={words.users.lastName} defaultValue={user.last_name} />
          <TextField<Name>
            name="external_id"
            label={words.users.externalId}
            hint={words.users.externalIdHint}
            defaultValue={user.external_id ?? ''}
          />
          <TextField<Name>
            name="locale"
            label={words.users.language}
            hint={words.users.languageHint}
            defaultValue={user.locale ?? ''}
          />
        </div>
        <TagsField<Name> name="tags" label={words.users.tags} hint={words.users.tagsHint} defaultValue={user.tags} />
        <CustomInputs fields={customFields} values={user.custom_fields} />
      </SendForm>
    </Card>
  )
}

/** A name and the address belong to the account, and some accounts are shared: sent only to be changed. */
function changed(field: 'first_name' | 'last_name' | 'email', before: string, after: string) {
  return before === after ? {} : { [field]: after }
}
