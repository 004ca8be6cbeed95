/** Sorts what somebody sent into fields of ours and others: nothing that may have been meant for one of ours is left aside. */
import type { NameReader, Reading } from './field-names.ts'
import { gatherFields, hasBrackets } from './form-fields.ts'

/** Why a name is neither taken nor left aside. `sent` is as it came, of what lies inside with its path; `field` is ours. */
export interface NameFault {
  readonly kind: 'near' | 'twice' | 'inside'
  readonly sent: string
  readonly field: string
}

export interface SentFields {
  /** By our own names. */
  readonly values: Readonly<Record<string, unknown>>
  /** The names of what is none of ours, as they came. */
  readonly foreign: readonly string[]
  readonly faults: readonly NameFault[]
}

/** Brackets are read, and the numbered entries of a list (`courses_1`) are joined, in the order of their numbers. */
export function sortFields(sent: Readonly<Record<string, unknown>>, read: NameReader): SentFields {
  // As nearly all come.
  if (Object.keys(sent).every(name => isPlain(read(name), name))) return { values: sent, foreign: [], faults: [] }
  const pairs = Object.entries(sent)
  const plain = pairs.some(([name]) => hasBrackets(name)) ? Object.entries(gatherFields(pairs)) : pairs
  const values: Record<string, unknown> = {}
  const faults: NameFault[] = []
  const others: [name: string, value: unknown][] = []
  const entries = new Map<string, { index: number; value: unknown }[]>()
  for (const [name, value] of plain) {
    const reading = read(name)
    if (reading.kind === 'near') faults.push({ kind: 'near', sent: name, field: reading.field })
    else if (reading.kind !== 'ours') others.push([name, value])
    else if (reading.index !== null)
      entries.set(reading.field, [...(entries.get(reading.field) ?? []), { index: reading.index, value }])
    else if (isNothing(values[reading.field])) values[reading.field] = value
    else if (!isNothing(value) && !isSame(value, values[reading.field]))
      faults.push({ kind: 'twice', sent: name, field: reading.field })
  }
  for (const [field, parts] of entries) {
    const inOrder = parts.toSorted((a, b) => a.index - b.index).map(({ value }) => value)
    values[field] = [values[field] ?? [], ...inOrder].flat().filter(value => !isNothing(value))
  }
  const isGiven = (field: string) => !isNothing(values[field])
  for (const [name, value] of others) {
    const reading = read(name)
    if (reading.kind === 'perhaps' && !isGiven(reading.field) && !isNothing(value))
      faults.push({ kind: 'near', sent: name, field: reading.field })
    const inside = findInside(value, read, isGiven)
    if (inside) faults.push({ kind: 'inside', sent: [name, ...inside.path].join('.'), field: inside.field })
  }
  return { values, foreign: others.map(([name]) => name), faults }
}

function isPlain(reading: Reading, name: string): boolean {
  return reading.kind === 'ours' && reading.index === null && reading.field === name
}

const maxDepth = 6

/** One of our fields that stands inside something else, and nowhere else. */
function findInside(
  value: unknown,
  read: NameReader,
  isGiven: (field: string) => boolean,
  depth = 0,
): { path: string[]; field: string } | null {
  const within = typeof value === 'string' ? parseObject(value) : value
  if (typeof within !== 'object' || within === null || depth > maxDepth) return null
  for (const [name, inner] of Object.entries(within)) {
    const reading: Reading = Array.isArray(within) ? { kind: 'foreign' } : read(name)
    const isOurs = reading.kind === 'ours' || reading.kind === 'near'
    if (isOurs && !isGiven(reading.field) && !isNothing(inner)) return { path: [name], field: reading.field }
    const found = findInside(inner, read, isGiven, depth + 1)
    if (found) return { ...found, path: [name, ...found.path] }
  }
  return null
}

/** Some tools write a whole body as the text of one field. */
function parseObject(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isNothing)
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
