/** Where somebody is at home: who may look after an organization in its console, after a team in its portal, else at their courses. */
import type { Belonging } from './me.ts'

export function findConsole(belongings: readonly Belonging[]): Belonging | undefined {
  return belongings.find(({ permissions }) => permissions.length > 0)
}

export function listTeams(belongings: readonly Belonging[]) {
  return belongings.flatMap(organization =>
    organization.teams.filter(team => team.permissions.length > 0).map(team => ({ ...team, organization })),
  )
}
