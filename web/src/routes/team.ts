/** The team portal's pages, for those who look after a team. Loaded when they are first visited. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { addressOf, listAddressOf } from '../address.ts'
import { findTeamPlace } from '../api/place.ts'
import { paths } from '../paths.ts'
import { loadWords, signedIn } from './root.ts'

const frame = createRoute({
  getParentRoute: () => signedIn,
  path: paths.teamPortal,
  beforeLoad: loadWords,
  loader: ({ context, params }) => findTeamPlace(context.queryClient, Number(params.team)),
  staleTime: 60_000,
  component: lazyRouteComponent(() => import('../team/frame.tsx'), 'TeamFrame'),
})

const overview = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('../team/overview.tsx'), 'TeamOverviewPage'),
})

const people = createRoute({
  getParentRoute: () => frame,
  path: 'people',
  validateSearch: listAddressOf('tab', 'state', 'status'),
  component: lazyRouteComponent(() => import('../team/people.tsx'), 'TeamPeoplePage'),
})

const person = createRoute({
  getParentRoute: () => frame,
  path: 'people/$id',
  component: lazyRouteComponent(() => import('../team/person.tsx'), 'TeamPersonPage'),
})

const invite = createRoute({
  getParentRoute: () => frame,
  path: 'invite',
  validateSearch: addressOf('tab'),
  component: lazyRouteComponent(() => import('../team/invite.tsx'), 'TeamInvitePage'),
})

const seats = createRoute({
  getParentRoute: () => frame,
  path: 'seats',
  component: lazyRouteComponent(() => import('../team/seats.tsx'), 'TeamSeatsPage'),
})

const seat = createRoute({
  getParentRoute: () => frame,
  path: 'seats/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../team/seat.tsx'), 'TeamSeatPage'),
})

const order = createRoute({
  getParentRoute: () => frame,
  path: 'order',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../team/order.tsx'), 'TeamOrderPage'),
})

const reports = createRoute({
  getParentRoute: () => frame,
  path: 'reports',
  component: lazyRouteComponent(() => import('../team/reports.tsx'), 'TeamReportsPage'),
})

export const teamPages = frame.addChildren([overview, people, person, invite, seats, seat, order, reports])
