import { useNavigate } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { TagsField } from '../../fields/written/tags-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useSayDone } from '../../plan/use-say-done.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { CustomInputs, readCustomFields, useCustomFields } from '../custom-fields/custom-inputs.tsx'

type Name = NameIn<Sent<'/api/users', 'post'>>

export function NewUserPage() {
  const { api, organization, unless } = useActing()
  const navigate = useNavigate()
  const sayDone = useSayDone()
  const customFields = useCustomFields()
  return (
    <Page title={words.users.addTitle} back={{ to: paths.users, params: { organization }, name: words.users.title }}>
      <Card isForm>
        <SendForm
          send={(fields: Fields<Name>) =>
            api.POST('/api/users', {
              body: {
                email: fields.text('email'),
                first_name: fields.text('first_name'),
                last_name: fields.optional('last_name'),
                external_id: fields.optional('external_id'),
                tags: fields.list('tags'),
                custom_fields: readCustomFields(fields, customFields),
                send_welcome_email: fields.flag('send_welcome_email'),
              },
            })
          }
          onDone={(user, operations) => {
            if (!('id' in user)) return
            sayDone(words.users.added(user.email), { operations })
            void navigate({ to: paths.user, params: { organization, id: String(user.id) } })
          }}
          submitLabel={words.users.add}
          whyNot={unless('users.create')}
          onCancel={() => void navigate({ to: paths.users, params: { organization } })}
        >
          <TextField<Name> name="email" type="email" label={words.users.email} isRequired />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField<Name> name="first_name" label={words.users.firstName} isRequired />
            <TextField<Name> name="last_name" label={words.users.lastName} />
          </div>
          <TextField<Name> name="external_id" label={words.users.externalId} hint={words.users.externalIdHint} />
          <TagsField<Name> name="tags" label={words.users.tags} hint={words.users.tagsHint} />
          <CustomInputs fields={customFields} />
          <SwitchField<Name> name="send_welcome_email" label={words.users.welcome} isOn />
        </SendForm>
      </Card>
    </Page>
  )
}
