import { type Command, InvalidArgumentError } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { onOff, wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { FactorPolicy } from '../places/factor-due.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { SignInMode } from '../provisioning/rows/organization.ts'
import { archiveOrganization } from './archive-organization.ts'
import { createOrganization } from './create-organization.ts'
import type { DialectSettings } from './dialect-settings.ts'
import { getOrganization, listOrganizations, type OrganizationRow } from './queries.ts'
import { resumeOrganization } from './resume-organization.ts'
import { suspendOrganization } from './suspend-organization.ts'
import { updateOrganization } from './update-organization.ts'

const columns: Column<OrganizationRow>[] = [
  { title: 'SLUG', value: row => row.slug },
  { title: 'NAME', value: row => row.name },
  { title: 'PARENT', value: row => row.parent },
  { title: 'TIME ZONE', value: row => row.time_zone },
  { title: 'PROVISIONING', value: row => (row.provisioning_enabled ? 'on' : 'off') },
  { title: 'STATUS', value: row => (row.archived_at ? 'archived' : row.suspended_at ? 'suspended' : 'active') },
  { title: 'CALLS A MINUTE', value: row => row.rate_limit || 'any', align: 'right' },
  { title: 'CREATED', value: row => row.created_at },
  { title: 'ID', value: row => row.id, align: 'right' },
]

interface NewOptions extends PrintOptions {
  name: string
  slug: string
  timeZone?: string
  parent?: string
}

interface ChangeOptions extends PrintOptions {
  name?: string
  description?: string
  timeZone?: string
  provisioning?: boolean
  rateLimit?: number
  signIn?: SignInMode | 'as-above'
  secondFactor?: FactorPolicy['asked'] | 'as-above'
  secondFactorDays: number
  /** What a dialect read. */
  [dialect: string]: unknown
}

export function addOrganizationCommands(program: Command, open: OpenCli, dialects: readonly DialectSettings[]) {
  const org = addGroup(program, 'org', 'Organizations: whom you provision for')

  addCommand(org, 'create', {
    summary: 'Make an organization',
    description: 'Make an organization. Its slug names it from then on; courses, keys and learners belong to it.',
    examples: [
      'usher org create --name "Acme Prep" --slug acme-prep',
      'usher org create --name "Acme Prep Pune" --slug acme-pune --parent acme-prep --time-zone Asia/Kolkata',
    ],
  })
    .requiredOption('--name <name>', 'what people read')
    .requiredOption('--slug <slug>', 'its short name: lower-case letters, digits, hyphens')
    .option('--time-zone <zone>', 'its calendar, by IANA name (default: UTC)')
    .option('--parent <slug>', 'the organization above it')
    .action((options: NewOptions) =>
      change(open, options, async (transaction, by) => {
        const { name, slug, timeZone: time_zone } = options
        const parent = options.parent === undefined ? null : await getOrganization(transaction, options.parent)
        await createOrganization(transaction, { name, slug, time_zone, parentId: parent?.id }, by)
        return { slug, sentence: `Organization ${slug} is made.` }
      }),
    )

  addCommand(org, 'list', {
    summary: 'List all organizations',
    examples: ['usher org list', 'usher org list --json'],
  }).action((options: PrintOptions) =>
    withUsher(open, async ({ database }) => {
      const none = 'There is no organization yet: `usher org create` makes one.'
      printList(options, await listOrganizations(database.kysely), columns, none)
    }),
  )

  const update = addCommand(org, 'update <slug>', {
    summary: 'Change the name or a setting of an organization',
    examples: [
      'usher org update acme-prep --time-zone Asia/Kolkata',
      'usher org update acme-prep --provisioning off',
      'usher org update acme-prep --rate-limit 5000',
      'usher org update acme-prep --sign-in single-sign-on',
      'usher org update acme-prep --second-factor for-roles --second-factor-days 14',
      ...dialects.map(({ name, option }) => `usher org update acme-prep --${name} ${option.example}`),
    ],
  })
    .option('--name <name>', 'what people read')
    .option('--description <text>', 'some words about it')
    .option('--time-zone <zone>', 'its calendar, by IANA name')
    .option('--provisioning <on|off>', 'whether its keys may provision', onOff)
    .option(
      '--rate-limit <n>',
      'calls a minute for each of its keys; 0: as many as they like',
      wholeNumber(0, 1_000_000),
    )
    .option('--sign-in <how>', 'how its people sign in: password, single-sign-on, or as-above', signInMode)
    .option('--second-factor <whom>', 'who must have one: optional, for-roles, for-all, or as-above', factorAsked)
    .option('--second-factor-days <n>', 'so many days to set it up; with --second-factor', wholeNumber(0, 90), 14)
    .action((slug: string, options: ChangeOptions) => {
      const {
        name,
        description,
        timeZone: time_zone,
        provisioning: provisioning_enabled,
        rateLimit: rate_limit,
        signIn,
        secondFactor: asked,
        secondFactorDays: grace_days,
      } = options
      const sign_in_mode = signIn === 'as-above' ? null : signIn
      const second_factor = asked === 'as-above' ? null : asked && { asked, grace_days }
      const ofDialects = dialects.flatMap(dialect => {
        const sent = options[dialect.name]
        // The operator stands above all.
        return sent === undefined ? [] : [[dialect, dialect.keep(sent, { said: [], isOwn: false })] as const]
      })
      const said = ofDialects.length > 0 ? ofDialects : undefined
      const changes = {
        name,
        description,
        time_zone,
        provisioning_enabled,
        rate_limit,
        sign_in_mode,
        second_factor,
        dialects: said,
      }
      if (Object.values(changes).every(value => value === undefined)) {
        const options = update.options.map(({ long }) => long).filter(long => long !== '--json')
        throw new Refusal('invalid', `Say what to change: ${options.join(', ')}.`)
      }
      return change(open, options, async (transaction, by) => {
        const { id } = await getOrganization(transaction, slug)
        await updateOrganization(transaction, { id }, changes, by)
        return { slug, sentence: `Organization ${slug} is changed.` }
      })
    })

  for (const { name, option } of dialects) update.option(`--${name} <settings>`, option.about, option.read)

  addCommand(org, 'suspend <slug>', {
    summary: 'Stop provisioning for an organization',
    description:
      'Stop provisioning for an organization and those below it, until it is resumed: calls that provision are answered with 403, and the lines of files are refused. Calls that only ask (ping, courses) are answered as before, and learners keep their access.',
    examples: ['usher org suspend acme-prep'],
  }).action((slug: string, options: PrintOptions) =>
    change(open, options, async (transaction, by) => {
      const { id } = await getOrganization(transaction, slug)
      const changed = await suspendOrganization(transaction, id, by)
      return { slug, sentence: `Organization ${slug} ${changed ? 'is' : 'was already'} suspended.` }
    }),
  )

  addCommand(org, 'resume <slug>', {
    summary: 'Let a suspended organization go on',
    examples: ['usher org resume acme-prep'],
  }).action((slug: string, options: PrintOptions) =>
    change(open, options, async (transaction, by) => {
      const { id } = await getOrganization(transaction, slug)
      const changed = await resumeOrganization(transaction, id, by)
      return { slug, sentence: `Organization ${slug} ${changed ? 'goes on' : 'was not suspended'}.` }
    }),
  )

  addCommand(org, 'archive <slug>', {
    summary: 'Take an organization out of use, for good',
    description:
      'Take an organization out of use: it is suspended for good, and no longer listed to callers. Learners keep their access. Those below it are archived first.',
    examples: ['usher org archive acme-pune'],
  }).action((slug: string, options: PrintOptions) =>
    change(open, options, async (transaction, by) => {
      const { id } = await getOrganization(transaction, slug)
      const changed = await archiveOrganization(transaction, { id }, by)
      return { slug, sentence: `Organization ${slug} ${changed ? 'is' : 'was already'} archived.` }
    }),
  )
}

function factorAsked(text: string): FactorPolicy['asked'] | 'as-above' {
  const asked = text.replace('-', '_')
  if (asked === 'optional' || asked === 'for_roles' || asked === 'for_all') return asked
  if (text === 'as-above') return text
  throw new InvalidArgumentError('Give optional, for-roles, for-all or as-above.')
}

function signInMode(text: string): SignInMode | 'as-above' {
  if (text === 'as-above' || text === 'password') return text
  if (text === 'single-sign-on') return 'single_sign_on'
  throw new InvalidArgumentError('Give password, single-sign-on or as-above.')
}

type Work = (transaction: Transaction, by: AskedBy) => Promise<{ slug: string; sentence: string }>

/** Does the work in a transaction and shows the organization as it then stands. */
function change(open: OpenCli, options: PrintOptions, work: Work): Promise<void> {
  return withUsher(open, async ({ database }) => {
    const done = await database.kysely.transaction().execute(transaction => work(transaction, operator()))
    const reader: Reader = database.kysely
    printOne(options, await getOrganization(reader, done.slug), done.sentence)
  })
}
