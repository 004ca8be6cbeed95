import { useState } from 'react'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { SeatsLeft } from '../../fields/seats-left.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { endOfDay } from '../../fields/written/days.ts'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { ShareAddress } from '../../ui/share/share-address.tsx'
import { useMyTeam } from '../my-team.ts'

type Name = NameIn<Sent<'/api/links', 'post'>>

/** An open way into the team. */
export function NewTeamLink() {
  const { api, team, timeZone, unless } = useMyTeam()
  const [made, show] = useState<Made | null>(null)
  if (made) return <ReadyLink made={made} onAnother={() => show(null)} />
  return (
    <SendForm
      send={(fields: Fields<Name>) => {
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
      onDone={made => {
        if ('url' in made) show(made)
      }}
      submitLabel={words.portal.makeLink}
      whyNot={unless('links.create')}
    >
      <p className="text-quiet">{words.portal.linkHint}</p>
      <SeatsLeft team={team} />
      <TextField<Name> name="name" label={words.links.name} hint={words.links.nameHint} />
      <NumberField<Name> name="max_uses" label={words.portal.maxUses} hint={words.links.maxUsesHint} minValue={1} />
      <DateField<Name> name="expires_at" label={words.links.until} hint={words.links.untilHint} />
      <SwitchField<Name>
        name="needs_approval"
        label={words.portal.needsApproval}
        hint={words.portal.needsApprovalHint}
      />
    </SendForm>
  )
}

interface Made {
  url: string | null
  name: string
  prefix: string
}

function ReadyLink({ made: { url, name, prefix }, onAnother }: { made: Made; onAnother: () => void }) {
  return (
    <>
      <h2 className="font-semibold text-lg">{words.links.ready}</h2>
      <p className="text-quiet">{words.links.readyHint}</p>
      <ShareAddress url={url} name={name || words.links.unnamed(prefix)} isCodeOpen />
      <div>
        <Action look="plain" onPress={onAnother}>
          {words.portal.another}
        </Action>
      </div>
    </>
  )
}
