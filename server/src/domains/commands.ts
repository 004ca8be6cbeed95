import type { Command } from 'commander'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator, operatorAt, operatorOf } from '../cli/operator.ts'
import { wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printHint, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { getOrganization } from '../organizations/queries.ts'
import { type DomainRow, getDomain, listDomains } from './queries.ts'
import { createRecordLooker, lookFor } from './text-record.ts'
import { claimDomain, giveUpDomain, mostDomains, proveDomain } from './write-domain.ts'

const columns: Column<DomainRow>[] = [
  { title: 'DOMAIN', value: row => row.name },
  { title: 'STATE', value: row => row.state },
  { title: 'PROVEN', value: row => row.proven_at },
  { title: 'LOOKED AT', value: row => row.looked_at },
  { title: 'RECORD', value: row => `${row.record.name} TXT ${row.record.value}` },
  { title: 'ID', value: row => row.id, align: 'right' },
]

const which = (text: string) => ({ table: 'domains', word: 'domain', id: wholeNumber(1, 2 ** 53)(text) }) as const

export function addDomainCommands(program: Command, open: OpenCli) {
  const domain = addGroup(program, 'domain', 'Domains of email addresses that an organization has shown to be its own')

  addCommand(domain, 'add <name>', {
    summary: 'Claim a domain, and say which record proves it',
    description:
      'Claim a domain of email addresses. Whoever has an address of a proven one comes in by the organization’s identity provider without being a member before.',
    examples: ['usher domain add school.example.com --organization lakeside'],
  })
    .requiredOption('--organization <slug>', 'whose it is: those below use it too')
    .action((name: string, options: PrintOptions & { organization: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const row = await kysely.transaction().execute(async transaction => {
          const organization = await getOrganization(transaction, options.organization)
          return claimDomain(transaction, operatorOf(organization), { name }, operator())
        })
        printOne(options, row, `Domain ${row.name} is claimed.`)
        printHint(`Publish the record  ${row.record.name} TXT ${row.record.value}`)
        printHint(`and then: usher domain check ${row.id}`)
      }),
    )

  addCommand(domain, 'list', {
    summary: 'List domains, and the records that prove them',
    examples: ['usher domain list --organization lakeside'],
  })
    .requiredOption('--organization <slug>', 'whose')
    .action((options: PrintOptions & { organization: string }) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { id: organizationId } = await getOrganization(kysely, options.organization)
        const { data } = await listDomains(kysely, { organizationId, limit: mostDomains })
        printList(options, data, columns, 'There is no domain yet: `usher domain add` claims one.')
      }),
    )

  addCommand(domain, 'check <id>', {
    summary: 'Look for the record now, and prove the domain by it',
    description:
      'Look for the record now, and prove the domain by it. A proven one is looked at again each week by itself.',
    examples: ['usher domain check 4160'],
  }).action((text: string, options: PrintOptions) =>
    withUsher(open, async ({ config, database: { kysely } }) => {
      const domain = which(text)
      const caller = await operatorAt(kysely, domain)
      const isThere = await lookFor(createRecordLooker(config.dnsServers), await getDomain(kysely, caller, domain.id))
      const row = await kysely
        .transaction()
        .execute(transaction => proveDomain(transaction, caller, { id: domain.id, isThere }, caller.by))
      printOne(options, row, `Domain ${row.name} is proven.`)
    }),
  )

  addCommand(domain, 'remove <id>', {
    summary: 'Give up a domain',
    description: 'Give up a domain. Who came in by it stays; nobody new does.',
    examples: ['usher domain remove 4160'],
  }).action((text: string, options: PrintOptions) =>
    withUsher(open, async ({ database: { kysely } }) => {
      const domain = which(text)
      const caller = await operatorAt(kysely, domain)
      const row = await getDomain(kysely, caller, domain.id)
      await kysely.transaction().execute(transaction => giveUpDomain(transaction, caller, domain.id, caller.by))
      printOne(options, { ...row, removed: true }, `Domain ${row.name} is given up.`)
    }),
  )
}
