import { randomBytes } from 'node:crypto'
import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { moment, wholeNumber, words } from '../cli/options.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { type KeyFormat, keyFormats } from '../keyring/raw-key.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { permissionsOf } from '../lib/roles/permissions.ts'
import { getOrganization } from '../organizations/queries.ts'
import { createKey } from './create-key.ts'
import { keyProblems } from './key-problems.ts'
import { getKey, type KeyRow, listKeys } from './queries.ts'
import { revokeKey } from './revoke-key.ts'

const columns: Column<KeyRow>[] = [
  { title: 'PREFIX', value: row => row.prefix },
  { title: 'NAME', value: row => row.name },
  { title: 'ORGANIZATION', value: row => row.organization },
  { title: 'SCOPES', value: row => row.scopes },
  { title: 'STATUS', value: statusOf },
  { title: 'CREATED', value: row => row.created_at },
  { title: 'LAST USED', value: row => row.last_used_at },
  { title: 'EXPIRES', value: row => row.expires_at },
  { title: 'REVOKED', value: row => row.revoked_at },
  { title: 'ID', value: row => row.id, align: 'right' },
]

interface NewOptions extends PrintOptions {
  organization: string
  name: string
  format?: KeyFormat
  scopes?: string[]
  expires?: Date
  allow?: string[]
  rateLimit?: number
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
      'usher key create --organization acme-prep --name "Reports" --scopes read --expires 2027-06-30',
      'usher key create --organization acme-prep --name "Portal" --scopes read,teams.edit --allow 203.0.113.7,2001:db8::/32',
      'usher key create --organization acme-prep --name "Old scripts" --scopes manage --format alphanumeric',
    ],
  })
    .requiredOption(
      '--organization <slug>',
      'whose courses and learners it reaches: its own and those of organizations below',
    )
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--format <format>', 'what it looks like; alphanumeric: letters and digits only').choices(keyFormats),
    )
    .option('--scopes <scopes>', 'what it may do: read, provision, manage, or permissions such as teams.edit', words)
    .option('--expires <moment>', 'until when it works: a date, or a date and time (UTC)', text => moment(text))
    .option('--allow <addresses>', 'the IP addresses and networks that it may be used from', words)
    .option('--rate-limit <n>', 'calls a minute; 0: as many as it likes', wholeNumber(0, 1_000_000))
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

function statusOf({ revoked_at, expires_at }: KeyRow): string {
  if (revoked_at) return 'revoked'
  return expires_at && expires_at <= new Date() ? 'expired' : 'live'
}

function create(open: OpenCli, options: NewOptions): Promise<void> {
  return withUsher(open, async ({ config, database: { kysely } }) => {
    const { rawKey, ...row } = await kysely.transaction().execute(async transaction => {
      const { id: organizationId } = await getOrganization(transaction, options.organization)
      const { name, format, scopes, expires: expiresAt, allow: allowedAddresses, rateLimit } = options
      const settings = { name, scopes, expiresAt, allowedAddresses, rateLimit }
      // By the names that they have here.
      const {
        expires_at: expires = null,
        allowed_addresses: allow = null,
        ...problems
      } = keyProblems(settings, new Date())
      refuseInvalid({ ...problems, expires, allow })
      return createKey(transaction, { organizationId, random: randomBytes(32), format, ...settings }, operator())
    })
    if (options.json) {
      printOne(options, { ...row, key: rawKey }, '')
    } else {
      printLine(rawKey)
      printHint('This key is shown once and not kept: put it where the tool reads it, and treat it like a password.')
      const address = config.publicUrlGiven ? config.publicUrl : '<your Usher>'
      const mayProvision = permissionsOf(row.scopes).has('provision')
      printHint(`Try it: curl -s ${address}${mayProvision ? '/api/v1/ping/' : '/api/teams'} -H "X-API-Key: <the key>"`)
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
