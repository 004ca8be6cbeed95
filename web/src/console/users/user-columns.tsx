import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { Person } from '../../ui/show/person.tsx'
import { UserState } from './user-state.tsx'

export type UserRow = Row<'/api/users'>

export function useUserColumns(): Column<UserRow>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.users
  return [
    {
      id: 'name',
      name: columns.name,
      sort: 'name',
      grow: 2,
      cell: user => (
        <Link to={paths.user} params={{ organization, id: String(user.id) }} className="group block">
          <Person {...user} />
        </Link>
      ),
    },
    { id: 'role', name: columns.role, cell: user => words.roles.called(user.role) },
    { id: 'state', name: columns.state, cell: user => <UserState {...user} />, onPhone: true },
    {
      id: 'tags',
      name: columns.tags,
      cell: user => (
        <span className="flex gap-1">
          {user.tags.map(tag => (
            <Badge key={tag} tone="accent">
              {tag}
            </Badge>
          ))}
        </span>
      ),
    },
    { id: 'since', name: columns.since, sort: 'created_at', cell: user => format.day(user.created_at) },
    { id: 'email', name: columns.email, sort: 'email', grow: 2, cell: user => user.email, isExtra: true },
    { id: 'external_id', name: columns.externalId, cell: user => user.external_id, isExtra: true },
    {
      id: 'password',
      name: columns.password,
      cell: user => (user.password_set ? words.users.passwordSet : words.users.passwordUnset),
      isExtra: true,
    },
    { id: 'locale', name: columns.locale, cell: user => user.locale, isExtra: true },
  ]
}
