/** The console's pages, a route each. Their code is loaded when they are first visited. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { addressOf, listAddressOf } from '../address/address.ts'
import { paths } from '../address/paths.ts'
import { findConsolePlace } from '../api/person/place.ts'
import { orSignInAt } from './closed.ts'
import { pagesIn } from './page.ts'
import { loadWords, signedIn } from './root.ts'

const frame = createRoute({
  getParentRoute: () => signedIn,
  path: paths.console,
  beforeLoad: loadWords,
  loader: ({ context: { queryClient }, params: { organization }, location: { href } }) =>
    findConsolePlace(queryClient, organization).catch(orSignInAt(queryClient, href, organization)),
  staleTime: 60_000,
  component: lazyRouteComponent(() => import('../console/frame.tsx'), 'ConsoleFrame'),
})

const page = pagesIn(() => frame)

export const consolePages = frame.addChildren([
  page('/', addressOf(), 'OverviewPage', () => import('../console/overview/overview.tsx')),
  page(
    'reports',
    listAddressOf('tab', 'team', 'course', 'from', 'to', 'by', 'below', 'days', 'nearly_used'),
    'ReportsPage',
    () => import('../console/reports/reports.tsx'),
  ),
  page(
    'mails',
    listAddressOf('state', 'kind', 'user', 'mail'),
    'MailsPage',
    () => import('../console/mails/mails.tsx'),
  ),
  page('settings', addressOf('tab'), 'SettingsPage', () => import('../console/settings/settings.tsx')),
  page('settings/sign-in', listAddressOf('tab'), 'SignInSettingsPage', () => import('../console/sign-in/sign-in.tsx')),
  page('settings/sign-in/new', addressOf(), 'NewProviderPage', () => import('../console/sign-in/new-provider.tsx')),
  page(
    'settings/sign-in/$id',
    listAddressOf('tab', 'test', 'result'),
    'ProviderPage',
    () => import('../console/sign-in/provider.tsx'),
  ),
  page('users', listAddressOf('role', 'team'), 'UsersPage', () => import('../console/users/users.tsx')),
  page('users/new', addressOf(), 'NewUserPage', () => import('../console/users/new-user.tsx')),
  page('users/$id', addressOf('tab', 'sort', 'columns'), 'UserPage', () => import('../console/users/user.tsx')),
  page('teams', listAddressOf('archived'), 'TeamsPage', () => import('../console/teams/teams.tsx')),
  page('teams/new', addressOf(), 'NewTeamPage', () => import('../console/teams/new-team.tsx')),
  page('teams/$id', addressOf('tab', 'sort', 'columns'), 'TeamPage', () => import('../console/teams/team.tsx')),
  page('courses', listAddressOf('archived'), 'CoursesPage', () => import('../console/courses/courses.tsx')),
  page('courses/new', addressOf(), 'NewCoursePage', () => import('../console/courses/new-course.tsx')),
  page('courses/$id', addressOf('tab', 'sort', 'columns'), 'CoursePage', () => import('../console/courses/course.tsx')),
  page('products', listAddressOf('archived'), 'ProductsPage', () => import('../console/products/products.tsx')),
  page('products/new', addressOf(), 'NewProductPage', () => import('../console/products/new-product.tsx')),
  page(
    'products/$id',
    addressOf('tab', 'sort', 'columns'),
    'ProductPage',
    () => import('../console/products/product.tsx'),
  ),
  page('catalog', listAddressOf('archived'), 'CatalogPage', () => import('../console/catalog/catalog.tsx')),
  page('catalog/new', addressOf(), 'NewCatalogItemPage', () => import('../console/catalog/new-catalog-item.tsx')),
  page('catalog/$id', addressOf(), 'CatalogItemPage', () => import('../console/catalog/catalog-item.tsx')),
  page('orders', listAddressOf('state', 'team'), 'OrdersPage', () => import('../console/orders/orders.tsx')),
  page('orders/new', addressOf(), 'NewOrderPage', () => import('../console/orders/new-order.tsx')),
  page('orders/$id', addressOf(), 'OrderPage', () => import('../console/orders/order.tsx')),
  page('seats', listAddressOf('team', 'product'), 'SeatsPage', () => import('../console/seats/seats.tsx')),
  page('seats/$id', addressOf('tab', 'sort', 'columns'), 'SeatsOfPage', () => import('../console/seats/seats-of.tsx')),
  page('credits', listAddressOf('team'), 'CreditsPage', () => import('../console/credits/credits.tsx')),
  page('groups', listAddressOf('archived'), 'GroupsPage', () => import('../console/groups/groups.tsx')),
  page('groups/new', addressOf(), 'NewGroupPage', () => import('../console/groups/new-group.tsx')),
  page('groups/$id', addressOf('tab', 'sort', 'columns'), 'GroupPage', () => import('../console/groups/group.tsx')),
  page(
    'enrollments',
    listAddressOf('status', 'course', 'user', 'team', 'group', 'ending'),
    'EnrollmentsPage',
    () => import('../console/enrollments/enrollments.tsx'),
  ),
  page(
    'invitations',
    listAddressOf('state', 'team'),
    'InvitationsPage',
    () => import('../console/invitations/invitations.tsx'),
  ),
  page(
    'invitations/new',
    addressOf(),
    'NewInvitationsPage',
    () => import('../console/invitations/new-invitations.tsx'),
  ),
  page('links', listAddressOf('revoked', 'team', 'group'), 'LinksPage', () => import('../console/links/links.tsx')),
  page('links/new', addressOf(), 'NewLinkPage', () => import('../console/links/new-link.tsx')),
  page(
    'links/$id',
    addressOf('tab', 'state', 'sort', 'columns'),
    'LinkPage',
    () => import('../console/links/link.tsx'),
  ),
  page('roles', addressOf(), 'RolesPage', () => import('../console/roles/roles.tsx')),
  page('roles/new', addressOf('from'), 'NewRolePage', () => import('../console/roles/new-role.tsx')),
  page('roles/$role', addressOf(), 'RolePage', () => import('../console/roles/role.tsx')),
  page(
    'organizations',
    listAddressOf('archived'),
    'OrganizationsPage',
    () => import('../console/organizations/organizations.tsx'),
  ),
  page(
    'organizations/new',
    addressOf('parent'),
    'NewOrganizationPage',
    () => import('../console/organizations/new-organization.tsx'),
  ),
  page(
    'organizations/$slug',
    addressOf(),
    'OrganizationPage',
    () => import('../console/organizations/organization.tsx'),
  ),
  page('fields', listAddressOf(), 'CustomFieldsPage', () => import('../console/custom-fields/custom-fields.tsx')),
  page('keys', listAddressOf('revoked'), 'KeysPage', () => import('../console/keys/keys.tsx')),
  page('keys/new', addressOf(), 'NewKeyPage', () => import('../console/keys/new-key.tsx')),
  page('keys/$id', addressOf(), 'KeyPage', () => import('../console/keys/key.tsx')),
  page(
    'log',
    listAddressOf('email', 'result', 'kind', 'actor', 'key'),
    'OperationsPage',
    () => import('../console/operations/operations.tsx'),
  ),
  page('log/$id', addressOf(), 'OperationPage', () => import('../console/operations/operation.tsx')),
  page('connect', addressOf('tool', 'course'), 'ConnectPage', () => import('../console/connect/connect.tsx')),
  page(
    'provision',
    addressOf('email', 'courses', 'reference'),
    'ProvisionPage',
    () => import('../console/provision/provision.tsx'),
  ),
  page('webhooks', listAddressOf(), 'WebhooksPage', () => import('../console/webhooks/webhooks.tsx')),
  page('webhooks/new', addressOf(), 'NewWebhookPage', () => import('../console/webhooks/new-webhook.tsx')),
  page(
    'webhooks/$id',
    addressOf('tab', 'state', 'event', 'sort', 'columns'),
    'WebhookPage',
    () => import('../console/webhooks/webhook.tsx'),
  ),
])
