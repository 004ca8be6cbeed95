/** The place that a page acts in: an organization, or a team of one, and what the person may do there. */
import type { QueryClient } from '@tanstack/react-query'
import { notFound } from '@tanstack/react-router'
import { fetchKnown, isPassing } from '../fetch-known.ts'
import { type Answer, reading } from '../reading.ts'
import { listTeams } from './landing.ts'
import { type Belonging, myselfQuery } from './me.ts'

interface Place {
  organization: string
  organizationName: string
  timeZone: string
  permissions: ReadonlySet<string>
}

/** `root` is the organization, itself or one above it, that the person was given a role in. */
export async function findConsolePlace(queryClient: QueryClient, slug: string): Promise<Place & { root: string }> {
  const { organizations: belongings } = await fetchKnown(queryClient, myselfQuery)
  const own = belongings.find(belonging => belonging.slug === slug)
  const roots = (own ? [own] : belongings).filter(({ permissions }) => permissions.length > 0)
  const seen = await Promise.all(
    roots.map(async root => ({ root, organization: await findOrganization(queryClient, root, slug) })),
  )
  const above = seen.filter(({ organization }) => organization || own)
  const [first] = above
  if (!first) throw notFound()
  return {
    root: first.root.slug,
    organization: slug,
    organizationName: first.organization?.name ?? first.root.name,
    timeZone: first.organization?.time_zone ?? deviceTimeZone,
    permissions: new Set(above.flatMap(({ root }) => root.permissions)),
  }
}

export async function findTeamPlace(queryClient: QueryClient, id: number) {
  const { organizations } = await fetchKnown(queryClient, myselfQuery)
  const team = listTeams(organizations).find(team => team.id === id)
  if (!team) throw notFound()
  const { slug, name } = team.organization
  const place: Place = {
    organization: slug,
    organizationName: name,
    timeZone: deviceTimeZone,
    permissions: new Set(team.permissions),
  }
  return { ...place, team: { id, name: team.name } }
}

/** Null where it is not below the root, or the person may not see organizations. */
function findOrganization(queryClient: QueryClient, root: Belonging, slug: string) {
  const query = reading(root.slug, '/api/organizations/{organization}', { path: { organization: slug } })
  return fetchKnown(queryClient, query).catch((error): Answer<'/api/organizations/{organization}'> | null => {
    if (isPassing(error)) throw error
    return null
  })
}

const deviceTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
