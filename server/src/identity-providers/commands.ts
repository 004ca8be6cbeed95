import { type Command, Option } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { type OperatorOf, operatorAt, operatorOf } from '../cli/operator.ts'
import { onOff, wholeNumber, words } from '../cli/options.ts'
import { type PrintOptions, printHint, printLine, printList, printOne } from '../cli/print.ts'
import { fileJson, fileSecret, fileText } from '../cli/read-option.ts'
import { requireShape } from '../cli/require-shape.ts'
import { type Column, createTable } from '../cli/table.ts'
import type { Config } from '../config.ts'
import type { Database, Transaction } from '../db/database.ts'
import { createGuardedFetch } from '../lib/network/guarded-fetch.ts'
import { reachOf } from '../lib/network/private-addresses.ts'
import { Refusal } from '../lib/refusal.ts'
import { getOrganization } from '../organizations/queries.ts'
import { updateOrganization } from '../organizations/update-organization.ts'
import { listMappings, setMappings } from './mappings.ts'
import { getProvider, listProviders, listSignOns, type ProviderRow } from './queries.ts'
import { readSaml } from './read-saml.ts'
import { rollKey } from './roll-key.ts'
import * as shape from './schema.ts'
import { createProvider, deleteProvider, mostProviders, updateProvider } from './write-provider.ts'

const columns: Column<ProviderRow>[] = [
  { title: 'NAME', value: row => row.name },
  { title: 'BY', value: row => row.protocol },
  { title: 'KIND', value: row => row.preset },
  { title: 'STATUS', value: row => (row.enabled ? 'on' : 'off') },
  { title: 'TRIED', value: row => row.tested_at },
  { title: 'CERTIFICATE ENDS', value: row => row.warning?.ends_at },
  { title: 'ID', value: row => row.id, align: 'right' },
]

type SignOn = Awaited<ReturnType<typeof listSignOns>>['data'][number]

const signOnColumns: Column<SignOn>[] = [
  { title: 'AT', value: row => row.at },
  { title: 'RESULT', value: row => row.result },
  { title: 'WHO', value: row => row.email ?? row.subject },
  { title: 'REFUSED BY', value: row => row.refused_by && [row.refused_by, row.code].join(': ') },
  { title: 'BECAUSE', value: row => row.detail },
  { title: 'ID', value: row => row.id, align: 'right' },
]

/** What is said of a provider; for what is not given, what was said before holds. */
interface Settings extends PrintOptions {
  name?: string
  membersOnly?: boolean
  issuer?: string
  clientId?: string
  clientSecretFile?: string
  hostedDomain?: string
  scopes?: string[]
  metadataUrl?: string
  metadata?: string
}

