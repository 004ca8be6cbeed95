import type { Command } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { email, wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import { type Column, createTable, showMoment, showText } from '../cli/table.ts'
import { describeAccess, type Renewal } from '../lib/access-rule.ts'
import { Refusal } from '../lib/refusal.ts'
import { getOrganization } from '../organizations/queries.ts'
import { changeEmail } from './change-email.ts'
import { eraseByOperator } from './erase/erase-user.ts'
import { type MergeWish, mergeByOperator, mergeSentence } from './merge-by-operator.ts'
import {
  type GrantRow,
  getUserWithAccess,
  listUsers,
  type MembershipRow,
  type UserRow,
  type UserWithAccess,
} from './queries.ts'
import { resetByOperator } from './reset-second-factor.ts'
import { signOutByOperator } from './user-sessions.ts'

const userColumns: Column<UserRow>[] = [
  { title: 'EMAIL', value: row => row.email },
  { title: 'NAME', value: row => `${row.first_name} ${row.last_name}`.trim() },
  { title: 'ORGANIZATIONS', value: row => row.organizations },
  { title: 'PASSWORD', value: row => (row.password_set_at ? 'set' : 'not set') },
  { title: 'CREATED', value: row => row.created_at },
  { title: 'ID', value: row => row.id, align: 'right' },
]

const membershipColumns: Column<MembershipRow>[] = [
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'ROLE', value: row => row.role },
  { title: 'SINCE', value: row => row.created_at },
  { title: 'OPERATION', value: row => row.operation_id, align: 'right' },
]

const enrollmentColumns: Column<UserWithAccess['enrollments'][number]>[] = [
  { title: 'COURSE', value: row => row.course },
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'STATUS', value: row => row.status },
  { title: 'FROM', value: row => row.starts_at },
  { title: 'UNTIL', value: row => row.ends_at ?? 'for ever' },
]

const grantColumns: Column<GrantRow>[] = [
  { title: 'COURSE', value: row => row.course },
  { title: 'GRANTED', value: row => row.starts_at },
  { title: 'ACCESS', value: row => describeAccess({ ...row, renewal: row.renewal as Renewal }) },
  { title: 'REFERENCE', value: row => row.reference },
  { title: 'BY', value: row => row.key_prefix ?? row.asked_by ?? row.actor_kind },
  { title: 'SOURCE', value: row => row.source },
  { title: 'OPERATION', value: row => row.operation_id, align: 'right' },
  { title: 'REVOKED', value: row => row.revoked_at },
  { title: 'BECAUSE', value: row => row.revoked_reason },
]

