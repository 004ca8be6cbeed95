import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import {
  inheritedHint,
  type Organization,
  type OrganizationName,
  type Settings,
  type SettingsName,
  useSettings,
} from './use-settings.ts'

const modes = ['password', 'single_sign_on'] as const
const lengths = ['above', 'months', 'days', 'for_ever'] as const
const renewals = ['extend', 'longest', 'replace'] as const

type Access = NonNullable<Settings['default_access']>

export function SignInMode({ organization }: { organization: Organization }) {
  const { organization: slug, unless } = useActing()
  const { changeOrganization, onDone } = useSettings()
  return (
    <Card
      title={words.settings.signIn}
      aside={
        <ActionLink to={paths.signInSettings} params={{ organization: slug }}>
          {words.signOn.open}
        </ActionLink>
      }
      isForm
    >
      <SendForm
        send={(fields: Fields<OrganizationName>) =>
          changeOrganization({ sign_in_mode: modes.find(mode => mode === fields.text('sign_in_mode')) ?? null })
        }
        onDone={onDone}
        whyNot={unless('organizations.edit')}
      >
        <SelectField<OrganizationName>
          name="sign_in_mode"
          label={words.settings.signInMode}
          hint={words.settings.signInHint}
          options={(['above', ...modes] as const).map(id => ({ id, name: words.settings.signInModes[id] }))}
          defaultValue={organization.sign_in_mode ?? 'above'}
        />
      </SendForm>
    </Card>
  )
}

/** How long a new course lasts where nobody says it. */
export function DefaultAccess({ settings: { default_access: own, in_force } }: { settings: Settings }) {
  const { unless } = useActing()
  const { changeSettings, onDone } = useSettings()
  const [length, choose] = useState<string>(lengthOf(own))
  return (
    <Card title={words.settings.defaultAccess} isForm>
      <SendForm
        send={(fields: Fields<SettingsName>) => changeSettings({ default_access: readAccess(fields) })}
        onDone={onDone}
        whyNot={unless('settings.edit')}
      >
        <SelectField<SettingsName>
          name="default_access"
          label={words.settings.lasts}
          hint={inheritedHint(words.settings.defaultAccessAbout, own, sayAccess(in_force.default_access))}
          options={lengths.map(id => ({ id, name: words.settings.lengths[id] }))}
          defaultValue={length}
          onChange={choose}
        />
        {(length === 'months' || length === 'days') && (
          <>
            <NumberField<SettingsName>
              key={length}
              name={`default_access.${length}`}
              label={words.settings[length]}
              defaultValue={own?.[length] ?? usual[length]}
              minValue={1}
            />
            <SelectField<SettingsName>
              name="default_access.renewal"
              label={words.settings.renewal}
              options={renewals.map(id => ({ id, name: words.settings.renewals[id] }))}
              defaultValue={own?.renewal ?? 'extend'}
            />
          </>
        )}
      </SendForm>
    </Card>
  )
}

const usual = { months: 12, days: 30 }

function lengthOf(access: Access | null) {
  return lengths.find(length => length !== 'above' && access?.[length]) ?? 'above'
}

function readAccess(fields: Fields<SettingsName>): Access | null {
  const length = lengths.find(length => length === fields.text('default_access')) ?? 'above'
  if (length === 'above') return null
  if (length === 'for_ever') return { for_ever: true }
  const renewal = renewals.find(renewal => renewal === fields.text('default_access.renewal'))
  return { [length]: fields.number(`default_access.${length}`), renewal }
}

function sayAccess({ months, days }: Access) {
  const { lasting } = words.settings
  if (months) return lasting.months(months)
  return days ? lasting.days(days) : lasting.forEver
}
