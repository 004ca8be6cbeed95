/** The operator's command line: `usher …`. Every command says on standard error why it failed, and ends accordingly. */
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addBreakGlassCommands } from './break-glass/commands.ts'
import { explainFailure } from './cli/explain-failure.ts'
import { openCli, openUnchecked } from './cli/open.ts'
import { endWithOutput } from './cli/output.ts'
import { showText } from './cli/table.ts'
import { addConnectionCommands } from './connections/commands.ts'
import { addCourseCommands } from './courses/commands.ts'
import { dialectSettings } from './dialects/dialects.ts'
import { addDoctorCommand } from './doctor/commands.ts'
import { addDomainCommands } from './domains/commands.ts'
import { addEnrollmentCommands } from './enrollments/commands.ts'
import { addIdentityProviderCommands } from './identity-providers/commands.ts'
import { addProvisionCommand } from './imports/commands.ts'
import { addKeyCommands } from './keys/commands.ts'
import { addMailCommands } from './mail/commands.ts'
import { addAdminCommands } from './memberships/commands.ts'
import { addLogCommand } from './operations/commands.ts'
import { addOrganizationCommands } from './organizations/commands.ts'
import { addServerCommands } from './server-commands.ts'
import { addTestCommand } from './single-sign-on/commands.ts'
import { addUserCommands } from './users/commands.ts'

const program = new Command('usher')
  .description(
    'Usher seats learners: one call, and a student has an account, a place and the courses that were paid for.',
  )
  .version(manifest.version)
  .exitOverride()
  .showHelpAfterError('(add --help for what it takes)')
  .addHelpText('after', ['', 'A first organization, ready to be called:', ...firstSteps()].join('\n'))

addServerCommands(program)
addOrganizationCommands(program, openCli, dialectSettings)
addCourseCommands(program, openCli)
addKeyCommands(program, openCli)
addProvisionCommand(program, openCli)
addEnrollmentCommands(program, openCli)
addUserCommands(program, openCli)
addAdminCommands(program, openCli)
addTestCommand(addIdentityProviderCommands(program, openCli), openCli)
addDomainCommands(program, openCli)
addConnectionCommands(program, openCli)
addBreakGlassCommands(program, openCli)
addLogCommand(program, openCli)
addMailCommands(program, openCli)
addDoctorCommand(program, openUnchecked)

endWithOutput()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof InvalidArgumentError) return tell([error.message], 2)
  // Help and version, which were asked for, and wrong usage, which commander has explained.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { lines, exitStatus } = explainFailure(error)
  return tell(lines, exitStatus)
}

function tell(lines: readonly string[], exitStatus: number): number {
  for (const line of lines) process.stderr.write(`usher: ${showText(line)}\n`)
  return exitStatus
}

function firstSteps(): string[] {
  return [
    '  $ usher org create --name "Acme Prep" --slug acme-prep',
    '  $ usher course create --organization acme-prep --name ielts --display-name IELTS --months 6',
    '  $ usher key create --organization acme-prep --name "Pabbly"',
  ]
}
