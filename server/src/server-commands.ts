import type { Command } from 'commander'
import { addCommand } from './cli/add-command.ts'
import { connect, withUsher } from './cli/open.ts'
import { type PrintOptions, printOne } from './cli/print.ts'
import { readConfig } from './config.ts'
import { migrate } from './db/migrate.ts'

/** `start` and `migrate`: what runs the server, rather than what asks something of it. */
export function addServerCommands(program: Command) {
  program
    .command('start')
    .summary('Run the server')
    .description(
      'Run the server, until Ctrl-C. It brings the database to its schema first. Settings come from the environment.',
    )
    .action(async () => {
      const { start, explainStart } = await import('./main.ts')
      await start(readConfig(process.env, { begin: true })).catch(error => {
        throw new Error(explainStart(error), { cause: error })
      })
    })

  addCommand(program, 'migrate', {
    summary: "Bring the database to this version's schema",
    description:
      "Bring the database to this version's schema and do nothing else. `usher start` does it too; running both at once is safe.",
    examples: ['usher migrate'],
  }).action((options: PrintOptions) =>
    withUsher(connect, async ({ database }) => {
      const names = await migrate(database)
      const sentence = names.length > 0 ? `Migrated: ${names.join(', ')}.` : 'The schema is up to date.'
      printOne(options, { migrated: names }, sentence)
    }),
  )
}
