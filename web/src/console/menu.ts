import {
  Armchair,
  BookOpen,
  Cable,
  ChartNoAxesColumn,
  Coins,
  GraduationCap,
  KeyRound,
  LayoutDashboard,
  Link2,
  Mail,
  MailPlus,
  Network,
  Package,
  ScrollText,
  Settings,
  Shapes,
  ShieldCheck,
  ShoppingCart,
  Store,
  TextCursorInput,
  UserPlus,
  Users,
  UsersRound,
  Webhook,
} from 'lucide-react'
import { paths } from '../address/paths.ts'
import type { MenuGroup } from '../shell/menu.ts'
import { words } from '../text/words.ts'

const { groups } = words.shell

/** A line a page, in the order of the menu. */
export const consoleMenu: readonly MenuGroup[] = [
  {
    items: [
      { to: paths.console, name: words.overview.title, icon: LayoutDashboard },
      { to: paths.reports, name: words.reports.title, icon: ChartNoAxesColumn, needs: 'reports.view' },
    ],
  },
  {
    name: groups.people,
    items: [
      { to: paths.users, name: words.users.title, icon: Users, needs: 'users.view' },
      { to: paths.teams, name: words.teams.title, icon: UsersRound, needs: 'teams.view' },
      { to: paths.groups, name: words.groups.title, icon: Shapes, needs: 'groups.view' },
      { to: paths.enrollments, name: words.enrollments.title, icon: GraduationCap, needs: 'enrollments.view' },
      { to: paths.invitations, name: words.invitations.title, icon: MailPlus, needs: 'invitations.view' },
      { to: paths.links, name: words.links.title, icon: Link2, needs: 'links.view' },
    ],
  },
  {
    name: groups.selling,
    items: [
      { to: paths.orders, name: words.orders.title, icon: ShoppingCart, needs: 'orders.view' },
      { to: paths.seats, name: words.seats.title, icon: Armchair, needs: 'seats.view' },
      { to: paths.credits, name: words.credits.title, icon: Coins, needs: 'orders.view' },
      { to: paths.catalog, name: words.catalog.title, icon: Store, needs: 'catalog.view' },
      { to: paths.products, name: words.products.title, icon: Package, needs: 'catalog.view' },
      { to: paths.allCourses, name: words.courses.title, icon: BookOpen, needs: 'catalog.view' },
    ],
  },
  {
    name: groups.activity,
    items: [
      { to: paths.provision, name: words.provision.title, icon: UserPlus, needs: 'provision' },
      { to: paths.operations, name: words.log.title, icon: ScrollText, needs: 'operations.view' },
      { to: paths.connect, name: words.connect.title, icon: Cable, needs: 'keys.create' },
      { to: paths.mails, name: words.mails.title, icon: Mail, needs: 'users.view' },
    ],
  },
  {
    name: groups.settings,
    items: [
      { to: paths.settings, name: words.settings.title, icon: Settings, needs: 'settings.view' },
      { to: paths.keys, name: words.keys.title, icon: KeyRound, needs: 'keys.view' },
      { to: paths.webhooks, name: words.webhooks.title, icon: Webhook, needs: 'settings.view' },
      { to: paths.organizations, name: words.organizations.title, icon: Network, needs: 'organizations.view' },
      { to: paths.roles, name: words.roles.title, icon: ShieldCheck, needs: 'roles.view' },
      { to: paths.customFields, name: words.customFields.title, icon: TextCursorInput, needs: 'users.view' },
    ],
  },
]
