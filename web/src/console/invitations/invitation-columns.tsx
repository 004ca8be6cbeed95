import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'
import { Person } from '../../ui/show/person.tsx'

type Invitation = Row<'/api/invitations'>

const tones: Record<Invitation['state'], Tone> = {
  pending: 'accent',
  accepted: 'good',
  withdrawn: 'plain',
  expired: 'warn',
}

export function useInvitationColumns(): Column<Invitation>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns, states } = words.invitations
  return [
    {
      id: 'person',
      name: columns.person,
      grow: 2,
      cell: invitation => (
        <Link to={paths.user} params={{ organization, id: String(invitation.user_id) }} className="group block">
          <Person {...invitation} />
        </Link>
      ),
    },
    {
      id: 'state',
      name: columns.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{states[state]}</Badge>,
      onPhone: true,
    },
    { id: 'into', name: columns.into, cell: ({ team }) => team ?? words.invitations.organization },
    { id: 'role', name: columns.role, cell: ({ role }) => (role ? words.roles.called(role) : '–') },
    { id: 'gives', name: columns.gives, grow: 1.6, cell: sayGiven },
    { id: 'expires', name: columns.expires, sort: 'expires_at', cell: ({ expires_at }) => format.lastDay(expires_at) },
    { id: 'sent', name: columns.sent, cell: ({ sent_at }) => format.day(sent_at), isExtra: true },
  ]
}

function sayGiven({ offered, groups }: Invitation) {
  return [...new Set([...offered, ...groups.map(({ name }) => name)])].join(', ') || '–'
}
