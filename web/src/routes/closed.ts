/** Places that the session does not open, and the sign-in that does. */
import type { QueryClient } from '@tanstack/react-query'
import { isNotFound, redirect } from '@tanstack/react-router'
import { paths } from '../address/paths.ts'
import { fetchKnown } from '../api/fetch-known.ts'
import { myselfQuery } from '../api/person/me.ts'
import { findWaysThere } from '../api/person/sign-in.ts'

/** For a place that was not found: leads to the sign-in of its organization, if that may be of use. `slug`: null, if it is not known. */
export function orSignInAt(queryClient: QueryClient, href: string, slug: string | null) {
  return async (error: unknown): Promise<never> => {
    if (!isNotFound(error)) throw error
    const { closed, second_factor_asked, signed_in_by } = await fetchKnown(queryClient, myselfQuery)
    const wantsFactor = second_factor_asked.some(place => place.closed && (slug === null || place.slug === slug))
    if (wantsFactor) throw redirect({ to: paths.profile, replace: true })
    const [only, ...others] = closed.filter(place => slug === null || place.slug === slug)
    if (only && others.length === 0) throw toSignInAt(only.slug, href)
    // Whom a provider vouched for is not told where else they belong.
    if (slug === null || signed_in_by.method !== 'provider') throw error
    await findWaysThere(slug)
    throw toSignInAt(slug, href)
  }
}

function toSignInAt(slug: string, href: string) {
  return redirect({ to: paths.signInAt, params: { slug }, search: { to: href }, replace: true })
}
