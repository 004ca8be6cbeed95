import type { Command } from 'commander'

export interface CommandHelp {
  /** For the list of commands: a few words. */
  readonly summary: string
  /** For the command's own help, when the summary does not say it all. */
  readonly description?: string
  /** Whole command lines, or comments that begin with #. */
  readonly examples: readonly string[]
  /** What its group does when no command is named. */
  readonly isDefault?: boolean
}

/** A command that answers people with a sentence or a table and programs with JSON, and whose help teaches. */
export function addCommand(
  parent: Command,
  usage: string,
  { summary, description, examples, isDefault }: CommandHelp,
): Command {
  const lines = examples.map(example => `  ${example.startsWith('#') ? example : `$ ${example}`}`)
  return parent
    .command(usage, { isDefault })
    .summary(summary)
    .description(description ?? `${summary}.`)
    .option('--json', 'answer in JSON, for programs')
    .addHelpText('after', ['', 'Examples:', ...lines, '', exitStatus].join('\n'))
}

/** A word that only groups commands, such as `org`. */
export function addGroup(parent: Command, name: string, summary: string): Command {
  return parent.command(name).summary(summary).description(`${summary}.`)
}

const exitStatus = 'Exit status: 0 done; 1 refused or failed, a sentence on standard error says why; 2 wrong usage.'
