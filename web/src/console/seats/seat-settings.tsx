import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { AccessField, type AccessName, readAccess } from '../../fields/access-field.tsx'
import { SwitchField } from '../../fields/chosen/switch-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { notify } from '../../ui/tell/notices.ts'

type SeatsShown = Row<'/api/seats'>

type Name = NameIn<Sent<'/api/seats/{id}', 'patch'>> | AccessName

/** On which terms they are given from now on. */
export function SeatSettings({ seats: { id, access, waitlist } }: { seats: SeatsShown }) {
  const { api, unless } = useActing()
  return (
    <Card isForm>
      <SendForm
        send={(fields: Fields<Name>) =>
          api.PATCH('/api/seats/{id}', {
            params: { path: { id } },
            body: { waitlist: fields.flag('waitlist'), access: readAccess(fields) },
          })
        }
        onDone={() => notify('done', words.ui.saved)}
        whyNot={unless('seats.edit')}
      >
        <SwitchField<Name>
          name="waitlist"
          label={words.seats.waitlist}
          hint={words.seats.waitlistHint}
          isOn={waitlist}
        />
        <AccessField value={access} whenNull={words.access.ofProduct} />
      </SendForm>
    </Card>
  )
}
