import { SelectField } from '../../fields/select-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/fields.ts'

/** Whose seats go where more are used than stay. */
export function ReclaimField({ label, none }: { label: string; none: string }) {
  const { newest, oldest } = words.seats.reclaims
  return (
    <SelectField
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

export function readReclaim(fields: Fields): 'newest' | 'oldest' | undefined {
  const reclaim = fields.text('reclaim')
  return reclaim === 'newest' || reclaim === 'oldest' ? reclaim : undefined
}