export function addIdentityProviderCommands(program: Command, open: OpenCli): Command {
  const group = addGroup(program, 'identity-provider', 'Identity providers: where an organization’s people sign in')
  const withSettings = (command: Command) =>
    command
      .option('--members-only <on|off>', 'whether only members come in', onOff)
      .option('--issuer <address>', 'OpenID Connect: as its own metadata says it')
      .option('--client-id <id>', 'OpenID Connect: what we are called there')
      .option('--client-secret-file <file>', 'OpenID Connect: a file that holds the secret')
      .option('--hosted-domain <domain>', 'OpenID Connect of Google: whose people come in')
      .option('--scopes <scopes>', 'OpenID Connect: besides openid, email and profile', words)
      .option('--metadata-url <address>', 'SAML: where its metadata is, which is read again each day')
      .option('--metadata <file>', 'SAML: its metadata')

  withSettings(
    addCommand(group, 'create', {
      summary: 'Add an identity provider, by OpenID Connect or SAML 2.0',
      description:
        'Add an identity provider, and print what is to be entered over there. It is off until somebody has tried it (usher identity-provider test-address).',
      examples: [
        'usher identity-provider create --organization lakeside --name "Lakeside School" --preset keycloak --issuer https://login.example.com/realms/school --client-id usher --client-secret-file secret.txt',
        'usher identity-provider create --organization lakeside --name "Lakeside School" --metadata-url https://login.example.com/metadata',
      ],
    })
      .requiredOption('--organization <slug>', 'whose people sign in by it: its own and those of organizations below')
      .requiredOption('--name <name>', 'as people read it on the button')
      .addOption(new Option('--preset <kind>', 'what kind it is').choices(shape.presets)),
  ).action((options: Settings & { organization: string; preset?: shape.Preset }) =>
    change(open, options, async ({ kysely, config, readSaml }) => {
      const organization = await getOrganization(kysely, options.organization)
      const { name, preset } = options
      const given = settingsOf(options, null)
      if (!given.oidc && !given.saml) throw new Refusal('invalid', sayWhere)
      const body = requireShape(shape.NewIdentityProvider, { name, preset, ...given })
      const provider = { ...body, saml: body.saml && (await readSaml(body.saml)) }
      return {
        caller: operatorOf(organization),
        work: (transaction, caller) => createProvider(transaction, config, caller, provider, caller.by),
        sentence: row => `Identity provider ${row.id} (${row.name}) is made, and off until it was tried.`,
        hint: row => `Enter over there what follows, and then: usher identity-provider test-address ${row.id}`,
      }
    }),
  )

  withSettings(
    addCommand(group, 'update <id>', {
      summary: 'Change what is said of a provider',
      description:
        'Change what is said of a provider. But for its name and whom it lets in, that switches it off until it is tried again.',
      examples: ['usher identity-provider update 4160 --client-secret-file secret.txt'],
    }).option('--name <name>', 'as people read it on the button'),
  ).action((text: string, options: Settings) =>
    changeOne(open, text, options, async ({ config, readSaml }, before) => {
      const { name } = options
      const body = requireShape(shape.IdentityProviderChanges, { name, ...settingsOf(options, before) })
      const changes = { ...body, saml: body.saml && (await readSaml(body.saml)) }
      return {
        work: (transaction, caller) =>
          updateProvider(transaction, config, caller, { id: before.id }, changes, caller.by),
        sentence: row => `Identity provider ${row.id} (${row.name}) is changed${row.enabled ? '' : ', and off'}.`,
      }
    }),
  )

  addCommand(group, 'list', {
    summary: 'List the identity providers of an organization',
    examples: ['usher identity-provider list --organization lakeside'],
  })
    .requiredOption('--organization <slug>', 'whose')
    .action((options: PrintOptions & { organization: string }) =>
      withUsher(open, async ({ config, database: { kysely } }) => {
        const { id: organizationId } = await getOrganization(kysely, options.organization)
        const { data } = await listProviders(kysely, config, { organizationId, limit: mostProviders })
        printList(options, data, columns, 'There is none yet: `usher identity-provider create` adds one.')
      }),
    )

  addCommand(group, 'show <id>', {
    summary: 'Show what is said of a provider, and what is to be entered over there',
    examples: ['usher identity-provider show 4160'],
  }).action((text: string, options: PrintOptions) =>
    withUsher(open, async ({ config, database: { kysely } }) => {
      const provider = which(text)
      const row = await getProvider(kysely, config, await operatorAt(kysely, provider), provider.id)
      if (options.json) return printOne(options, row, '')
      createTable(columns).lines([row]).forEach(printLine)
      printLine('')
      printOurs(row)
    }),
  )

  addCommand(group, 'enable <id>', {
    summary: 'Let people sign in by a provider that was tried',
    examples: ['usher identity-provider enable 4160'],
  }).action((text: string, options: PrintOptions) => turn(open, text, options, true))

  addCommand(group, 'disable <id>', {
    summary: 'Let nobody sign in by a provider: sessions by it end',
    examples: ['usher identity-provider disable 4160'],
  }).action((text: string, options: PrintOptions) => turn(open, text, options, false))

  addCommand(group, 'require <id>', {
    summary: 'Make signing in by a provider the only way in',
    description:
      'Make single sign-on the only way into the organization of a provider that is on, and those below it. A password opens nothing there from then on. Back: usher org update SLUG --sign-in password.',
    examples: ['usher identity-provider require 4160'],
  }).action((text: string, options: PrintOptions) =>
    changeOne(open, text, options, async ({ config }, before) => {
      if (!before.enabled) throw new Refusal('conflict', 'It is off: `usher identity-provider enable` switches it on.')
      return {
        async work(transaction, caller) {
          await updateOrganization(transaction, caller.organization, { sign_in_mode: 'single_sign_on' }, caller.by)
          return getProvider(transaction, config, caller, before.id)
        },
        sentence: row => `${row.organization} opens by single sign-on alone.`,
      }
    }),
  )

  addCommand(group, 'key <id>', {
    summary: 'Let another key follow ours, of SAML',
    description:
      'Let another key follow ours, of SAML: publish the next one, have the provider read our metadata again, switch to it, and remove the old one. Each step is a call.',
    examples: ['usher identity-provider key 4160 --step publish', 'usher identity-provider key 4160 --step switch'],
  })
    .addOption(new Option('--step <step>', 'which of them').choices(shape.keySteps).makeOptionMandatory())
    .action((text: string, { step, ...options }: PrintOptions & { step: shape.KeyStep }) =>
      changeOne(open, text, options, async ({ config }, before) => ({
        work: (transaction, caller) => rollKey(transaction, config, caller, { id: before.id, step }, caller.by),
        sentence: ({ keys }) =>
          keys.map(({ fingerprint, signs }) => `${fingerprint} ${signs ? 'signs' : 'is known'}`).join('; '),
      })),
    )

  addCommand(group, 'remove <id>', {
    summary: 'Take a provider away',
    description:
      'Take a provider away. Whom it knows is forgotten, and their sessions end. What they were given stays.',
    examples: ['usher identity-provider remove 4160 --yes'],
  })
    .option('--yes', 'it is meant')
    .action((text: string, options: PrintOptions & { yes?: boolean }) =>
      changeOne(open, text, options, async ({ config }, before) => {
        if (!options.yes)
          throw new Refusal('invalid', 'Whom it knows is forgotten with it: say that it is meant, with --yes.')
        return {
          async work(transaction, caller) {
            await deleteProvider(transaction, config, caller, { id: before.id }, caller.by)
            return before
          },
          sentence: row => `Identity provider ${row.id} (${row.name}) is taken away.`,
        }
      }),
    )

  addCommand(group, 'map <id>', {
    summary: 'Say what its groups give, or show it',
    description:
      'Show what being in its groups gives, in JSON; with --file say it anew, in place of what was said. The file is as PUT /api/identity-providers/{id}/mappings takes it.',
    examples: [
      'usher identity-provider map 4160 > mappings.json',
      'usher identity-provider map 4160 --file mappings.json',
    ],
  })
    .option('--file <file>', 'a file of JSON')
    .action((text: string, options: PrintOptions & { file?: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const provider = which(text)
        const caller = await operatorAt(kysely, provider)
        const { file } = options
        if (file !== undefined) {
          const set = (transaction: Transaction) => {
            const { mappings } = requireShape(shape.NewMappings, fileJson(file))
            return setMappings(transaction, caller, provider.id, mappings, caller.by)
          }
          await kysely.transaction().execute(set).catch(ofFile)
          printHint('Whoever signs in from now on is given what this says.')
        }
        printOne({ json: true }, { mappings: await listMappings(kysely, provider.id) }, '')
      }),
    )

  addCommand(group, 'sign-ons <id>', {
    summary: 'List who signed in by it, and who could not and why',
    description:
      'List who signed in by it, and who could not and why, the newest first. Whoever could not come in was told the number in the last column.',
    examples: ['usher identity-provider sign-ons 4160 --result refused'],
  })
    .addOption(new Option('--result <result>', 'only what came to this').choices(['signed_in', 'refused', 'tested']))
    .option('--limit <n>', 'so many at most', wholeNumber(1, 1000), 50)
    .action((text: string, { result, limit, ...options }: PrintOptions & { result?: string; limit: number }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const provider = which(text)
        const caller = await operatorAt(kysely, provider)
        const { data } = await listSignOns(kysely, caller, { providerId: provider.id, result, limit })
        printList(options, data, signOnColumns, 'Nobody has signed in by it yet.')
      }),
    )

  return group
}

