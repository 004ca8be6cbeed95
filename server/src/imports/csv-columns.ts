/** The first line of a CSV file: which of our fields each column is. Whatever may be meant for one is taken, or asked about. */
import { readFieldName } from '../dialects/student/fields.ts'
import { Refusal } from '../lib/refusal.ts'

export interface Columns {
  /** The name of the field in each column; null: it is none of ours. */
  readonly fields: readonly (string | null)[]
  /** The titles of those that are none of ours. */
  readonly foreign: readonly string[]
}

/** Of files alone: only whoever runs the server may bring passwords along. */
export const passwordHash = 'password_hash'
const passwordField = { kind: 'ours', field: passwordHash, index: null } as const

const needed = ['email', 'first_name']

/**
 * `renamed`: what a title is to be read as, by `titleKey`; empty: it is to be left out. Throws a Refusal (`invalid`) that says
 * all that is wrong: a title that looks like one of ours and is none, two columns of one field, a field that is missing.
 */
export function readColumns(cells: readonly string[], renamed: ReadonlyMap<string, string>): Columns {
  // What stands behind the last title is no column: a value there is one too many.
  const titles = cells.slice(0, cells.findLastIndex(title => title.trim() !== '') + 1)
  const faults: string[] = []
  const titleOf = new Map<string, string>()
  const fields = titles.map(title => {
    const meant = renamed.get(titleKey(title)) ?? title
    const reading = titleKey(meant) === passwordHash ? passwordField : readFieldName(meant)
    if (meant.trim() === '' || reading.kind === 'foreign') return null
    if (reading.kind !== 'ours') return reading
    const field = reading.index === null ? reading.field : `${reading.field}_${reading.index}`
    const other = titleOf.get(field)
    if (other !== undefined) faults.push(`the columns "${other}" and "${title.trim()}" are one field, ${reading.field}`)
    titleOf.set(field, title.trim())
    return field
  })
  const missing = needed.filter(name => !titleOf.has(name))
  for (const [index, reading] of fields.entries()) {
    if (typeof reading !== 'object' || reading === null) continue
    const title = titles[index]?.trim()
    const lacking = reading.fields.find(({ name }) => !isThere(name, titleOf))
    const meant = (lacking ?? (reading.kind === 'near' ? reading.fields[0] : undefined))?.name
    if (meant !== undefined)
      faults.push(`is "${title}" meant for ${meant}? Name it so, or leave it out with --map "${title}="`)
  }
  if (missing.length > 0)
    faults.push(
      `the first line must name the columns; there is no ${missing.map(name => `"${name}"`).join(' and no ')}`,
    )
  const unknown = [...renamed.keys()].filter(key => !titles.some(title => titleKey(title) === key))
  for (const key of unknown) faults.push(`there is no column "${key}" to be mapped`)
  if (faults.length > 0) throw new Refusal('invalid', `Nothing was done: ${faults.join('; ')}.`)
  const named = fields.map(field => (typeof field === 'string' ? field : null))
  return { fields: named, foreign: titles.filter((title, index) => named[index] === null && title.trim() !== '') }
}

export function titleKey(title: string): string {
  return title.trim().toLowerCase()
}

/** Also as a list in several columns. */
function isThere(field: string, titleOf: ReadonlyMap<string, string>): boolean {
  return [...titleOf.keys()].some(name => name === field || name.startsWith(`${field}_`))
}
