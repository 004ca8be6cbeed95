import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { ChoiceField } from '../../fields/chosen/choice-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { type Organization, type OrganizationName, useSettings } from './use-settings.ts'

export function General({ organization }: { organization: Organization }) {
  const { unless } = useActing()
  const { changeOrganization, onDone } = useSettings()
  return (
    <Card isForm>
      <Facts facts={[[words.settings.shortName, <code key="slug">{organization.slug}</code>]]} />
      <SendForm
        send={(fields: Fields<OrganizationName>) =>
          changeOrganization({
            name: fields.text('name'),
            description: fields.text('description'),
            time_zone: fields.text('time_zone'),
          })
        }
        onDone={onDone}
        whyNot={unless('organizations.edit')}
      >
        <TextField<OrganizationName>
          name="name"
          label={words.settings.name}
          defaultValue={organization.name}
          isRequired
        />
        <TextField<OrganizationName>
          name="description"
          label={words.settings.description}
          defaultValue={organization.description}
          isLong
        />
        <ChoiceField<OrganizationName>
          name="time_zone"
          label={words.settings.timeZone}
          hint={words.settings.timeZoneHint}
          options={listTimeZones(organization.time_zone)}
          defaultValue={organization.time_zone}
        />
      </SendForm>
    </Card>
  )
}

/** Those that the browser knows, UTC, and the one that stands. */
function listTimeZones(current: string) {
  const known = Intl.supportedValuesOf('timeZone').map(zone => renamed[zone] ?? zone)
  return [...new Set(['UTC', current, ...known])].sort().map(id => ({ id, name: id.replaceAll('_', ' ') }))
}

// Some browsers still call them by names that nobody looks for any more.
const renamed: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
}
