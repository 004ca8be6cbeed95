import type { Command } from 'commander'
import { addCommand } from '../cli/add-command.ts'
import { type OpenCli, withUsher } from '../cli/open.ts'
import { operator } from '../cli/operator.ts'
import { type PrintOptions, printHint, printLine, printOne } from '../cli/print.ts'
import { type Column, createTable, showMoment } from '../cli/table.ts'
import { refuseInvalid } from '../lib/checks.ts'
import type { Fault, Fields } from './check.ts'
import { type Examination, examine, type Line } from './examine.ts'
import { type Repair, repair } from './repair.ts'

interface DoctorOptions extends PrintOptions {
  repair?: boolean
  yes?: boolean
}

const checkColumns: Column<Line>[] = [
  { title: 'CHECK', value: row => row.check },
  { title: 'STATE', value: row => row.state },
  { title: 'FOUND', value: row => row.found },
]

const faultColumns: Column<Fault>[] = [
  { title: 'WHAT', value: row => row.kind },
  { title: 'ID', value: row => row.id, align: 'right' },
  { title: 'OF', value: row => row.of },
  { title: 'FROM', value: row => showFields(row.before, row.after) },
  { title: 'TO', value: row => (row.after ? showFields(row.after, row.before) : row.advice) },
]

export function addDoctorCommand(program: Command, open: OpenCli) {
  addCommand(program, 'doctor', {
    summary: 'Check that all is well, and repair what does not add up',
    description:
      'Check the database, its schema and clock, the mail server and the mails, the webhooks, the settings, the keys, and that what is counted and added up is what the ledger says. Changes nothing, unless --repair --yes is given. Ends with 0 when all is well and with 1 when something is wrong.',
    examples: [
      'usher doctor',
      '# What a repair would set, from what to what:',
      'usher doctor --repair',
      'usher doctor --repair --yes',
    ],
  })
    .option('--repair', 'show what a repair would set')
    .option('--yes', 'with --repair: set it')
    .action((options: DoctorOptions) => {
      refuseInvalid({ yes: options.yes && !options.repair ? 'goes with --repair' : null })
      return withUsher(open, async ({ config, database, engine }) => {
        const examined = { config, database, now: () => new Date() }
        const before = await examine(examined)
        const isWanted = Boolean(options.yes) && before.faults.length > 0
        const done = isWanted ? await repair(examined, engine, operator()) : null
        const { checks } = done ? await examine(examined) : before
        if (checks.some(({ state }) => state !== 'well')) process.exitCode = 1
        if (options.json) printOne(options, toJson(before, checks, done), '')
        else printReport(options, before, checks, done)
      })
    })
}

/** What was found, and how it is now. */
function toJson({ faults, left }: Examination, checks: readonly Line[], done: Repair | null): object {
  return {
    well: checks.every(({ state }) => state === 'well'),
    checks,
    faults: faults.map(({ kind, id, of, before, after, advice }) => ({ kind, id, of, before, after, advice })),
    faults_left_out: left,
    repair: done && { operation_id: done.operationId, set: done.set, asked: done.asked, refused: done.refused },
  }
}

function printReport(
  options: DoctorOptions,
  { faults, left }: Examination,
  checks: readonly Line[],
  done: Repair | null,
) {
  if (options.repair && faults.length > 0) {
    createTable(faultColumns).lines(faults).forEach(printLine)
    if (left > 0) printLine(`… and ${left} more.`)
    printLine(done ? describe(done) : 'Nothing is changed yet: --repair --yes sets what can be set.')
    printLine('')
  }
  createTable(checkColumns).lines(checks).forEach(printLine)
  if (!options.repair && faults.length > 0) printHint('`usher doctor --repair` shows what a repair would set.')
}

function describe({ operationId, set, asked, refused }: Repair): string {
  const sentences = [
    ...(operationId === null ? [] : [`${set} set: operation ${operationId} has from what to what.`]),
    ...(asked > 0 ? [`${asked} done as operations of their own.`] : []),
    ...(refused > 0 ? [`${refused} could not be done.`] : []),
  ]
  return sentences.join(' ') || 'There was nothing that a repair could set.'
}

/** Those that differ. */
function showFields(fields: Fields, others: Fields | null): string {
  const names = Object.keys(fields).filter(name => !others || show(fields[name]) !== show(others[name]))
  return names.map(name => `${name} ${show(fields[name])}`).join(', ')
}

function show(value: Fields[string] | undefined): string {
  return value instanceof Date ? showMoment(value) : String(value ?? 'none')
}
