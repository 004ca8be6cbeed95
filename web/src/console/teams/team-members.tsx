import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { PersonLink } from '../../ui/show/person-link.tsx'
import { NewMember } from './new-member.tsx'
import { TakeOut } from './take-out.tsx'

type Member = Row<'/api/teams/{id}/members'>

export function TeamMembers({ id }: { id: number }) {
  const { unless } = useActing()
  const columns = useMemberColumns()
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<{ members: Member[]; clear: () => void } | null>(null)
  const addButton = (
    <Action icon={Plus} whyNot={unless('teams.assign')} onPress={() => add(true)}>
      {words.teams.addMember}
    </Action>
  )
  return (
    <>
      <List
        label={words.teams.tabs.members}
        path="/api/teams/{id}/members"
        params={{ id }}
        columns={columns}
        keyOf={member => member.user_id}
        filters={addButton}
        bulk={(members, clear) => (
          <Action look="danger" whyNot={unless('teams.assign')} onPress={() => leave({ members, clear })}>
            {words.teams.takeOut}
          </Action>
        )}
        empty={<Empty title={words.teams.noMembers} hint={words.teams.noMembersHint} />}
      />
      {isAdding && <NewMember team={id} onClose={() => add(false)} />}
      {leaving && <TakeOut team={id} members={leaving.members} onClose={() => leave(null)} onDone={leaving.clear} />}
    </>
  )
}

export function useMemberColumns() {
  const format = useFormat()
  return [
    {
      id: 'person',
      name: words.teams.person,
      grow: 2,
      cell: (member: Member) => <PersonLink {...member} />,
    },
    { id: 'role', name: words.teams.role, cell: (member: Member) => words.roles.called(member.role), onPhone: true },
    { id: 'since', name: words.teams.since, cell: (member: Member) => format.day(member.created_at) },
  ]
}
