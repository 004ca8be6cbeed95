import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { ColorField } from './color-field.tsx'
import { LogoField } from './logo-field.tsx'
import { LookPreview } from './look-preview.tsx'
import { inheritedHint, type Settings, type SettingsName, useSettings } from './use-settings.ts'

const ushersColor = '#17594f'

/** Name, colour and logo, and at once how they will look. */
export function Look({ settings }: { settings: Settings }) {
  const { unless } = useActing()
  const { changeSettings, onDone } = useSettings()
  const { in_force: inForce } = settings
  const [name, setName] = useState(settings.brand_name ?? '')
  const [color, setColor] = useState(settings.color ?? '')
  const [logo, setLogo] = useState(settings.logo)
  // What holds while a field is empty is known only as long as the organization says nothing itself.
  const above = {
    name: settings.brand_name === null ? inForce.brand_name : '…',
    color: settings.color === null ? inForce.color : null,
    logo: settings.logo === null ? inForce.logo : null,
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
      <Card>
        <SendForm
          send={(fields: Fields<SettingsName>) =>
            changeSettings({
              brand_name: fields.textOrNull('brand_name'),
              color: fields.textOrNull('color'),
              logo: fields.textOrNull('logo'),
            })
          }
          onDone={onDone}
          whyNot={unless('settings.edit')}
        >
          <TextField<SettingsName>
            name="brand_name"
            label={words.settings.brandName}
            hint={inheritedHint(words.settings.brandNameHint, settings.brand_name, inForce.brand_name)}
            defaultValue={name}
            onChange={setName}
          />
          <ColorField
            value={color}
            onChange={setColor}
            hint={inheritedHint(words.settings.colorHint, settings.color, inForce.color)}
            usual={above.color ?? ushersColor}
          />
          <LogoField value={logo} onChange={setLogo} hint={words.settings.logoHint} />
        </SendForm>
      </Card>
      <LookPreview name={name || above.name} color={color || above.color} logo={logo ?? above.logo} />
    </div>
  )
}
