import { useQueries, useQuery } from '@tanstack/react-query'
import { counting, reading } from '../../api/reading.ts'
import { useMyTeam } from '../my-team.ts'

/** How many ask to come in by the team's links. */
export function useWaiting(): number {
  const { organization, team, may } = useMyTeam()
  const links = useQuery({
    ...reading(organization, '/api/links', { query: { team, limit: 200 } }),
    enabled: may('links.view'),
  })
  return useQueries({
    queries: (links.data?.data ?? [])
      .filter(link => link.needs_approval)
      .map(({ id }) => counting(organization, '/api/links/{id}/joins', { path: { id }, query: { state: 'pending' } })),
    combine: counts => counts.reduce((sum, { data = 0 }) => sum + data, 0),
  })
}
