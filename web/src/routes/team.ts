/** The team portal's pages, for those who look after a team. Loaded when they are first visited. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { addressOf, listAddressOf } from '../address/address.ts'
import { paths } from '../address/paths.ts'
import { findTeamPlace } from '../api/person/place.ts'
import { orSignInAt } from './closed.ts'
import { pagesIn } from './page.ts'
import { loadWords, signedIn } from './root.ts'

const frame = createRoute({
  getParentRoute: () => signedIn,
  path: paths.teamPortal,
  beforeLoad: loadWords,
  loader: ({ context: { queryClient }, params: { team }, location: { href } }) =>
    findTeamPlace(queryClient, Number(team)).catch(orSignInAt(queryClient, href, null)),
  staleTime: 60_000,
  component: lazyRouteComponent(() => import('../team/frame.tsx'), 'TeamFrame'),
})

const page = pagesIn(() => frame)

export const teamPages = frame.addChildren([
  page('/', addressOf(), 'TeamOverviewPage', () => import('../team/overview.tsx')),
  page('people', listAddressOf('tab', 'state', 'status'), 'TeamPeoplePage', () => import('../team/people/people.tsx')),
  page('people/$id', addressOf(), 'TeamPersonPage', () => import('../team/people/person.tsx')),
  page('invite', addressOf('tab'), 'TeamInvitePage', () => import('../team/inviting/invite.tsx')),
  page('seats', addressOf(), 'TeamSeatsPage', () => import('../team/seats/seats.tsx')),
  page('seats/$id', addressOf('tab', 'sort', 'columns'), 'TeamSeatPage', () => import('../team/seats/seat.tsx')),
  page('order', addressOf('tab', 'sort', 'columns'), 'TeamOrderPage', () => import('../team/buying/order.tsx')),
  page('reports', addressOf(), 'TeamReportsPage', () => import('../team/reports/reports.tsx')),
])