export const which = (text: string) =>
  ({ table: 'identity_providers', word: 'identity provider', id: wholeNumber(1, 2 ** 53)(text) }) as const

const sayWhere = 'Say where it is: --issuer, --client-id and --client-secret-file, or --metadata-url or --metadata.'

/** As the API takes them. */
function settingsOf(options: Settings, before: ProviderRow | null) {
  const { issuer, clientId, hostedDomain, scopes, metadataUrl, membersOnly, clientSecretFile } = options
  const oidc = given({ issuer, client_id: clientId, hosted_domain: hostedDomain, scopes })
  const metadata = options.metadata === undefined ? undefined : fileText(options.metadata)
  const saml = given({ metadata_url: metadataUrl, metadata })
  // What it says of itself is read anew; what was said besides holds.
  const { entity_id, sign_on_url, certificates, ...kept } = before?.saml ?? {}
  return {
    members_only: membersOnly,
    client_secret: clientSecretFile === undefined ? undefined : fileSecret(clientSecretFile),
    oidc: oidc && { ...before?.oidc, ...oidc },
    saml: saml && { ...kept, ...saml },
  }
}

/** Those that were; undefined: none. */
function given(fields: Readonly<Record<string, unknown>>) {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined)
  return said.length > 0 ? Object.fromEntries(said) : undefined
}

