import { Armchair, ChartColumn, LayoutDashboard, ShoppingCart, UsersRound } from 'lucide-react'
import { paths } from '../address/paths.ts'
import type { MenuGroup } from '../shell/menu.ts'
import { words } from '../text/words.ts'

/** A line a page, in the order of the menu. */
export const teamMenu: readonly MenuGroup[] = [
  {
    items: [
      { to: paths.teamPortal, name: words.overview.title, icon: LayoutDashboard },
      { to: paths.teamPeople, name: words.portal.people, icon: UsersRound, needs: 'teams.view' },
      { to: paths.teamSeats, name: words.portal.seats, icon: Armchair, needs: 'seats.view' },
      { to: paths.teamOrder, name: words.portal.order, icon: ShoppingCart, needs: 'orders.create' },
      { to: paths.teamReports, name: words.portal.reports.title, icon: ChartColumn, needs: 'reports.view' },
    ],
  },
]
