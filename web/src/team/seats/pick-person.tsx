import { useState } from 'react'
import type { Sent } from '../../api/sending.ts'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { NameIn } from '../../ui/form/fields.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { useMyTeam } from '../my-team.ts'
import { GiveSeatOf } from './give-seat.tsx'

type Name = NameIn<Sent<'/api/seats/{id}/claims', 'post'>>

interface Props {
  seats: { id: number; product: string }
  onClose: () => void
}

/** Who of the team is to have a seat. */
export function PickPerson({ seats, onClose }: Props) {
  const { team } = useMyTeam()
  const [emails] = useState(() => new Map<string | number, string>())
  const [picked, pick] = useState<string | number | null>(null)
  const [isGiving, give] = useState(false)
  if (isGiving && picked !== null)
    return (
      <GiveSeatOf
        seats={seats}
        people={[{ user_id: Number(picked), email: emails.get(picked) ?? '' }]}
        onClose={onClose}
      />
    )
  return (
    <Dialog title={words.portal.giveSeatPlan(seats.product)} onClose={onClose}>
      <SearchField<Name, '/api/users'>
        name="user_id"
        label={words.portal.pick}
        hint={words.portal.pickHint}
        path="/api/users"
        query={{ team }}
        optionOf={({ id, email, first_name, last_name }) => {
          emails.set(id, email)
          return { id, name: `${first_name} ${last_name}`.trim() || email, hint: email }
        }}
        onChange={pick}
      />
      <div className="flex justify-end gap-2">
        <Action look="plain" onPress={onClose}>
          {words.ui.cancel}
        </Action>
        <Action look="main" whyNot={picked === null ? words.portal.pickHint : null} onPress={() => give(true)}>
          {words.portal.giveSeat}
        </Action>
      </div>
    </Dialog>
  )
}