interface Means {
  readonly kysely: Database['kysely']
  readonly config: Config
  readSaml(sent: shape.SentSaml): Promise<shape.Saml>
}

interface Change {
  work(transaction: Transaction, caller: OperatorOf): Promise<ProviderRow>
  sentence(row: ProviderRow): string
  hint?(row: ProviderRow): string
}

/** Does it in a transaction and prints the provider as it then stands. Others are asked before it begins. */
function change(
  open: OpenCli,
  options: PrintOptions,
  prepare: (means: Means) => Promise<Change & { caller: OperatorOf }>,
): Promise<void> {
  return withUsher(open, async ({ config, database: { kysely } }) => {
    const outside = createGuardedFetch(reachOf(config))
    try {
      const { caller, work, sentence, hint } = await prepare({
        kysely,
        config,
        readSaml: sent => readSaml(outside, sent),
      })
      const row = await kysely.transaction().execute(transaction => work(transaction, caller))
      printOne(options, row, sentence(row))
      if (!hint || options.json) return
      printHint(hint(row))
      printOurs(row)
      if (!config.publicUrlGiven) printHint('PUBLIC_URL is not set: these addresses lead to this machine alone.')
    } finally {
      outside.close()
    }
  })
}

function changeOne(
  open: OpenCli,
  text: string,
  options: PrintOptions,
  prepare: (means: Means, before: ProviderRow) => Promise<Change>,
): Promise<void> {
  return change(open, options, async means => {
    const provider = which(text)
    const caller = await operatorAt(means.kysely, provider)
    return { caller, ...(await prepare(means, await getProvider(means.kysely, means.config, caller, provider.id))) }
  })
}

function turn(open: OpenCli, text: string, options: PrintOptions, enabled: boolean): Promise<void> {
  return changeOne(open, text, options, async ({ config }, before) => ({
    work: (transaction, caller) =>
      updateProvider(transaction, config, caller, { id: before.id }, { enabled }, caller.by),
    sentence: row =>
      `Identity provider ${row.id} (${row.name}) ${before.enabled === enabled ? 'was already' : 'is'} ${enabled ? 'on' : 'off'}.`,
  }))
}

/** Fields of a file are no options. */
function ofFile(error: unknown): never {
  throw error instanceof Refusal ? new Refusal(error.code, error.message) : error
}

/** What is to be entered over there, a line each. */
function printOurs({ ours }: ProviderRow): void {
  const lines = Object.entries(ours).filter(([, value]) => value !== null)
  const titles: Column<[string, string | null]>[] = [
    { title: 'OVER THERE', value: ([name]) => name },
    { title: 'IS', value: ([, value]) => value },
  ]
  createTable(titles).lines(lines).forEach(printLine)
}
