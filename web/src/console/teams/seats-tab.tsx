import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { productOf } from '../../api/called.ts'
import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { linkLook } from '../../ui/look/link-look.ts'
import { AddSeats } from '../seats/add-seats.tsx'
import { TeamSeats } from './team-seats.tsx'

export function SeatsTab({ team }: { team: Row<'/api/teams'> }) {
  const { organization, unless } = useActing()
  const [isAdding, add] = useState(false)
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Action
          icon={Plus}
          whyNot={team.archived_at ? words.teams.isArchived : unless('seats.create')}
          onPress={() => add(true)}
        >
          {words.seats.add}
        </Action>
      </div>
      <TeamSeats
        id={team.id}
        actionsOf={seats => (
          <Link to={paths.seatsOf} params={{ organization, id: String(seats.id) }} className={`${linkLook} text-sm`}>
            {words.seats.tabs.holders}
            <span className="sr-only">: {productOf(seats)}</span>
          </Link>
        )}
      />
      {isAdding && <AddSeats team={team.id} onClose={() => add(false)} />}
    </div>
  )
}
