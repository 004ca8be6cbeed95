import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { type Organization, type OrganizationName, useSettings } from './use-settings.ts'

const groups = ['return', 'conflict'] as const
const persons = ['return', 'refuse'] as const

export function Northpass({ organization: { northpass } }: { organization: Organization }) {
  const { unless } = useActing()
  const { changeOrganization, onDone } = useSettings()
  return (
    <Card title={words.settings.northpass} isForm>
      <p className="text-quiet text-sm">{words.settings.northpassHint}</p>
      <SendForm
        send={(fields: Fields<OrganizationName>) =>
          changeOrganization({
            northpass: {
              existing_group: groups.find(id => id === fields.text('northpass.existing_group')) ?? 'return',
              existing_person: persons.find(id => id === fields.text('northpass.existing_person')) ?? 'return',
              calls_a_second: fields.number('northpass.calls_a_second') ?? 0,
            },
          })
        }
        onDone={onDone}
        whyNot={unless('organizations.edit')}
      >
        <SelectField<OrganizationName>
          name="northpass.existing_group"
          label={words.settings.existingGroup}
          options={groups.map(id => ({ id, name: words.settings.existingGroups[id] }))}
          defaultValue={northpass.existing_group}
        />
        <SelectField<OrganizationName>
          name="northpass.existing_person"
          label={words.settings.existingPerson}
          options={persons.map(id => ({ id, name: words.settings.existingPersons[id] }))}
          defaultValue={northpass.existing_person}
        />
        <NumberField<OrganizationName>
          name="northpass.calls_a_second"
          label={words.settings.callsASecond}
          hint={words.settings.callsASecondHint(northpass.most_calls_a_second)}
          defaultValue={northpass.calls_a_second}
          minValue={0}
        />
      </SendForm>
    </Card>
  )
}
