/** The console's pages, a route each. Their code is loaded when they are first visited. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { addressOf, listAddressOf } from '../address.ts'
import { findConsolePlace } from '../api/place.ts'
import { paths } from '../paths.ts'
import { loadWords, signedIn } from './root.ts'

const frame = createRoute({
  getParentRoute: () => signedIn,
  path: paths.console,
  beforeLoad: loadWords,
  loader: ({ context, params }) => findConsolePlace(context.queryClient, params.organization),
  staleTime: 60_000,
  component: lazyRouteComponent(() => import('../console/frame.tsx'), 'ConsoleFrame'),
})

const overview = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('../console/overview/overview.tsx'), 'OverviewPage'),
})

const users = createRoute({
  getParentRoute: () => frame,
  path: 'users',
  validateSearch: listAddressOf('role', 'team'),
  component: lazyRouteComponent(() => import('../console/users/users.tsx'), 'UsersPage'),
})

const newUser = createRoute({
  getParentRoute: () => frame,
  path: 'users/new',
  component: lazyRouteComponent(() => import('../console/users/new-user.tsx'), 'NewUserPage'),
})

const user = createRoute({
  getParentRoute: () => frame,
  path: 'users/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/users/user.tsx'), 'UserPage'),
})

const teams = createRoute({
  getParentRoute: () => frame,
  path: 'teams',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/teams/teams.tsx'), 'TeamsPage'),
})

const newTeam = createRoute({
  getParentRoute: () => frame,
  path: 'teams/new',
  component: lazyRouteComponent(() => import('../console/teams/new-team.tsx'), 'NewTeamPage'),
})

const team = createRoute({
  getParentRoute: () => frame,
  path: 'teams/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/teams/team.tsx'), 'TeamPage'),
})

const courses = createRoute({
  getParentRoute: () => frame,
  path: 'courses',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/courses/courses.tsx'), 'CoursesPage'),
})

const newCourse = createRoute({
  getParentRoute: () => frame,
  path: 'courses/new',
  component: lazyRouteComponent(() => import('../console/courses/new-course.tsx'), 'NewCoursePage'),
})

const course = createRoute({
  getParentRoute: () => frame,
  path: 'courses/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/courses/course.tsx'), 'CoursePage'),
})

const products = createRoute({
  getParentRoute: () => frame,
  path: 'products',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/products/products.tsx'), 'ProductsPage'),
})

const newProduct = createRoute({
  getParentRoute: () => frame,
  path: 'products/new',
  component: lazyRouteComponent(() => import('../console/products/new-product.tsx'), 'NewProductPage'),
})

const product = createRoute({
  getParentRoute: () => frame,
  path: 'products/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/products/product.tsx'), 'ProductPage'),
})

const catalog = createRoute({
  getParentRoute: () => frame,
  path: 'catalog',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/catalog/catalog.tsx'), 'CatalogPage'),
})

const newCatalogItem = createRoute({
  getParentRoute: () => frame,
  path: 'catalog/new',
  component: lazyRouteComponent(() => import('../console/catalog/new-catalog-item.tsx'), 'NewCatalogItemPage'),
})

const catalogItem = createRoute({
  getParentRoute: () => frame,
  path: 'catalog/$id',
  component: lazyRouteComponent(() => import('../console/catalog/catalog-item.tsx'), 'CatalogItemPage'),
})

const orders = createRoute({
  getParentRoute: () => frame,
  path: 'orders',
  validateSearch: listAddressOf('state', 'team'),
  component: lazyRouteComponent(() => import('../console/orders/orders.tsx'), 'OrdersPage'),
})

const newOrder = createRoute({
  getParentRoute: () => frame,
  path: 'orders/new',
  component: lazyRouteComponent(() => import('../console/orders/new-order.tsx'), 'NewOrderPage'),
})

const order = createRoute({
  getParentRoute: () => frame,
  path: 'orders/$id',
  component: lazyRouteComponent(() => import('../console/orders/order.tsx'), 'OrderPage'),
})

const seats = createRoute({
  getParentRoute: () => frame,
  path: 'seats',
  validateSearch: listAddressOf('team', 'product'),
  component: lazyRouteComponent(() => import('../console/seats/seats.tsx'), 'SeatsPage'),
})

const seatsOf = createRoute({
  getParentRoute: () => frame,
  path: 'seats/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/seats/seats-of.tsx'), 'SeatsOfPage'),
})

const credits = createRoute({
  getParentRoute: () => frame,
  path: 'credits',
  validateSearch: listAddressOf('team'),
  component: lazyRouteComponent(() => import('../console/credits/credits.tsx'), 'CreditsPage'),
})

const groups = createRoute({
  getParentRoute: () => frame,
  path: 'groups',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/groups/groups.tsx'), 'GroupsPage'),
})

const newGroup = createRoute({
  getParentRoute: () => frame,
  path: 'groups/new',
  component: lazyRouteComponent(() => import('../console/groups/new-group.tsx'), 'NewGroupPage'),
})

const group = createRoute({
  getParentRoute: () => frame,
  path: 'groups/$id',
  validateSearch: addressOf('tab', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/groups/group.tsx'), 'GroupPage'),
})

const enrollments = createRoute({
  getParentRoute: () => frame,
  path: 'enrollments',
  validateSearch: listAddressOf('status', 'course', 'user', 'team', 'group', 'ending'),
  component: lazyRouteComponent(() => import('../console/enrollments/enrollments.tsx'), 'EnrollmentsPage'),
})

const invitations = createRoute({
  getParentRoute: () => frame,
  path: 'invitations',
  validateSearch: listAddressOf('state', 'team'),
  component: lazyRouteComponent(() => import('../console/invitations/invitations.tsx'), 'InvitationsPage'),
})

const newInvitations = createRoute({
  getParentRoute: () => frame,
  path: 'invitations/new',
  component: lazyRouteComponent(() => import('../console/invitations/new-invitations.tsx'), 'NewInvitationsPage'),
})

const links = createRoute({
  getParentRoute: () => frame,
  path: 'links',
  validateSearch: listAddressOf('revoked', 'team', 'group'),
  component: lazyRouteComponent(() => import('../console/links/links.tsx'), 'LinksPage'),
})

const newLink = createRoute({
  getParentRoute: () => frame,
  path: 'links/new',
  component: lazyRouteComponent(() => import('../console/links/new-link.tsx'), 'NewLinkPage'),
})

const link = createRoute({
  getParentRoute: () => frame,
  path: 'links/$id',
  validateSearch: addressOf('tab', 'state', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/links/link.tsx'), 'LinkPage'),
})

const roles = createRoute({
  getParentRoute: () => frame,
  path: 'roles',
  component: lazyRouteComponent(() => import('../console/roles/roles.tsx'), 'RolesPage'),
})

const newRole = createRoute({
  getParentRoute: () => frame,
  path: 'roles/new',
  validateSearch: addressOf('from'),
  component: lazyRouteComponent(() => import('../console/roles/new-role.tsx'), 'NewRolePage'),
})

const role = createRoute({
  getParentRoute: () => frame,
  path: 'roles/$role',
  component: lazyRouteComponent(() => import('../console/roles/role.tsx'), 'RolePage'),
})

const organizations = createRoute({
  getParentRoute: () => frame,
  path: 'organizations',
  validateSearch: listAddressOf('archived'),
  component: lazyRouteComponent(() => import('../console/organizations/organizations.tsx'), 'OrganizationsPage'),
})

const newOrganization = createRoute({
  getParentRoute: () => frame,
  path: 'organizations/new',
  validateSearch: addressOf('parent'),
  component: lazyRouteComponent(() => import('../console/organizations/new-organization.tsx'), 'NewOrganizationPage'),
})

const organization = createRoute({
  getParentRoute: () => frame,
  path: 'organizations/$slug',
  component: lazyRouteComponent(() => import('../console/organizations/organization.tsx'), 'OrganizationPage'),
})

const customFields = createRoute({
  getParentRoute: () => frame,
  path: 'fields',
  validateSearch: listAddressOf(),
  component: lazyRouteComponent(() => import('../console/custom-fields/custom-fields.tsx'), 'CustomFieldsPage'),
})

const reports = createRoute({
  getParentRoute: () => frame,
  path: 'reports',
  validateSearch: listAddressOf('tab', 'team', 'course', 'from', 'to', 'by', 'below', 'days', 'nearly_used'),
  component: lazyRouteComponent(() => import('../console/reports/reports.tsx'), 'ReportsPage'),
})

const mails = createRoute({
  getParentRoute: () => frame,
  path: 'mails',
  validateSearch: listAddressOf('state', 'kind', 'user', 'mail'),
  component: lazyRouteComponent(() => import('../console/mails/mails.tsx'), 'MailsPage'),
})

const settings = createRoute({
  getParentRoute: () => frame,
  path: 'settings',
  validateSearch: addressOf('tab'),
  component: lazyRouteComponent(() => import('../console/settings/settings.tsx'), 'SettingsPage'),
})

const keys = createRoute({
  getParentRoute: () => frame,
  path: 'keys',
  validateSearch: listAddressOf('revoked'),
  component: lazyRouteComponent(() => import('../console/keys/keys.tsx'), 'KeysPage'),
})

const newKey = createRoute({
  getParentRoute: () => frame,
  path: 'keys/new',
  component: lazyRouteComponent(() => import('../console/keys/new-key.tsx'), 'NewKeyPage'),
})

const key = createRoute({
  getParentRoute: () => frame,
  path: 'keys/$id',
  component: lazyRouteComponent(() => import('../console/keys/key.tsx'), 'KeyPage'),
})

const operations = createRoute({
  getParentRoute: () => frame,
  path: 'log',
  validateSearch: listAddressOf('email', 'result', 'kind', 'actor', 'key'),
  component: lazyRouteComponent(() => import('../console/operations/operations.tsx'), 'OperationsPage'),
})

const operation = createRoute({
  getParentRoute: () => frame,
  path: 'log/$id',
  component: lazyRouteComponent(() => import('../console/operations/operation.tsx'), 'OperationPage'),
})

const connect = createRoute({
  getParentRoute: () => frame,
  path: 'connect',
  validateSearch: addressOf('tool', 'course'),
  component: lazyRouteComponent(() => import('../console/connect/connect.tsx'), 'ConnectPage'),
})

const provision = createRoute({
  getParentRoute: () => frame,
  path: 'provision',
  component: lazyRouteComponent(() => import('../console/provision/provision.tsx'), 'ProvisionPage'),
})

const webhooks = createRoute({
  getParentRoute: () => frame,
  path: 'webhooks',
  validateSearch: listAddressOf(),
  component: lazyRouteComponent(() => import('../console/webhooks/webhooks.tsx'), 'WebhooksPage'),
})

const newWebhook = createRoute({
  getParentRoute: () => frame,
  path: 'webhooks/new',
  component: lazyRouteComponent(() => import('../console/webhooks/new-webhook.tsx'), 'NewWebhookPage'),
})

const webhook = createRoute({
  getParentRoute: () => frame,
  path: 'webhooks/$id',
  validateSearch: addressOf('tab', 'state', 'event', 'sort', 'columns'),
  component: lazyRouteComponent(() => import('../console/webhooks/webhook.tsx'), 'WebhookPage'),
})

export const consolePages = frame.addChildren([
  overview,
  reports,
  mails,
  settings,
  users,
  newUser,
  user,
  teams,
  newTeam,
  team,
  courses,
  newCourse,
  course,
  products,
  newProduct,
  product,
  catalog,
  newCatalogItem,
  catalogItem,
  orders,
  newOrder,
  order,
  seats,
  seatsOf,
  credits,
  groups,
  newGroup,
  group,
  enrollments,
  invitations,
  newInvitations,
  links,
  newLink,
  link,
  roles,
  newRole,
  role,
  organizations,
  newOrganization,
  organization,
  customFields,
  keys,
  newKey,
  key,
  operations,
  operation,
  connect,
  provision,
  webhooks,
  newWebhook,
  webhook,
])
