import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { getOrganization } from '../organizations/queries.ts'
import { createKey } from './create-key.ts'
import { getKey, type KeyRow, listKeys } from './queries.ts'
import { revokeKey } from './revoke-key.ts'

const columns: Column<KeyRow>[] = [
  { title: 'PREFIX', value: row => row.prefix },
  { title: 'NAME', value: row => row.name },
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'STATUS', value: row => (row.revoked_at ? 'revoked' : 'live') },
  { title: 'CREATED', value: row => row.created_at },
  { title: 'LAST USED', value: row => row.last_used_at },
  { title: 'REVOKED', value: row => row.revoked_at },
  { title: 'ID', value: row => row.id, align: 'right' },
]

interface NewOptions extends PrintOptions {
  organization: string
  name: string
}

export function addKeyCommands(program: Command, open: OpenCli) {
  const key = addGroup(program, 'key', 'API keys: what an automation tool shows with each call')

  addCommand(key, 'create', {
    summary: 'Make an API key and print it, once',
    description:
      'Make an API key and print it, alone, on standard output. Only a hash of it is kept: a lost key is revoked and replaced. Make one for each tool, so that each can be revoked alone.',
    examples: [
      'usher key create --organization acme-prep --name "Pabbly"',
      'KEY=$(usher key create --organization acme-prep --name "Nightly import")',
    ],
  })
    .requiredOption('--organization <slug>', 'whose courses and learners it reaches')
    .requiredOption('--name <name>', 'what it is for')
    .action((options: NewOptions) => create(open, options))

  addCommand(key, 'list', {
    summary: 'List keys',
    description: 'List keys by the characters they begin with. The keys themselves are not kept.',
    examples: ['usher key list', 'usher key list --organization acme-prep --json'],
  })
    .option('--organization <slug>', 'only its keys')
    .action((options: PrintOptions & { organization?: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { organization: slug } = options
        const organizationId = slug === undefined ? undefined : (await getOrganization(kysely, slug)).id
        printList(
          options,
          await listKeys(kysely, { organizationId }),
          columns,
          'There is no key yet: `usher key create` makes one.',
        )
      }),
    )

  addCommand(key, 'revoke <key>', {
    summary: 'End a key, for good',
    description:
      'End a key, for good and within a second everywhere. Name it by its prefix or its id (usher key list).',
    examples: ['usher key revoke usher_live_4Fh0aB2c', 'usher key revoke 4160'],
  }).action((text: string, options: PrintOptions) => revoke(open, text, options))
}

function create(open: OpenCli, options: NewOptions): Promise<void> {
  return withUsher(open, async ({ config, database: { kysely } }) => {
    const { rawKey, ...row } = await kysely.transaction().execute(async transaction => {
      const { id: organizationId } = await getOrganization(transaction, options.organization)
      return createKey(transaction, { organizationId, name: options.name, random: randomBytes(32) }, operator())
    })
    if (options.json) {
      printOne(options, { ...row, organization: options.organization, key: rawKey }, '')
    } else {
      printLine(rawKey)
      printHint('This key is shown once and not kept: put it where the tool reads it, and treat it like a password.')
      const address = config.publicUrlGiven ? config.publicUrl : '<your Usher>'
      printHint(`Try it: curl -s ${address}/api/v1/ping/ -H "X-API-Key: <the key>"`)
    }
  })
}

function revoke(open: OpenCli, text: string, options: PrintOptions): Promise<void> {
  return withUsher(open, async ({ database: { kysely } }) => {
    const { key, changed } = await kysely.transaction().execute(async transaction => {
      const key = await getKey(transaction, text)
      return { key, changed: await revokeKey(transaction, key, operator()) }
    })
    const sentence = `Key ${key.prefix} (${key.name}) ${changed ? 'is' : 'was already'} revoked.`
    printOne(options, await getKey(kysely, String(key.id)), sentence)
  })
}
