import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { Person } from './person.tsx'

interface Props {
  user_id: number
  first_name: string
  last_name: string
  email: string
}

/** Somebody in a list, and the way to their page: in the team portal the one that is there. */
export function PersonLink({ user_id, ...person }: Props) {
  const { organization, team } = useActing()
  const id = String(user_id)
  if (team)
    return (
      <Link to={paths.teamPerson} params={{ team: String(team.id), id }} className="group block">
        <Person {...person} />
      </Link>
    )
  return (
    <Link to={paths.user} params={{ organization, id }} className="group block">
      <Person {...person} />
    </Link>
  )
}
