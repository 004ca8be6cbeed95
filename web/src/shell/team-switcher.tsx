import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { paths } from '../address/paths.ts'
import { listTeams } from '../api/person/landing.ts'
import { belongingsQuery } from '../api/person/me.ts'
import { words } from '../text/words.ts'
import { itemLook } from '../ui/look/popover-look.ts'
import { Switcher } from './switcher.tsx'

/** The teams one looks after. */
export function TeamSwitcher({ id, name }: { id: number; name: string }) {
  const { data: belongings = [] } = useQuery(belongingsQuery)
  return (
    <Switcher name={name} kind={words.shell.team} label={words.shell.switchTeam}>
      {close => (
        <ul className="max-h-80 overflow-y-auto">
          {listTeams(belongings).map(team => (
            <li key={team.id}>
              <Link
                dir="auto"
                to={paths.teamPortal}
                params={{ team: String(team.id) }}
                onClick={close}
                aria-current={team.id === id ? 'true' : undefined}
                className={`${itemLook} flex-col gap-0 hover:bg-sunken aria-[current=true]:font-medium aria-[current=true]:text-accent`}
              >
                {team.name}
                <span className="text-quiet text-xs">{team.organization.name}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Switcher>
  )
}
