import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { NumberField } from '../../fields/written/number-field.tsx'
import { PlanForm } from '../../plan/plan-form.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

type SeatsShown = Row<'/api/seats'>

type Name = NameIn<Sent<'/api/seats/{id}/move', 'post'>>

export function MoveSeats({ to: { id, left }, onClose }: { to: SeatsShown; onClose: () => void }) {
  const { api } = useActing()
  return (
    <PlanForm
      title={words.seats.moveTitle}
      hint={words.seats.moveHint(left)}
      plan={(fields: Fields<Name>) =>
        api.POST('/api/seats/{id}/move', {
          params: { path: { id }, query: { mode: 'plan' } },
          body: { team: fields.number('team') ?? 0, quantity: fields.number('quantity') ?? 0 },
        })
      }
      doLabel={words.seats.move}
      onClose={onClose}
    >
      <SearchField<Name, '/api/teams'>
        name="team"
        label={words.seats.toTeam}
        path="/api/teams"
        optionOf={({ id, name }) => ({ id, name })}
      />
      <NumberField<Name> name="quantity" label={words.seats.quantity} minValue={1} maxValue={left} defaultValue={1} />
    </PlanForm>
  )
}
