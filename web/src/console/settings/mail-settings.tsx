import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { ChoiceField } from '../../fields/chosen/choice-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { locale } from '../../text/language.ts'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { inheritedHint, type Settings, type SettingsName, useSettings } from './use-settings.ts'

export function MailSettings({ settings }: { settings: Settings }) {
  const { unless } = useActing()
  const { changeSettings, onDone } = useSettings()
  const { in_force: inForce } = settings
  return (
    <Card isForm>
      <SendForm
        send={(fields: Fields<SettingsName>) =>
          changeSettings({
            sender_name: fields.textOrNull('sender_name'),
            reply_to: fields.textOrNull('reply_to'),
            locale: fields.textOrNull('locale'),
          })
        }
        onDone={onDone}
        whyNot={unless('settings.edit')}
      >
        <TextField<SettingsName>
          name="sender_name"
          label={words.settings.senderName}
          hint={inheritedHint(words.settings.senderNameHint, settings.sender_name, inForce.sender_name)}
          defaultValue={settings.sender_name ?? ''}
        />
        <TextField<SettingsName>
          name="reply_to"
          type="email"
          label={words.settings.replyTo}
          hint={inheritedHint(words.settings.replyToHint, settings.reply_to, inForce.reply_to)}
          defaultValue={settings.reply_to ?? ''}
        />
        <ChoiceField<SettingsName>
          name="locale"
          label={words.settings.locale}
          hint={inheritedHint(words.settings.localeHint, settings.locale, nameOf(inForce.locale))}
          options={listLocales(settings.locale)}
          defaultValue={settings.locale}
        />
      </SendForm>
    </Card>
  )
}

// Ways to write dates and numbers that are asked for most; any other can be set by the API.
const locales =
  'ar de de-AT de-CH en en-AU en-CA en-GB en-IE en-IN en-NZ en-PH en-SG en-US en-ZA es es-MX fr fr-CA hi id it ja ko nl pl pt pt-BR tr uk vi zh'

function listLocales(current: string | null) {
  const tags = new Set([...locales.split(' '), ...(current ? [current] : [])])
  return [...tags].map(id => ({ id, name: nameOf(id) })).sort((a, b) => a.name.localeCompare(b.name, locale))
}

function nameOf(tag: string) {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
}
