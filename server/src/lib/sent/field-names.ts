/**
 * What a name that somebody sent says: one of our fields, one that looks like it, or something of theirs. A name is ours
 * whatever its case, its marks and blanks, and with a number where a field is a list: none of it can mean anything else.
 * What is near to one of ours is never left aside, since it may have been meant.
 */
import { likeLatin } from './like-latin.ts'
import { wellKnownNames } from './well-known-names.ts'

export interface FieldName {
  readonly name: string
  readonly isList?: boolean
  /** Words of others for it, taken like its own name. */
  readonly alsoCalled?: readonly string[]
}

export type Reading =
  /** `index`: of one entry of a list. */
  | { readonly kind: 'ours'; readonly field: string; readonly index: number | null }
  /** Of the fields that it looks like the nearest first. */
  | { readonly kind: 'near'; readonly fields: readonly FieldName[] }
  /** Foreign, unless one of these fields is not given. */
  | { readonly kind: 'perhaps'; readonly fields: readonly FieldName[] }
  | { readonly kind: 'foreign' }

export type NameReader = (sent: string) => Reading

/** Reads names as those of these fields. What was read once is known again, up to a thousand names. */
export function createNameReader(fields: readonly FieldName[]): NameReader {
  const names = new Map(
    fields.flatMap(field => [field.name, ...(field.alsoCalled ?? [])].map(name => [lettersOf(name), field] as const)),
  )
  const known = new Map<string, Reading>()
  return sent => {
    const reading = known.get(sent) ?? readName(sent, fields, names)
    if (known.size < 1000) known.set(sent, reading)
    return reading
  }
}

/** The closest of these names, where one is close: for saying what may have been meant. */
export function findNearName(sent: string, names: readonly string[]): string | undefined {
  const reading = readName(
    sent,
    names.map(name => ({ name })),
    new Map(names.map(name => [lettersOf(name), { name }])),
  )
  return reading.kind === 'ours' ? reading.field : reading.kind === 'foreign' ? undefined : reading.fields[0]?.name
}

function readName(sent: string, fields: readonly FieldName[], names: ReadonlyMap<string, FieldName>): Reading {
  const letters = lettersOf(sent)
  const same = names.get(letters)
  if (same) return { kind: 'ours', field: same.name, index: null }
  const [, start = '', digits = ''] = /^(.*?)(\d{1,6})$/u.exec(letters) ?? []
  const list = names.get(start)
  if (list?.isList) return { kind: 'ours', field: list.name, index: Number(digits) }
  const near = [...names]
    .map(([name, field]) => ({ field, far: distance(letters, name), most: name.length < 10 ? 1 : 2 }))
    .filter(({ far, most }) => far <= most)
    .sort((a, b) => a.far - b.far)
  if (near.length > 0) return { kind: 'near', fields: [...new Set(near.map(({ field }) => field))] }
  const unnumbered = letters.replace(/\d{1,6}$/u, '')
  const perhaps = fields.filter(({ name }) => wellKnownNames[name]?.test(unnumbered))
  return perhaps.length > 0 ? { kind: 'perhaps', fields: perhaps } : { kind: 'foreign' }
}

/** Its letters and digits, small: what is left of `E-Mail`, ` email ` and `firstName`. */
function lettersOf(name: string): string {
  return likeLatin(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** How many letters were left out, put in, taken for others or for their neighbours, each once; 3 stands for more too. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const turned = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + cost,
        turned ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = row
    row = next
  }
  return Math.min(3, at(row, b.length))
}

function at(row: readonly number[], index: number): number {
  return row[index] as number
}
