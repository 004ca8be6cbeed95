import type { Sent } from '../../api/sending.ts'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'

type Name = NameIn<Sent<'/api/seats/{id}', 'patch'>> & NameIn<Sent<'/api/orders/{id}/refund', 'post'>>

/** Whose seats go where more are used than stay. */
export function ReclaimField({ label, none }: { label: string; none: string }) {
  const { newest, oldest } = words.seats.reclaims
  return (
    <SelectField<Name>
      name="reclaim"
      label={label}
      defaultValue="none"
      options={[
        { id: 'none', name: none },
        { id: 'newest', name: newest },
        { id: 'oldest', name: oldest },
      ]}
    />
  )
}

export function readReclaim(fields: Fields<Name>): 'newest' | 'oldest' | undefined {
  const reclaim = fields.text('reclaim')
  return reclaim === 'newest' || reclaim === 'oldest' ? reclaim : undefined
}
