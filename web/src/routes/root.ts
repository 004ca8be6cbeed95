/** What every page stands below. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import { ownPath } from '../address/own-path.ts'
import { paths } from '../address/paths.ts'
import { fetchKnown } from '../api/fetch-known.ts'
import { findConsole, listTeams } from '../api/person/landing.ts'
import { brandingQuery, meQuery, myselfQuery } from '../api/person/me.ts'
import { AnyPage } from '../pages/any-page.tsx'
import { NotFoundPage } from '../pages/not-found.tsx'
import { SignedInPage } from '../pages/signed-in-page.tsx'
import { followLanguage } from '../text/language.ts'

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: AnyPage,
  notFoundComponent: NotFoundPage,
})

/** Where somebody lands depends on what they may do. */
export const home = createRoute({
  getParentRoute: () => root,
  path: paths.home,
  beforeLoad: async ({ context: { queryClient } }) => {
    if (!(await fetchMe(queryClient))) throw redirect({ to: paths.signIn, replace: true })
    const { organizations: belongings } = await fetchKnown(queryClient, myselfQuery)
    const organization = findConsole(belongings)
    if (organization) throw redirect({ to: paths.console, params: { organization: organization.slug }, replace: true })
    const [team] = listTeams(belongings)
    if (team) throw redirect({ to: paths.teamPortal, params: { team: String(team.id) }, replace: true })
    throw redirect({ to: paths.courses, replace: true })
  },
})

/** Around every page that needs somebody signed in; who that is comes with the context. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const user = await fetchMe(context.queryClient)
    if (!user) throw redirect({ to: paths.signIn, search: { next: ownPath(location.href) }, replace: true })
    return { user }
  },
  // A page is painted in its organization's colour, and speaks the person's language, from the first.
  loader: async ({ context: { queryClient } }) => {
    await Promise.all([queryClient.prefetchQuery(brandingQuery), queryClient.prefetchQuery(myselfQuery)])
    const myself = queryClient.getQueryData(myselfQuery.queryKey)
    if (myself) followLanguage(myself.locale)
  },
  staleTime: 60_000,
  component: SignedInPage,
})

/** For an area with more texts than the learner's: they come before its pages. */
export async function loadWords(): Promise<void> {
  await (await import('../text/words.ts')).loadWords()
}

/** A moment old is good enough: one visit asks once, not at each redirect. */
export function fetchMe(queryClient: QueryClient) {
  return fetchKnown(queryClient, { ...meQuery, staleTime: 5_000 })
}
