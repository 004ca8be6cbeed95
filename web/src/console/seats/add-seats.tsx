import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useOnce } from '../../acting/once.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useSayDone } from '../../plan/use-say-done.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'

type Name = NameIn<Sent<'/api/teams/{id}/seats', 'post'>> | 'team'

interface Props {
  /** More of these. */
  to?: Row<'/api/seats'>
  /** Of a product that is chosen, for this team. */
  team?: number
  onClose: () => void
}

/** Adds to what a team has of a product: of any, or of this one. */
export function AddSeats({ to, team: given = to?.team_id, onClose }: Props) {
  const { api } = useActing()
  const sayDone = useSayDone()
  const once = useOnce()
  const [team, choose] = useState(given ?? null)
  return (
    <Dialog title={words.seats.addTitle} onClose={onClose}>
      <SendForm
        send={(fields: Fields<Name>) => {
          const sent = {
            product: to?.product ?? fields.text('product'),
            quantity: fields.number('quantity') ?? 0,
            external_ref: fields.optional('external_ref'),
          } satisfies Sent<'/api/teams/{id}/seats', 'post'>
          return once({ id: team ?? 0, sent }, ({ id, sent }, headers) =>
            api.POST('/api/teams/{id}/seats', { params: { path: { id } }, body: sent, headers }),
          )
        }}
        onDone={(done, operations) => {
          if ('added' in done) sayDone(words.seats.added(done.added), { operations })
          onClose()
        }}
        submitLabel={words.seats.add}
        whyNot={team === null ? words.seats.teamFirst : null}
        onCancel={onClose}
      >
        {given === undefined && (
          <SearchField<Name, '/api/teams'>
            name="team"
            label={words.seats.team}
            path="/api/teams"
            optionOf={({ id, name }) => ({ id, name })}
            onChange={id => choose(id === null ? null : Number(id))}
          />
        )}
        {!to && (
          <SearchField<Name, '/api/products'>
            name="product"
            label={words.seats.product}
            hint={words.seats.productHint}
            path="/api/products"
            optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
          />
        )}
        <NumberField<Name> name="quantity" label={words.seats.quantity} minValue={1} defaultValue={10} />
        <TextField<Name> name="external_ref" label={words.seats.reference} hint={words.seats.referenceHint} />
      </SendForm>
    </Dialog>
  )
}
