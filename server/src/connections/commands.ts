import { setTimeout as wait } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, type OpenedCli, withUsher } from '../cli/open.ts'
import { type OperatorOf, operatorAt, operatorOf } from '../cli/operator.ts'
import { wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import { fileSecret } from '../cli/read-option.ts'
import { requireShape } from '../cli/require-shape.ts'
import type { Column } from '../cli/table.ts'
import type { Transaction } from '../db/database.ts'
import { createGuardedFetch } from '../lib/network/guarded-fetch.ts'
import { reachOf } from '../lib/network/private-addresses.ts'
import { getOrganization } from '../organizations/queries.ts'
import { askPlatform, findTarget } from './ask-platform.ts'
import type { Difference } from './compare.ts'
import { findDrift } from './find-drift.ts'
import { connectionKinds } from './kinds.ts'
import { addMapping } from './mappings.ts'
import { openById, type PlatformDeps } from './open-platform.ts'
import { platforms } from './platforms.ts'
import { type ConnectionRow, getConnection, listConnections } from './queries.ts'
import * as shape from './schema.ts'
import { createConnection, deleteConnection, syncConnection, updateConnection } from './write-connection.ts'

const columns: Column<ConnectionRow>[] = [
  { title: 'NAME', value: row => row.name },
  { title: 'KIND', value: row => row.kind },
  { title: 'DIRECTION', value: row => row.direction },
  { title: 'STATE', value: row => row.state },
  { title: 'DUE', value: row => row.due, align: 'right' },
  { title: 'FAILED', value: row => row.failed, align: 'right' },
  { title: 'COMPARED', value: row => row.compared_at },
  { title: 'BECAUSE', value: row => row.failure },
  { title: 'ID', value: row => row.id, align: 'right' },
]

const differences: Column<Difference>[] = [
  { title: 'PERSON', value: row => row.user_id, align: 'right' },
  { title: 'COURSE', value: row => row.course },
  { title: 'ENDS THERE', value: row => (row.there ? (row.there.until ?? 'never') : 'not there') },
  { title: 'IS TO END', value: row => row.wanted.until ?? 'never' },
]

interface New extends PrintOptions {
  organization: string
  kind: (typeof connectionKinds)[number]
  name: string
  subdomain: string
  apiKeyFile: string
  webhookSecretFile?: string
  baseUrl?: string
  rate?: number
}

export function addConnectionCommands(program: Command, open: OpenCli) {
  const group = addGroup(program, 'connection', 'Connections: other learning platforms that are kept in step')

  addCommand(group, 'create', {
    summary: 'Connect another learning platform, and print its id',
    description:
      'Connect another learning platform, and print its id. Nothing is given there before a course is mapped (usher connection map).',
    examples: [
      'usher connection create --organization acme-prep --kind thinkific --name "Our academy" --subdomain acme-academy --api-key-file key.txt',
    ],
  })
    .requiredOption('--organization <slug>', 'whose courses are given there')
    .addOption(new Option('--kind <kind>', 'what it is').choices(connectionKinds).makeOptionMandatory())
    .requiredOption('--name <name>', 'what you call it')
    .requiredOption('--subdomain <name>', 'Thinkific: of its address, before .thinkific.com')
    .requiredOption('--api-key-file <file>', 'a file that holds what opens it')
    .option('--webhook-secret-file <file>', 'a file that holds what its events are signed with, if not that')
    .option('--base-url <address>', 'where it is called instead of its own address, to try something out')
    .option('--rate <n>', 'calls a minute that it takes', wholeNumber(1, 100_000))
    .action((options: New) =>
      withUsher(open, async ({ config, database: { kysely } }) => {
        const { kind, name, rate, subdomain, baseUrl } = options
        const organization = await getOrganization(kysely, options.organization)
        const caller = operatorOf(organization)
        const secretFile = options.webhookSecretFile
        const body = requireShape(shape.NewConnection, {
          ...{ kind, name, rate, thinkific: { subdomain, base_url: baseUrl } },
          api_key: fileSecret(options.apiKeyFile),
          webhook_secret: secretFile === undefined ? undefined : fileSecret(secretFile),
        })
        const rules = { secretKey: config.secretKey, isHttpsDemanded: config.production }
        const row = await kysely
          .transaction()
          .execute(transaction => createConnection(transaction, rules, caller, body, caller.by))
        if (options.json) return printOne(options, row, '')
        printLine(String(row.id))
        printHint(`Say next which course is what there: usher connection map ${row.id} --course NAME --theirs ID`)
      }),
    )

  addCommand(group, 'list', {
    summary: 'List connections',
    examples: ['usher connection list --organization acme-prep'],
  })
    .requiredOption('--organization <slug>', 'whose')
    .action((options: PrintOptions & { organization: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { id: organizationId } = await getOrganization(kysely, options.organization)
        const { data } = await listConnections(kysely, { organizationId, limit: 200 })
        printList(options, data, columns, 'There is none yet: `usher connection create` makes one.')
      }),
    )

  addCommand(group, 'show <id>', { summary: 'Show a connection', examples: ['usher connection show 4160'] }).action(
    (text: string, options: PrintOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { id, caller } = await find(kysely, text)
        const row = await getConnection(kysely, caller, id)
        if (options.json) printOne(options, row, '')
        else printList(options, [row], columns, '')
      }),
  )

  for (const [verb, paused, summary] of [
    ['pause', true, 'Call nothing there until it is resumed; what becomes due waits'],
    ['resume', false, 'Go on with a connection that was paused, or that it refused'],
  ] as const)
    addCommand(group, `${verb} <id>`, { summary, examples: [`usher connection ${verb} 4160`] }).action(
      (text: string, options: PrintOptions) =>
        changing(open, text, options, ({ config: { secretKey, production } }, id, caller) => ({
          work: transaction => {
            const rules = { secretKey, isHttpsDemanded: production }
            return updateConnection(transaction, rules, caller, { id }, { paused }, caller.by)
          },
          sentence: row => `Connection ${row.id} (${row.name}) is ${paused ? 'paused' : 'resumed'}.`,
        })),
    )

  addCommand(group, 'remove <id>', {
    summary: 'Take a connection away; what was given there stays as it is',
    examples: ['usher connection remove 4160'],
  }).action((text: string, options: PrintOptions) =>
    changing(open, text, options, (_, id, caller) => ({
      async work(transaction) {
        const before = await getConnection(transaction, caller, id)
        await deleteConnection(transaction, caller, { id }, caller.by)
        return before
      },
      sentence: row => `Connection ${row.id} (${row.name}) is taken away.`,
    })),
  )

  addCommand(group, 'map <id>', {
    summary: 'Say which course is what there',
    description: 'Say which course is what there. Whoever has it here comes to have it there, now and from now on.',
    examples: [
      'usher connection map 4160 --course ielts --theirs 4711',
      'usher connection map 4160 --course everything --theirs 31 --bundle',
    ],
  })
    .requiredOption('--course <name>', 'the course here')
    .requiredOption('--theirs <id>', 'its id there')
    .option('--bundle', 'it is a bundle there')
    .action((text: string, options: PrintOptions & { course: string; theirs: string; bundle?: boolean }) =>
      withPlatforms(open, async opened => {
        const { kysely } = opened.database
        const { id, caller } = await find(kysely, text)
        const { course, theirs, bundle } = options
        const kind = bundle ? 'bundle' : 'course'
        const mapping = requireShape(shape.NewMapping, { course, theirs, kind })
        const target = await findTarget(await openById(opened, id), { kind, id: theirs })
        const row = await kysely
          .transaction()
          .execute(transaction => addMapping(transaction, caller, id, mapping, target, caller.by))
        printOne(options, row, `${row.course} is ${row.name ?? `the ${kind} ${theirs}`} there.`)
      }),
    )

  addCommand(group, 'sync <id>', {
    summary: 'Compare all of it and mend what differs, and wait until that is done',
    description:
      'Compare all of it and mend what differs, and wait until that is done. The server does it, and has to run. With --plan nothing is mended.',
    examples: ['usher connection sync 4160', 'usher connection sync 4160 --plan'],
  })
    .option('--plan', 'only say what would be mended')
    .action((text: string, options: PrintOptions & { plan?: boolean }) =>
      options.plan ? showDrift(open, text, options) : sync(open, text, options),
    )

  addCommand(group, 'drift <id>', {
    summary: 'List what is not there as it is to be',
    description: 'Read all of it there, and list what is not as it is to be. Nothing is changed.',
    examples: ['usher connection drift 4160 --json'],
  }).action((text: string, options: PrintOptions) => showDrift(open, text, options))
}

