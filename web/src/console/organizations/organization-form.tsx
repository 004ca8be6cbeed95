import { useActing } from '../../acting/acting.ts'
import type { Answer } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { notify } from '../../ui/tell/notices.ts'

type OrganizationShown = Answer<'/api/organizations/{organization}'>

type Name = NameIn<Sent<'/api/organizations/{organization}', 'patch'>>

/** Whether its keys may provision, and how often they may call, is said from above alone. */
export function OrganizationForm({ shown }: { shown: OrganizationShown }) {
  const { api, organization, unless } = useActing()
  const isBelow = shown.slug !== organization
  const text = words.organizations
  return (
    <Card isForm>
      <SendForm
        send={(fields: Fields<Name>) =>
          api.PATCH('/api/organizations/{organization}', {
            params: { path: { organization: shown.slug } },
            body: {
              name: fields.text('name'),
              description: fields.text('description'),
              time_zone: fields.text('time_zone'),
              ...(isBelow && {
                provisioning_enabled: fields.flag('provisioning_enabled'),
                rate_limit: fields.number('rate_limit') ?? 0,
              }),
            },
          })
        }
        onDone={() => notify('done', words.ui.saved)}
        whyNot={shown.archived_at ? text.isArchived : unless('organizations.edit')}
      >
        <TextField<Name> name="name" label={text.name} defaultValue={shown.name} isRequired />
        <TextField<Name> name="description" label={text.description} defaultValue={shown.description} isLong />
        <TextField<Name>
          name="time_zone"
          label={text.timeZone}
          hint={text.timeZoneHint}
          defaultValue={shown.time_zone}
        />
        {isBelow && (
          <>
            <SwitchField<Name>
              name="provisioning_enabled"
              label={text.provisioning}
              isOn={shown.provisioning_enabled}
            />
            <NumberField<Name>
              name="rate_limit"
              label={text.rateLimit}
              hint={text.rateLimitHint}
              minValue={0}
              defaultValue={shown.rate_limit}
            />
          </>
        )}
      </SendForm>
    </Card>
  )
}
