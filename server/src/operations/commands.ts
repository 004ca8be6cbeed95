import type { Command } from 'commander'
import { addCommand } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { moment, wholeNumber } from '../cli/options.ts'
import { type PrintOptions, printLine, printList } from '../cli/print.ts'
import { type Column, createTable } from '../cli/table.ts'
import type { Reader } from '../db/database.ts'
import { parseRawKey } from '../keyring/raw-key.ts'
import { normalizeEmail } from '../lib/email.ts'
import { getOrganization } from '../organizations/queries.ts'
import type { Problem, ProblemCode } from '../provisioning/intents/problem.ts'
import { followOperations } from './follow-operations.ts'
import { listLatestOperations, type OperationFilter, type OperationRow } from './queries.ts'

const columns: Column<OperationRow>[] = [
  { title: 'TIME', value: row => row.at },
  { title: 'RESULT', value: row => row.result },
  { title: 'WHAT', value: row => row.kind },
  { title: 'EMAIL', value: row => row.email },
  { title: 'COURSES', value: row => row.courses },
  { title: 'SOURCE', value: row => row.source },
  { title: 'KEY', value: row => [row.key_prefix, row.key_name].filter(part => part !== null).join(' ') },
  { title: 'IP', value: row => row.ip },
  { title: 'MS', value: row => Math.round(row.duration_ms), align: 'right' },
  { title: 'OPERATION', value: row => row.id, align: 'right' },
  { title: 'WHY', value: row => describeProblems(row.problems as Problem[] | null) },
]

interface LogOptions extends PrintOptions {
  email?: string
  result?: string
  key?: string
  organization?: string
  since?: Date
  until?: Date
  limit: number
  follow?: boolean
}

export function addLogCommand(program: Command, open: OpenCli) {
  addCommand(program, 'log', {
    summary: 'Show the provisioning log',
    description:
      "Show what was asked and what became of it: each call made with a key, also a revoked or mistyped one, each of the operator's commands, and each password that was chosen. The latest come last. The first place to look when somebody says it did not work.",
    examples: [
      'usher log --email jane@example.com',
      'usher log --result refused --since 2h',
      'usher log --key usher_live_4Fh0aB2c --follow',
      '# One JSON object a line, for as long as it runs:',
      'usher log --follow --json',
    ],
  })
    .option('--email <email>', 'only of this student; also an address that was refused, as it was sent', sent)
    .option('--result <result>', 'only with this result: created, reused, already_provisioned, refused, …')
    .option('--key <key>', 'only with this key, by its prefix or id')
    .option('--organization <slug>', 'only of this organization and those below it')
    .option('--since <moment>', 'from here on: a date, a date and time (UTC), or 30m, 2h, 7d ago', text => moment(text))
    .option('--until <moment>', 'before this moment', text => moment(text))
    .option('--limit <n>', 'the latest so many', wholeNumber(0, 100_000), 50)
    .option('--follow', 'go on, and show what comes, until Ctrl-C')
    .action((options: LogOptions) =>
      withUsher(open, async ({ database: { kysely } }) => {
        const filter = await readFilter(kysely, options)
        if (options.follow) return follow(kysely, filter, options)
        printList(
          options,
          await listLatestOperations(kysely, filter, options.limit),
          columns,
          'Nothing like that is in the log.',
        )
      }),
    )
}

/** A person's address however it is written, or the very text that was refused as none. */
function sent(email: string): string {
  return normalizeEmail(email) ?? email.trim()
}

async function readFilter(reader: Reader, { organization, key, ...filter }: LogOptions): Promise<OperationFilter> {
  const organizationId = organization === undefined ? undefined : (await getOrganization(reader, organization)).id
  const parsed = key === undefined ? null : parseRawKey(key)
  return { ...filter, key: parsed?.state === 'well_formed' ? parsed.prefix : key, organizationId }
}

/** Ends well when it is interrupted: that is how one stops following. */
async function follow(reader: Reader, filter: OperationFilter, { json, limit }: LogOptions): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const table = createTable(columns)
  let titles = true
  for await (const rows of followOperations(reader, filter, { limit, signal: stop.signal })) {
    const lines = json ? rows.map(row => JSON.stringify(row)) : table.lines(rows, { titles })
    lines.forEach(printLine)
    titles = false
  }
}

/** What a problem's value is, where it is not what was sent. */
const valueIs: Partial<Record<ProblemCode, string>> = {
  too_long: 'limit ',
  too_many: 'limit ',
  out_of_range: 'limit ',
  method_not_allowed: 'use ',
}

/** Such as `unknown_course courses: pte`. */
function describeProblems(problems: readonly Problem[] | null): string {
  const describe = ({ code, field, value, times }: Problem) =>
    `${code}${field && ` ${field}`}${value === undefined ? '' : `: ${valueIs[code] ?? ''}${value}`}${times ? `, ${times} times` : ''}`
  return (problems ?? []).map(describe).join('; ')
}
