import { useActing } from '../../acting.ts'
import { AccessField, readAccess } from '../../fields/access-field.tsx'
import { SendForm } from '../../fields/send-form.tsx'
import { SwitchField } from '../../fields/switch-field.tsx'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/card.tsx'
import { notify } from '../../ui/notices.ts'
import type { SeatsShown } from './seats-of.tsx'

/** On which terms they are given from now on. */
export function SeatSettings({ seats: { id, access, waitlist } }: { seats: SeatsShown }) {
  const { api, unless } = useActing()
  return (
    <Card isForm>
      <SendForm
        send={fields =>
          api.PATCH('/api/seats/{id}', {
            params: { path: { id } },
            body: { waitlist: fields.flag('waitlist'), access: readAccess(fields) },
          })
        }
        onDone={() => notify('done', words.ui.saved)}
        whyNot={unless('seats.edit')}
      >
        <SwitchField name="waitlist" label={words.seats.waitlist} hint={words.seats.waitlistHint} isOn={waitlist} />
        <AccessField value={access} whenNull={words.access.ofProduct} />
      </SendForm>
    </Card>
  )
}
