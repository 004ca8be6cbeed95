import type { Command } from 'commander'
import { addCommand } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operatorAt } from '../cli/operator.ts'
import { type PrintOptions, printHint, printLine, printOne } from '../cli/print.ts'
import { which } from '../identity-providers/commands.ts'
import { getProvider } from '../identity-providers/queries.ts'
import { beginTest } from './report-test.ts'

export function addTestCommand(identityProvider: Command, open: OpenCli): void {
  addCommand(identityProvider, 'test-address <id>', {
    summary: 'Print an address by which a provider is tried',
    description:
      'Print an address, alone, on standard output, to be opened in a browser within a quarter of an hour, once. The sign-in runs through and leaves a report, and no session; a provider that passed can be switched on.',
    examples: ['usher identity-provider test-address 4160'],
  }).action((text: string, options: PrintOptions) =>
    withUsher(open, async ({ config, database: { kysely } }) => {
      const { id, ...thing } = which(text)
      const caller = await operatorAt(kysely, { ...thing, id })
      const url = await beginTest(kysely, config, await getProvider(kysely, config, caller, id))
      if (options.json) return printOne(options, { url }, '')
      printLine(url)
      printHint(`What came of it: usher identity-provider sign-ons ${id} --result tested`)
    }),
  )
}
