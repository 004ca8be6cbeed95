import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Answer } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { Card } from '../../ui/page/card.tsx'
import { UserState } from './user-state.tsx'

type UserShown = Answer<'/api/users/{id}'>

/** Where somebody belongs: organizations and teams, as far as one may see. */
export function UserPlaces({ user }: { user: UserShown }) {
  const { may } = useActing()
  const format = useFormat()
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <Card title={words.users.organizations}>
        <ul className="flex flex-col divide-y divide-line">
          {user.memberships.map(({ organization, role, created_at, ...membership }) => (
            <li key={organization} className="flex items-center justify-between gap-4 py-2.5">
              <div className="min-w-0">
                <p className="font-medium">{organization}</p>
                <p className="text-quiet text-sm">
                  {words.users.roleSince(words.roles.called(role), format.day(created_at))}
                </p>
              </div>
              <UserState {...membership} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={words.users.teams}>
        {user.teams.length === 0 && <p className="text-quiet">{words.users.noTeams}</p>}
        <ul className="flex flex-col divide-y divide-line">
          {user.teams.map(({ id, name, organization, role }) => (
            <li key={id} className="py-2.5">
              {may('teams.view') ? (
                <Link to={paths.team} params={{ organization, id: String(id) }} className={linkLook}>
                  {name}
                </Link>
              ) : (
                name
              )}
              <p className="text-quiet text-sm">{words.roles.called(role)}</p>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
