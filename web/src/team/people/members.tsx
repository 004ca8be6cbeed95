import { useState } from 'react'
import type { Row } from '../../api/reading.ts'
import { TakeOut } from '../../console/teams/take-out.tsx'
import { useMemberColumns } from '../../console/teams/team-members.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { useMyTeam } from '../my-team.ts'
import { GiveSeat } from '../seats/give-seat.tsx'

type Picked = { what: 'give' | 'takeOut'; members: Row<'/api/teams/{id}/members'>[]; clear: () => void }

export function Members() {
  const { team, unless } = useMyTeam()
  const columns = useMemberColumns()
  const [picked, pick] = useState<Picked | null>(null)
  return (
    <>
      <List
        label={words.portal.tabs.people}
        path="/api/teams/{id}/members"
        params={{ id: team }}
        columns={columns}
        keyOf={member => member.user_id}
        bulk={(members, clear) => (
          <>
            <Action whyNot={unless('enrollments.create')} onPress={() => pick({ what: 'give', members, clear })}>
              {words.portal.giveSeat}
            </Action>
            <Action
              look="danger"
              whyNot={unless('teams.assign')}
              onPress={() => pick({ what: 'takeOut', members, clear })}
            >
              {words.teams.takeOut}
            </Action>
          </>
        )}
        empty={<Empty title={words.portal.noPeople} hint={words.portal.noPeopleHint} />}
        hasCsv
      />
      {picked?.what === 'give' && <GiveSeat people={picked.members} onClose={() => pick(null)} onDone={picked.clear} />}
      {picked?.what === 'takeOut' && (
        <TakeOut team={team} members={picked.members} onClose={() => pick(null)} onDone={picked.clear} />
      )}
    </>
  )
}
