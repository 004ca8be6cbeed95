import { useActing } from '../acting/acting.ts'

/** The team whose portal this is. */
export function useMyTeam() {
  const { team, ...acting } = useActing()
  if (!team) throw new Error('Only pages of the team portal are of one team.')
  return { ...acting, team: team.id, teamName: team.name, params: { team: String(team.id) } }
}
