import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator, operatorOf } from '../cli/operator.ts'
import { email } from '../cli/options.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import { type Column, showMoment, showText } from '../cli/table.ts'
import { getOrganization } from '../organizations/queries.ts'
import { adminRoles, createAdmin, getOnlyRoot, type MadeAdmin, type NewAdmin } from './create-admin.ts'
import { type AdminRow, listAdmins } from './list-admins.ts'

const columns: Column<AdminRow>[] = [
  { title: 'EMAIL', value: row => row.email },
  { title: 'NAME', value: row => `${row.first_name} ${row.last_name}`.trim() },
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'ROLE', value: row => row.role },
  { title: 'STATUS', value: row => (row.suspended_at ? 'suspended' : 'active') },
  { title: 'PASSWORD', value: row => (row.password_set_at ? 'set' : 'not set') },
  { title: 'MAILBOX', value: row => (row.email_verified ? 'proven' : 'not proven') },
  { title: 'SINCE', value: row => row.created_at },
  { title: 'ID', value: row => row.user_id, align: 'right' },
]

interface NewOptions extends PrintOptions {
  email: string
  firstName: string
  lastName?: string
  organization?: string
  role: NewAdmin['role']
}

interface ListOptions extends PrintOptions {
  organization?: string
  role?: string
}

export function addAdminCommands(program: Command, open: OpenCli) {
  const admin = addGroup(program, 'admin', 'People who look after an organization, and may do more than learn')

  addCommand(admin, 'create', {
    summary: 'Let somebody look after an organization, and print a set-password link',
    description:
      'Make sure that a person has an account, and a role in an organization, and print a set-password link, alone, on standard output. Again for the same person: the role is set to what you say now, and as long as there is no password, there is a fresh link.',
    examples: [
      'usher admin create --email owner@example.com --first-name Olga',
      'usher admin create --email max@example.com --first-name Max --organization acme-pune --role manager',
      'LINK=$(usher admin create --email owner@example.com --first-name Olga)',
    ],
  })
    .requiredOption('--email <email>', 'whose account it is', email)
    .requiredOption('--first-name <name>', 'for an account that is new')
    .option('--last-name <name>', 'the same')
    .option('--organization <slug>', 'which one; needed where several stand at the top')
    .addOption(new Option('--role <role>', 'what the person may do there').choices(adminRoles).default('owner'))
    .action((options: NewOptions) => create(open, options))

  addCommand(admin, 'list', {
    summary: 'List who may do more than learn, and where',
    examples: ['usher admin list', 'usher admin list --organization acme-prep --role owner --json'],
  })
    .option('--organization <slug>', 'only in this organization')
    .option('--role <role>', 'only with this role')
    .action(({ organization: slug, role, ...options }: ListOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const organizationId = slug === undefined ? undefined : (await getOrganization(kysely, slug)).id
        const rows = await listAdmins(kysely, { organizationId, role })
        printList(options, rows, columns, 'There is nobody yet: `usher admin create` lets somebody in.')
      }),
    )
}

function create(open: OpenCli, { role, firstName, lastName, ...options }: NewOptions): Promise<void> {
  return withUsher(open, async ({ config, database: { kysely }, engine, passwordLinks }) => {
    const { email, organization: slug } = options
    const organization = slug === undefined ? await getOnlyRoot(kysely) : await getOrganization(kysely, slug)
    const admin = { email, firstName, lastName: lastName ?? null, role }
    const { passwordLinkDays } = config
    const how = { passwordLinkDays, by: operator() }
    const made = await createAdmin({ kysely, engine }, operatorOf(organization), admin, how)
    const { link, userId, name } = made
    const url = link && passwordLinks.shownUrl(userId, link.id)
    if (options.json) {
      const person = { user_id: userId, email, name, organization: organization.slug, role }
      const { created, roleBefore: role_before, resumed, operationId: operation_id } = made
      const shown = { set_password_url: url, set_password_url_expires_at: link?.expiresAt ?? null }
      return printOne(options, { ...person, created, role_before, resumed, ...shown, operation_id }, '')
    }
    if (url) printLine(url)
    printHint(showText(`${email} (${name}) ${describe(made, `${role} of ${organization.slug}`)}.`))
    if (made.resumed) printHint('The membership was suspended, and goes on.')
    hintsOf(made, config.publicUrlGiven).forEach(printHint)
  })
}

/** `standing` is such as `owner of acme-prep`. */
function describe({ created, roleBefore }: MadeAdmin, standing: string): string {
  if (created) return `has an account now and is ${standing}`
  if (roleBefore === null) return `had an account and is now ${standing}`
  return standing.startsWith(`${roleBefore} of `)
    ? `is ${standing}, as before`
    : `was ${roleBefore} and is now ${standing}`
}

function hintsOf({ link, mailboxProven }: MadeAdmin, publicUrlGiven: boolean): string[] {
  if (!link)
    return [
      'There is a password already, so there is no link. Who forgot it asks for a mail where one signs in.',
      ...(mailboxProven ? [] : ['It was chosen by a link that was shown, not mailed: others may have seen that link.']),
    ]
  const expires = showMoment(link.expiresAt)
  return [
    `Hand the link to nobody but this person: it sets the password, once, until ${expires}. It ends any link before it.`,
    'It was shown and not mailed, so it proves nothing about the mailbox.',
    ...(publicUrlGiven ? [] : ['PUBLIC_URL is not set: the link opens on this machine alone.']),
  ]
}