export function addUserCommands(program: Command, open: OpenCli) {
  const user = addGroup(program, 'user', 'Users: the accounts of learners and of everybody else')

  addCommand(user, 'list', {
    summary: 'List accounts, the newest first',
    examples: ['usher user list', 'usher user list --organization acme-prep --limit 1000 --json'],
  })
    .option('--organization <slug>', 'only its members')
    .option('--limit <n>', 'so many at most', wholeNumber(1, 100_000), 100)
    .action((options: PrintOptions & { organization?: string; limit: number }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { organization: slug, limit } = options
        const organizationId = slug === undefined ? undefined : (await getOrganization(kysely, slug)).id
        const rows = await listUsers(kysely, { organizationId }, limit)
        printList(options, rows, userColumns, 'There is no account yet: the first call that provisions makes one.')
        if (rows.length === limit) printHint(`These are the newest ${limit}: --limit shows more.`)
      }),
    )

  addCommand(user, 'show', {
    summary: 'Show what a person has, and why',
    description:
      'Show an account, the organizations it belongs to, its courses, and every grant behind them: what gave it, when, for how long, by whose call, and what took it away.',
    examples: ['usher user show --email jane@example.com'],
  })
    .requiredOption('--email <email>', 'the account', email)
    .action((options: PrintOptions & { email: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const user = await getUserWithAccess(kysely, options.email, new Date())
        if (options.json) printOne(options, user, '')
        else printUser(user)
      }),
    )

  addCommand(user, 'change-email', {
    summary: 'Give an account another email address',
    description:
      'Give an account another email address. The old one goes on finding the person. The password, sessions and links end; a link to choose a new password is mailed to the new address, and the old one is told.',
    examples: ['usher user change-email --email jane@example.com --to jane.new@example.com'],
  })
    .requiredOption('--email <email>', 'the account', email)
    .requiredOption('--to <email>', 'what its address is to be', email)
    .action((options: PrintOptions & { email: string; to: string }) =>
      withUsher(open, async ({ config, database: { kysely } }) => {
        const changed = await changeEmail(kysely, options, { days: config.passwordLinkDays, by: operator() })
        const { from, to } = changed
        if (options.json) return printOne(options, changed, '')
        printLine(showText(from === to ? `${to} is the address already.` : `The account of ${from} is ${to} now.`))
      }),
    )

  addCommand(user, 'reset-second-factor', {
    summary: 'Let a person in by the password alone again',
    description:
      'Let a person in by the password alone again, who has lost the authenticator program and the recovery codes. All their sessions end. Make sure who asks for it.',
    examples: ['usher user reset-second-factor --email jane@example.com'],
  })
    .requiredOption('--email <email>', 'the account', email)
    .action((options: PrintOptions & { email: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const done = await resetByOperator(kysely, options.email, operator())
        const sentence = done.reset ? 'has no second factor any more' : 'had no second factor'
        printOne(options, done, `${options.email} ${sentence}.`)
      }),
    )

  addCommand(user, 'sign-out', {
    summary: 'Sign a person out of all browsers',
    description:
      'Sign a person out of all browsers, at once: of one that was lost, or that somebody else may have. Passwords stay, and so do links.',
    examples: ['usher user sign-out --email jane@example.com'],
  })
    .requiredOption('--email <email>', 'the account', email)
    .action((options: PrintOptions & { email: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const done = await signOutByOperator(kysely, options.email, operator())
        const browsers = done.ended === 1 ? 'one browser' : `${done.ended} browsers`
        printOne(options, done, `${options.email} is signed out of ${browsers}.`)
      }),
    )

  addCommand(user, 'erase', {
    summary: 'Erase a person, for good',
    description:
      'Erase a person, for good: names, addresses and what was kept about them go from every table, letter, log and kept answer, and what they had ends. Orders, seats and reports go on adding up. It cannot be undone.',
    examples: ['usher user erase --email jane@example.com --yes'],
  })
    .requiredOption('--email <email>', 'the account', email)
    .option('--yes', 'it is meant')
    .action((options: PrintOptions & { email: string; yes?: boolean }) =>
      withUsher(open, async ({ database: { kysely }, engine }) => {
        if (!options.yes) throw new Refusal('invalid', 'It cannot be undone: say that it is meant, with --yes.')
        const id = await eraseByOperator(kysely, engine, options.email, operator())
        printOne(options, { user_id: id, erased: true }, `User ${id} is erased.`)
      }),
    )

  addCommand(user, 'merge', {
    summary: 'Merge two accounts of one person',
    description:
      'Merge two accounts of one person: what the other one has is this one’s, and its address becomes an alias. With --plan it is shown and nothing is changed; with --undo the second account comes back.',
    examples: [
      'usher user merge --email jane@example.com --with jane.doe@example.com --plan',
      'usher user merge --undo 4711',
    ],
  })
    .option('--email <email>', 'the account that stays', email)
    .option('--with <email>', 'the one that goes into it', email)
    .option('--plan', 'show what would be done')
    .option('--undo <operation>', 'bring back what this merge, an operation of the log, took', wholeNumber(1, 2 ** 53))
    .action((options: PrintOptions & MergeWish) =>
      withUsher(open, async ({ database: { kysely }, engine }) => {
        const done = await mergeByOperator({ kysely, engine }, options, operator())
        printOne(options, done, mergeSentence(done))
      }),
    )
}

function printUser(user: UserWithAccess): void {
  const name = `${user.first_name} ${user.last_name}`.trim()
  const password = user.password_set_at ? `password set ${showMoment(user.password_set_at)}` : 'no password yet'
  printLine(showText(`${user.email}  ${name}  (id ${user.id}, made ${showMoment(user.created_at)}, ${password})`))
  printSection('Member of', membershipColumns, user.memberships)
  printSection('Courses', enrollmentColumns, user.enrollments)
  const grants = user.enrollments.flatMap(enrollment => enrollment.grants)
  printSection('Why: the grants behind them', grantColumns, grants)
}

function printSection<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  printLine(`\n${title}${rows.length === 0 ? ': none' : ''}`)
  if (rows.length > 0) createTable(columns).lines(rows).forEach(printLine)
}
