/** What can be allowed: a closed list. Keys carry it as scopes, people by their roles. */

/** What each allows, as a sentence. */
const sentences = {
  organizations: {
    view: 'See the organization and those below it.',
    create: 'Make organizations below.',
    edit: 'Change organizations; suspend and resume those below.',
    delete: 'Archive organizations below.',
  },
  users: {
    view: 'See people, what is kept about them and where they belong.',
    create: 'Add people to an organization.',
    edit: 'Change people, what is kept about them and their roles.',
    delete: 'Take people out of an organization.',
    impersonate: 'See the screens as somebody else sees them.',
  },
  roles: {
    view: 'See roles and what they allow.',
    create: 'Make roles.',
    edit: 'Change what roles allow.',
    delete: 'Delete roles that nobody has.',
  },
  teams: {
    view: 'See teams and who is in them.',
    create: 'Make teams.',
    edit: 'Change teams.',
    delete: 'Archive teams.',
    assign: 'Put people into teams, move them and take them out.',
  },
  seats: {
    view: "See teams' seats and who holds them.",
    create: 'Give teams seats.',
    edit: 'Change the number of seats, and move them between teams.',
    delete: 'Take seats away.',
  },
  catalog: {
    view: 'See courses, products and catalog items.',
    create: 'Make courses, products and catalog items.',
    edit: 'Change courses, products and catalog items.',
    delete: 'Archive courses, products and catalog items.',
  },
  orders: {
    view: 'See orders and credits.',
    create: 'Place orders.',
    edit: 'Complete, cancel and refund orders; add and deduct credits.',
  },
  enrollments: {
    view: 'See enrollments and the grants behind them.',
    create: 'Give people courses.',
    edit: 'Suspend, resume and extend enrollments.',
    delete: 'Revoke enrollments and grants.',
  },
  groups: {
    view: 'See groups, who is in them and their courses.',
    create: 'Make groups.',
    edit: 'Change groups and the courses they give.',
    delete: 'Archive groups.',
    assign: 'Put people into groups and take them out.',
  },
  links: {
    view: 'See share links.',
    create: 'Make share links.',
    edit: 'Change share links and approve who follows them.',
    delete: 'End share links.',
  },
  invitations: {
    view: 'See invitations.',
    create: 'Invite people.',
    edit: 'Send invitations again.',
    delete: 'Withdraw invitations.',
  },
  keys: {
    view: 'See API keys, never their text.',
    create: 'Make API keys.',
    edit: 'Change API keys.',
    delete: 'Revoke API keys.',
  },
  operations: {
    view: 'See the log: what was asked, by whom, and what became of it.',
    undo: 'Undo what an operation did.',
  },
  reports: {
    view: 'See reports.',
    export: 'Take reports away as files.',
  },
  settings: {
    view: "See the organization's settings.",
    edit: "Change the organization's settings and the fields it keeps about people.",
  },
} as const

type Resource = keyof typeof sentences

export type Permission = { [R in Resource]: `${R}.${keyof (typeof sentences)[R] & string}` }[Resource] | 'provision'

/** Every permission there is, with its sentence. */
export const permissionSentences: Readonly<Record<Permission, string>> = {
  ...(Object.fromEntries(
    Object.entries(sentences).flatMap(([resource, verbs]) =>
      Object.entries(verbs).map(([verb, sentence]) => [`${resource}.${verb}`, sentence]),
    ),
  ) as Record<Exclude<Permission, 'provision'>, string>),
  provision: 'Provision: make accounts, give seats and courses, all in one call.',
}

/** Every permission there is: courses, products and catalog items are the catalog's. */
export const permissions = Object.keys(permissionSentences) as readonly Permission[]

const views = permissions.filter(permission => permission.endsWith('.view'))

/** Short for many at once. */
const bundles: Readonly<Record<string, readonly Permission[]>> = {
  read: views,
  provision: ['provision'],
  manage: permissions,
}

/** What a key's scopes may be: a bundle or a single permission. */
export const scopes: readonly string[] = [...new Set([...Object.keys(bundles), ...permissions])]

/** What scopes allow. Those that are none allow nothing. */
export function permissionsOf(granted: readonly string[]): ReadonlySet<Permission> {
  return new Set(granted.flatMap(scope => bundles[scope] ?? permissions.filter(permission => permission === scope)))
}