const thing = (text: string) =>
  ({ table: 'connections', word: 'connection', id: wholeNumber(1, 2 ** 53)(text) }) as const

async function find(kysely: OpenedCli['database']['kysely'], text: string) {
  const found = thing(text)
  return { id: found.id, caller: await operatorAt(kysely, found) }
}

interface Change {
  work(transaction: Transaction): Promise<ConnectionRow>
  sentence(row: ConnectionRow): string
}

function changing(
  open: OpenCli,
  text: string,
  options: PrintOptions,
  prepare: (opened: OpenedCli, id: number, caller: OperatorOf) => Change,
): Promise<void> {
  return withUsher(open, async opened => {
    const { kysely } = opened.database
    const { id, caller } = await find(kysely, text)
    const { work, sentence } = prepare(opened, id, caller)
    const row = await kysely.transaction().execute(work)
    printOne(options, row, sentence(row))
  })
}

function withPlatforms(open: OpenCli, work: (opened: OpenedCli & PlatformDeps) => Promise<void>): Promise<void> {
  return withUsher(open, async opened => {
    const outside = createGuardedFetch(reachOf(opened.config))
    try {
      await work({ ...opened, outside, platforms })
    } finally {
      outside.close()
    }
  })
}

function showDrift(open: OpenCli, text: string, options: PrintOptions): Promise<void> {
  return withPlatforms(open, async opened => {
    const { kysely } = opened.database
    const { id } = await find(kysely, text)
    const platform = await openById(opened, id)
    const found = await askPlatform(() => findDrift({ database: kysely, platform, connectionId: id }))
    printList(options, found, differences, 'Nothing differs.')
  })
}

const lookEvery = 500

function sync(open: OpenCli, text: string, options: PrintOptions): Promise<void> {
  return withUsher(open, async ({ database: { kysely } }) => {
    const { id, caller } = await find(kysely, text)
    const before = await kysely.transaction().execute(transaction => syncConnection(transaction, caller, id, caller.by))
    for (;;) {
      const row = await getConnection(kysely, caller, id)
      const isCompared = row.compared_at !== null && row.compared_at > (before.compared_at ?? new Date(0))
      if (row.state === 'refused' || row.state === 'paused' || (isCompared && row.due === 0)) {
        const { state, due, failed, compared_at } = row
        const counts = { state, due, failed, compared_at }
        printOne(options, counts, `${state}: ${due} are due, and of ${failed} something was not taken.`)
        return
      }
      await wait(lookEvery)
    }
  })
}
