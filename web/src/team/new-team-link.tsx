import { useState } from 'react'
import { DateField } from '../fields/date-field.tsx'
import { endOfDay } from '../fields/days.ts'
import { NumberField } from '../fields/number-field.tsx'
import { SendForm } from '../fields/send-form.tsx'
import { SwitchField } from '../fields/switch-field.tsx'
import { TextField } from '../fields/text-field.tsx'
import { words } from '../text/words.ts'
import { Action } from '../ui/action.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { QrCode } from '../ui/qr-code.tsx'
import { useMyTeam } from './my-team.ts'

/** An open way into the team. Its address is shown once it is made, and never again. */
export function NewTeamLink() {
  const { api, team, timeZone, unless } = useMyTeam()
  const [url, setUrl] = useState<string>()
  if (url) return <ReadyLink url={url} onAnother={() => setUrl(undefined)} />
  return (
    <SendForm
      send={fields => {
        const until = fields.optional('expires_at')
        return api.POST('/api/links', {
          body: {
            target: { team },
            name: fields.optional('name'),
            max_uses: fields.number('max_uses'),
            expires_at: until && endOfDay(until, timeZone),
            needs_approval: fields.flag('needs_approval'),
          },
        })
      }}
      onDone={made => 'url' in made && setUrl(made.url)}
      submitLabel={words.portal.makeLink}
      whyNot={unless('links.create')}
    >
      <p className="text-quiet">{words.portal.linkHint}</p>
      <TextField name="name" label={words.links.name} hint={words.links.nameHint} />
      <NumberField name="max_uses" label={words.portal.maxUses} hint={words.links.maxUsesHint} minValue={1} />
      <DateField name="expires_at" label={words.links.until} hint={words.links.untilHint} />
      <SwitchField name="needs_approval" label={words.portal.needsApproval} hint={words.portal.needsApprovalHint} />
    </SendForm>
  )
}

function ReadyLink({ url, onAnother }: { url: string; onAnother: () => void }) {
  return (
    <>
      <h2 className="font-semibold text-lg">{words.links.ready}</h2>
      <p className="text-quiet">{words.links.readyHint}</p>
      <code className="select-all break-all rounded-lg bg-sunken p-3 text-sm">{url}</code>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={url} label={words.links.copyAddress} />
        <Action look="plain" onPress={onAnother}>
          {words.portal.another}
        </Action>
      </div>
      <QrCode url={url} fileName={words.links.qrFile} />
    </>
  )
}
