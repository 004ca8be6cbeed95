import type { Command } from 'commander'
import { getIdOfEmail } from '../accounts/aliases.ts'
import { addCommand, addGroup } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator, operatorOf } from '../cli/operator.ts'
import { email } from '../cli/options.ts'
import { type PrintOptions, printList, printOne } from '../cli/print.ts'
import type { Column } from '../cli/table.ts'
import { getOrganization } from '../organizations/queries.ts'
import { type BreakGlassOwner, listBreakGlassOwners, nameBreakGlassOwner, removeBreakGlassOwner } from './owners.ts'

const columns: Column<BreakGlassOwner>[] = [
  { title: 'EMAIL', value: row => row.user.email },
  { title: 'NAME', value: row => `${row.user.first_name} ${row.user.last_name}`.trim() },
  { title: 'READY', value: row => (row.ready ? 'yes' : 'no') },
  { title: 'NAMED', value: row => row.created_at },
  { title: 'ID', value: row => row.user.id, align: 'right' },
]

interface Options extends PrintOptions {
  organization: string
}

export function addBreakGlassCommands(program: Command, open: OpenCli) {
  const group = addGroup(program, 'break-glass', 'Owners who come in past single sign-on, should the provider fail')

  addCommand(group, 'list', {
    summary: 'List the break-glass owners of an organization',
    description:
      'List the break-glass owners of an organization. Ready is who owns it still, and has a password and a second factor.',
    examples: ['usher break-glass list --organization lakeside'],
  })
    .requiredOption('--organization <slug>', 'of which organization')
    .action((options: Options) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const { id } = await getOrganization(kysely, options.organization)
        const rows = await listBreakGlassOwners(kysely, id)
        printList(options, rows, columns, 'Nobody is named yet: `usher break-glass add` names an owner.')
      }),
    )

  const one = (
    word: 'add' | 'remove',
    summary: string,
    does: typeof nameBreakGlassOwner | typeof removeBreakGlassOwner,
  ) =>
    addCommand(group, word, {
      summary,
      examples: [`usher break-glass ${word} --organization lakeside --email jane@example.com`],
    })
      .requiredOption('--organization <slug>', 'of which organization')
      .requiredOption('--email <email>', 'who owns it', email)
      .action((options: Options & { email: string }) =>
        withUsher(open, async ({ database: { kysely } }) => {
          const organization = await getOrganization(kysely, options.organization)
          await kysely.transaction().execute(async transaction => {
            const user = await getIdOfEmail(transaction, options.email)
            await does(transaction, operatorOf(organization), { organization: organization.id, user }, operator())
          })
          const what = word === 'add' ? 'is a break-glass owner of' : 'is no break-glass owner any more of'
          const said = { organization: organization.slug, email: options.email }
          printOne(options, said, `${options.email} ${what} ${organization.slug}.`)
        }),
      )
  one('add', 'Name an owner who has a password and a second factor', nameBreakGlassOwner)
  one('remove', 'Take a break-glass owner back', removeBreakGlassOwner)
}
