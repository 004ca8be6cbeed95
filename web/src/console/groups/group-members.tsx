import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Answer, Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Person } from '../../ui/show/person.tsx'
import { NewGroupMembers } from './new-group-members.tsx'

type GroupShown = Answer<'/api/groups/{id}'>

type Member = Row<'/api/groups/{id}/members'>

export function GroupMembers({ group: { id, archived_at } }: { group: GroupShown }) {
  const { api, unless } = useActing()
  const columns = useColumns()
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<{ members: Member[]; clear: () => void } | null>(null)
  const addButton = (
    <Action
      icon={Plus}
      whyNot={archived_at ? words.groups.isArchived : unless('groups.assign')}
      onPress={() => add(true)}
    >
      {words.groups.addMembers}
    </Action>
  )
  return (
    <>
      <List
        label={words.groups.tabs.members}
        path="/api/groups/{id}/members"
        params={{ id }}
        columns={columns}
        keyOf={member => member.user_id}
        filters={addButton}
        bulk={(members, clear) => (
          <Action look="danger" whyNot={unless('groups.assign')} onPress={() => leave({ members, clear })}>
            {words.groups.takeOut}
          </Action>
        )}
        empty={<Empty title={words.groups.noMembers} hint={words.groups.noMembersHint} />}
        hasCsv
      />
      {isAdding && <NewGroupMembers group={id} onClose={() => add(false)} />}
      {leaving && (
        <PlanDialog
          title={words.groups.takeOutTitle(leaving.members.length)}
          hint={words.groups.takeOutHint}
          steps={leaving.members.map(({ user_id: user, email }) => ({
            name: email,
            plan: () =>
              api.DELETE('/api/groups/{id}/members/{user}', {
                params: { path: { id, user }, query: { mode: 'plan' } },
              }),
          }))}
          doLabel={words.groups.takeOut}
          isDangerous
          onClose={() => leave(null)}
          onDone={leaving.clear}
        />
      )}
    </>
  )
}

function useColumns(): Column<Member>[] {
  const { organization } = useActing()
  const format = useFormat()
  return [
    {
      id: 'person',
      name: words.groups.person,
      grow: 2,
      cell: member => (
        <Link to={paths.user} params={{ organization, id: String(member.user_id) }} className="group block">
          <Person {...member} />
        </Link>
      ),
    },
    { id: 'since', name: words.groups.since, cell: member => format.day(member.created_at) },
  ]
}
