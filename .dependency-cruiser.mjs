/** Who may import whom (ARCHITECTURE.md). Types are exempt where a rule says so: they bind nothing at run time. */
const server = '^server/src/'
const web = '^web/src/'
const tests = '\\.test\\.ts$'

/** The folders of the server, from the ground up: each may import what stands before it, types too, and nothing after. */
const folders = [
  // ground
  ...['lib', 'db', 'provisioning', 'workers', 'http', 'log'],
  // who calls, and what is in reach
  ...['keyring', 'sign-on', 'places', 'sessions', 'accounts', 'access', 'api', 'reach', 'cli'],
  // features
  ...[
    'plans',
    'webhooks',
    'custom-fields',
    'organizations',
    'break-glass',
    'roles',
    'domains',
    'identity-providers',
    'memberships',
    'settings',
    'passkeys',
    'identity',
    'products',
  ],
  ...['courses', 'seats', 'credits', 'provisions', 'teams', 'groups', 'links', 'enrollments', 'grants', 'catalog'],
  ...[
    'mail',
    'invitations',
    'users',
    'expand',
    'operations',
    'explain',
    'reports',
    'impersonation',
    'keys',
    'me',
    'single-sign-on',
  ],
  ...['orders', 'refunds', 'connections'],
  // made of features
  ...['dialects', 'imports', 'demo', 'jobs', 'doctor'],
]

/** The same of the screens: what they say and ask, what they are made of, and the areas, each on the floor of its own. */
const webFolders = [
  // ground
  ...['text', 'api', 'address', 'acting', 'format'],
  // what pages are made of
  ...['ui', 'fields', 'editing', 'plan', 'inviting', 'table', 'forms', 'shell'],
  // areas, and how one comes to their pages
  ...['pages', 'console', 'team', 'routes'],
]

const consoleFolders = [
  ...['explain', 'mails', 'custom-fields', 'operations', 'users', 'enrollments', 'seats', 'orders', 'teams'],
  ...['courses', 'products', 'catalog', 'credits', 'groups', 'invitations', 'links', 'roles', 'keys', 'provision'],
  ...['reports', 'overview', 'connect', 'webhooks', 'organizations', 'sign-in', 'settings'],
]

const floorsOf = (root, folders, where) => [
  ...folders.map((folder, floor) => ({
    name: `${where}${folder}-imports-only-what-is-below`,
    severity: 'error',
    from: { path: `${root}${folder}/`, pathNot: tests },
    to: { path: `${root}[^/]+/`, pathNot: `${root}(?:${folders.slice(0, floor + 1).join('|')})/` },
  })),
  {
    name: `${where}every-folder-has-its-floor`,
    severity: 'error',
    from: { path: `${root}[^/]+/`, pathNot: `${root}(?:${folders.join('|')})/` },
    to: {},
  },
]

/** Value imports only. */
const valuesTo = path => ({ path, dependencyTypesNot: ['type-only'] })

export default {
  forbidden: [
    ...floorsOf(server, folders, ''),
    ...floorsOf(web, webFolders, 'web-'),
    ...floorsOf(`${web}console/`, consoleFolders, 'console-'),
    { name: 'no-cycles', comment: 'of types neither', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lib-imports-nothing-of-ours',
      severity: 'error',
      from: { path: `${server}lib/`, pathNot: tests },
      to: { path: server, pathNot: `${server}lib/` },
    },
    {
      name: 'decisions-are-pure',
      comment:
        'decide, fold and every translate import types and lib, and one another; no database, no clock, no network',
      severity: 'error',
      from: {
        path: `${server}(?:provisioning/decide/.+|dialects/[^/]+/(?:errors|fields)|.*/translate|memberships/profile|custom-fields/values)\\.ts$`,
        pathNot: tests,
      },
      to: {
        ...valuesTo('.'),
        pathNot: `${server}(?:lib/|http/errors/(?:refused-call|fault-codes)|provisioning/(?:decide/|intents/|rows/|snapshot)|dialects/[^/]+/(?:translate|errors|fields|ids)|memberships/profile|custom-fields/values)|node_modules/temporal-polyfill`,
      },
    },
    {
      name: 'the-core-knows-no-face',
      severity: 'error',
      from: { path: `${server}provisioning/`, pathNot: tests },
      to: { path: server, pathNot: `${server}(?:provisioning|lib|db)/` },
    },
    {
      name: 'dialects-know-no-other-dialect',
      severity: 'error',
      from: { path: `${server}dialects/([^/]+)/` },
      to: { path: `${server}dialects/`, pathNot: `${server}dialects/$1/` },
    },
    {
      name: 'dialects-are-joined-in-one-place',
      comment: 'imports read files of students by the fields of the student API',
      severity: 'error',
      from: { path: server, pathNot: `${tests}|${server}(?:dialects|imports)/` },
      to: { path: `${server}dialects/[^/]+/` },
    },
    {
      name: 'dialects-know-no-native-route',
      severity: 'error',
      from: { path: `${server}dialects/` },
      to: { path: '/(?:routes|commands)\\.ts$', pathNot: `${server}dialects/` },
    },
    {
      name: 'routes-hold-no-sql',
      severity: 'error',
      from: { path: `${server}.*routes\\.ts$` },
      to: valuesTo('node_modules/(?:kysely|pg)/'),
    },
    {
      name: 'only-app-and-the-command-line-build-things',
      severity: 'error',
      from: { path: server, pathNot: `${tests}|${server}(?:app|main|cli|server-commands)\\.ts$|${server}cli/` },
      to: valuesTo(`${server}(?:app|main|config)\\.ts$`),
    },
    {
      name: 'workspaces-never-import-each-other',
      severity: 'error',
      from: { path: '^(server|web)/', pathNot: '^web/e2e/' },
      to: { path: '^(?:server|web)/', pathNot: '^$1/' },
    },
    {
      name: 'tests-are-imported-by-tests-alone',
      severity: 'error',
      from: { path: `${server}`, pathNot: tests },
      to: { path: '^server/test/' },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:server|web)/dist/|\\.gen\\.ts$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
