import type { Command } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { onOff } from '../cli/options.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { By } from '../operations/record-operation.ts'
import { createOrganization } from './create-organization.ts'
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
  { title: 'STATUS', value: row => (row.suspended_at ? 'suspended' : 'active') },
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
  timeZone?: string
  provisioning?: boolean
}

export function addOrganizationCommands(program: Command, open: OpenCli) {
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
        const parent = options.parent === undefined ? null : await getOrganization(transaction, options.parent)
        await createOrganization(transaction, { ...options, parentId: parent?.id }, by)
        return { slug: options.slug, sentence: `Organization ${options.slug} is made.` }
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

  addCommand(org, 'update <slug>', {
    summary: 'Change the name or a setting of an organization',
    examples: ['usher org update acme-prep --time-zone Asia/Kolkata', 'usher org update acme-prep --provisioning off'],
  })
    .option('--name <name>', 'what people read')
    .option('--time-zone <zone>', 'its calendar, by IANA name')
    .option('--provisioning <on|off>', 'whether its keys may provision', onOff)
    .action((slug: string, options: ChangeOptions) => {
      const { name, timeZone, provisioning: provisioningEnabled } = options
      if (name === undefined && timeZone === undefined && provisioningEnabled === undefined) {
        throw new Refusal('invalid', 'Say what to change: --name, --time-zone or --provisioning.')
      }
      return change(open, options, async (transaction, by) => {
        const { id } = await getOrganization(transaction, slug)
        await updateOrganization(transaction, id, { name, timeZone, provisioningEnabled }, by)
        return { slug, sentence: `Organization ${slug} is changed.` }
      })
    })

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
}

type Work = (transaction: Transaction, by: By) => Promise<{ slug: string; sentence: string }>

/** Does the work in a transaction and shows the organization as it then stands. */
function change(open: OpenCli, options: PrintOptions, work: Work): Promise<void> {
  return withUsher(open, async ({ database }) => {
    const done = await database.kysely.transaction().execute(transaction => work(transaction, operator()))
    const reader: Reader = database.kysely
    printOne(options, await getOrganization(reader, done.slug), done.sentence)
  })
}
