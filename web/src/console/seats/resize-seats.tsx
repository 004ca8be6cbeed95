import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { NumberField } from '../../fields/written/number-field.tsx'
import { PlanForm } from '../../plan/plan-form.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { ReclaimField, readReclaim } from './reclaim-field.tsx'

type SeatsShown = Row<'/api/seats'>

type Name = NameIn<Sent<'/api/seats/{id}', 'patch'>>

/** How many there are from now on. When more are used, somebody has to say whose go. */
export function ResizeSeats({ to: { id, quantity }, onClose }: { to: SeatsShown; onClose: () => void }) {
  const { api } = useActing()
  return (
    <PlanForm
      title={words.seats.resizeTitle}
      plan={(fields: Fields<Name>) =>
        api.PATCH('/api/seats/{id}', {
          params: { path: { id }, query: { mode: 'plan' } },
          body: { quantity: fields.number('quantity') ?? quantity, reclaim: readReclaim(fields) },
        })
      }
      doLabel={words.seats.resize}
      onClose={onClose}
    >
      <NumberField<Name> name="quantity" label={words.seats.newQuantity} minValue={0} defaultValue={quantity} />
      <ReclaimField label={words.seats.reclaimWhose} none={words.seats.reclaimNone} />
    </PlanForm>
  )
}
