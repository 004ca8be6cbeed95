import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { type Organization, type OrganizationName, useSettings } from './use-settings.ts'

const whom = ['optional', 'for_roles', 'for_all'] as const
const usualDays = 14

/** Who must have a second factor beside the password, and how soon. */
export function FactorPolicy({ organization: { second_factor: policy } }: { organization: Organization }) {
  const { unless } = useActing()
  const { changeOrganization, onDone } = useSettings()
  const [chosen, choose] = useState<string>(policy?.asked ?? 'above')
  return (
    <Card title={words.settings.secondFactor} isForm>
      <SendForm
        send={(fields: Fields<OrganizationName>) => changeOrganization({ second_factor: readPolicy(fields) })}
        onDone={onDone}
        whyNot={unless('organizations.edit')}
      >
        <SelectField<OrganizationName>
          name="second_factor"
          label={words.settings.secondFactorOf}
          hint={words.settings.secondFactorHint}
          options={(['above', ...whom] as const).map(id => ({ id, name: words.settings.secondFactorOfWhom[id] }))}
          defaultValue={chosen}
          onChange={choose}
        />
        {(chosen === 'for_roles' || chosen === 'for_all') && (
          <NumberField<OrganizationName>
            name="second_factor.grace_days"
            label={words.settings.graceDays}
            hint={words.settings.graceDaysHint}
            defaultValue={policy?.grace_days ?? usualDays}
            minValue={0}
            maxValue={90}
          />
        )}
      </SendForm>
    </Card>
  )
}

function readPolicy(fields: Fields<OrganizationName>): Organization['second_factor'] {
  const asked = whom.find(whom => whom === fields.text('second_factor'))
  if (!asked) return null
  return { asked, grace_days: asked === 'optional' ? 0 : (fields.number('second_factor.grace_days') ?? usualDays) }
}
