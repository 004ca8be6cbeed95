/** Sorts what somebody sent into fields of ours and others: nothing that may have been meant for one of ours is left aside. */
import type { FieldName, NameReader, Reading } from './field-names.ts'
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
  const near: [name: string, fields: readonly FieldName[]][] = []
  const others: [name: string, value: unknown][] = []
  const entries = new Map<string, { index: number; value: unknown }[]>()
  for (const [name, value] of plain) {
    const reading = read(name)
    if (reading.kind === 'near') near.push([name, reading.fields])
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
  for (const [sent, fields] of near) {
    const meant = fields.find(({ name }) => !isGiven(name)) ?? fields[0]
    if (meant) faults.push({ kind: 'near', sent, field: meant.name })
  }
  for (const [name, value] of others) {
    const reading = read(name)
    const lacking = reading.kind === 'perhaps' && !isNothing(value) ? findLacking(reading.fields, value, values) : null
    if (lacking) faults.push({ kind: 'near', sent: name, field: lacking.name })
    const inside = findInside(value, read, isGiven)
    if (inside) faults.push({ kind: 'inside', sent: [name, ...inside.path].join('.'), field: inside.field })
  }
  return { values, foreign: others.map(([name]) => name), faults }
}

function isPlain(reading: Reading, name: string): boolean {
  return reading.kind === 'ours' && reading.index === null && reading.field === name
}

/** The field that is not given and that the value may be meant for. A whole name that says the first name again says no other. */
function findLacking(
  fields: readonly FieldName[],
  value: unknown,
  values: SentFields['values'],
): FieldName | undefined {
  if (fields.some(({ name }) => !isNothing(values[name]) && isSame(value, values[name]))) return undefined
  return fields.find(({ name, isList }) => isNothing(values[name]) && (isList || !hasFields(value)))
}

function hasFields(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasFields) : typeof value === 'object' && value !== null
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
  const isMeant = (name: string, inner: unknown) => {
    const field = findMeant(read(name), isGiven)
    return field !== undefined && !isNothing(inner) ? { path: [name], field } : null
  }
  for (const [name, inner] of findPairs(within)) {
    const found = isMeant(name, inner)
    if (found) return found
  }
  for (const [name, inner] of Object.entries(within)) {
    const found = Array.isArray(within) ? null : isMeant(name, inner)
    if (found) return found
    const deeper = findInside(inner, read, isGiven, depth + 1)
    if (deeper) return { ...deeper, path: [name, ...deeper.path] }
  }
  return null
}

/** Of what may be meant only what was bought is looked for inside: `line_items` hold it, and names stand in anything. */
function findMeant(reading: Reading, isGiven: (field: string) => boolean): string | undefined {
  if (reading.kind === 'foreign') return undefined
  if (reading.kind === 'ours') return isGiven(reading.field) ? undefined : reading.field
  const fields = reading.kind === 'perhaps' ? reading.fields.filter(field => field.isList) : reading.fields
  return fields.find(({ name }) => !isGiven(name))?.name
}

const wordsForName = [
  'key',
  'name',
  'field',
  'label',
  'title',
  'id',
  'slug',
  'ref',
  'question',
  'property',
  'attribute',
]
const wordsForValue = ['value', 'values', 'answer', 'answers', 'text', 'content', 'response']

/** Names with a value, as forms write them: `{"key":"courses","value":"ielts"}`, or `["courses","ielts"]`. */
function findPairs(within: object): [name: string, value: unknown][] {
  const fields = within as Readonly<Record<string, unknown>>
  const value = Array.isArray(within) ? within[1] : wordsForValue.map(word => fields[word]).find(one => !isNothing(one))
  if (isNothing(value) || (Array.isArray(within) && within.length !== 2)) return []
  const names = Array.isArray(within) ? [within[0]] : wordsForName.map(word => fields[word])
  return names.flatMap(name => (typeof name === 'string' ? [[name, value]] : []))
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
