import { createReadStream, type ReadStream, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { addCommand } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { outliveOutput } from '../cli/output.ts'
import { type PrintOptions, printHint } from '../cli/print.ts'
import { readFieldName } from '../dialects/student/fields.ts'
import { createKeeper } from '../identity/import-passwords.ts'
import { csvCell } from '../lib/csv-cell.ts'
import { Refusal } from '../lib/refusal.ts'
import { getOrganization } from '../organizations/queries.ts'
import { passwordHash, titleKey } from './csv-columns.ts'
import { provisionRows, type RowResult } from './provision-rows.ts'
import { type Format, readRows } from './read-rows.ts'
import type { Reading, Row } from './row.ts'
import { startTally } from './tally.ts'

interface ProvisionOptions extends PrintOptions {
  organization: string
  format?: Format
  welcomeEmail: boolean
  map?: readonly [theirs: string, ours: string][]
}

export function addProvisionCommand(program: Command, open: OpenCli): void {
  addCommand(program, 'provision <file>', {
    summary: 'Provision the students of a file',
    description:
      'Provision every student of a file: .csv with a header line, .ndjson with an object a line, or - for standard input. The fields are those of the student API: email, first_name, last_name, courses (several with commas between), tenure_months, external_ref, send_welcome_email, source; and password_hash, of another system, for accounts that are new: bcrypt, Django’s PBKDF2 and scrypt, scrypt by PHC, WordPress’s. Standard output has a line for each of the file: what became of it, and why. Running the same file twice changes nothing the second time.',
    examples: [
      'usher provision students.csv --organization acme-prep > results.csv',
      'usher provision students.csv --organization acme-prep --no-welcome-email',
      'usher provision export.csv --organization acme-prep --map "Mail address=email" --map "Course notes="',
      'cat students.ndjson | usher provision - --organization acme-prep --format ndjson --json',
    ],
  })
    .requiredOption('--organization <slug>', 'where the students become members')
    .addOption(new Option('--format <format>', 'of the file, when its name does not say').choices(['csv', 'ndjson']))
    .option(
      '--map <title=field>',
      'read a column as one of the fields, or with nothing behind `=` not at all',
      addMapping,
    )
    .option('--no-welcome-email', 'mail nobody')
    .action((file: string, options: ProvisionOptions) => provisionFile(open, file, options))
}

function provisionFile(open: OpenCli, file: string, options: ProvisionOptions): Promise<void> {
  const format = options.format ?? formatOf(file)
  const input = file === '-' ? process.stdin : openFile(file)
  return withUsher(open, async ({ database, engine }) => {
    const { id: organizationId } = await getOrganization(database.kysely, options.organization)
    const now = () => new Date()
    const source = file === '-' ? 'import' : basename(file).slice(0, 100)
    const tally = startTally(input, file === '-' ? null : statSync(file).size)
    const output = outliveOutput()
    const rows = takeWhile(() => output.failure() === null, readRows(input, format, readingOf(options)))
    const keepPassword = createKeeper(database, organizationId)
    const welcome = options.welcomeEmail
    const results = provisionRows(rows, { engine, organizationId, source, welcome, now, keepPassword })
    try {
      if (!options.json) await output.write(csvTitles)
      for await (const result of results) {
        tally.count(result)
        await output.write(options.json ? `${JSON.stringify(result)}\n` : csvLine(result))
      }
    } finally {
      await engine.settled()
      tally.stop()
    }
    const failure = output.failure()
    if (failure) {
      const done = `${tally.lines()} lines are done, the rest of the file is not`
      throw new Error(`The results cannot be written any more (${failure.code}): ${done}.`)
    }
    if (tally.failed() > 0) process.exitCode = 1
  })
}

function addMapping(text: string, before: [string, string][] = []): [string, string][] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InvalidArgumentError('Say it as "Title of the column=field".')
  const field = text.slice(at + 1).trim()
  if (field !== '' && field !== passwordHash && readFieldName(field).kind !== 'ours')
    throw new InvalidArgumentError(`There is no field ${field}.`)
  return [...before, [titleKey(text.slice(0, at)), field]]
}

function readingOf({ map = [] }: ProvisionOptions): Reading {
  return {
    renamed: new Map(map),
    onForeign: titles =>
      printHint(`Not read, since they are no fields: ${titles.map(title => `"${title}"`).join(', ')}.`),
  }
}

/** Ends after those that are under way, instead of the next one. */
async function* takeWhile(goesOn: () => boolean, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (!goesOn()) return
    yield row
  }
}

function formatOf(file: string): Format {
  const extension = extname(file).toLowerCase()
  if (extension === '.csv') return 'csv'
  if (extension === '.ndjson' || extension === '.jsonl') return 'ndjson'
  throw new Refusal('invalid', 'Say what the file is: --format csv or --format ndjson.')
}

function openFile(file: string): ReadStream {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Refusal('not_found', `There is no file ${file}.`)
  return createReadStream(file, { highWaterMark: 256 * 1024 })
}

const csvTitles = 'line,email,result,user_id,message\n'

function csvLine({ line, email, result, user_id, message }: RowResult): string {
  return `${line},${csvCell(email)},${result},${user_id ?? ''},${csvCell(message)}\n`
}
