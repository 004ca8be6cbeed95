/** Takes a person out of what was written down of others' doings: names, addresses and what was kept about them. Pure. */

export interface Traces {
  /** Of the account, and of the addresses it had before. */
  readonly ids: ReadonlySet<number>
  /** Every address, and the whole name. */
  readonly texts: readonly string[]
}

/** What stands where something was taken out. */
export const erased = '[erased]'

/** What a row says of a person whose id or address it holds. */
const personal = new Set([
  ...['email', 'first_name', 'last_name', 'name', 'external_id', 'tags', 'custom_fields', 'locale'],
  ...['earlier_emails', 'wanted_email', 'address', 'ip', 'picture'],
])
const ids = ['id', 'user', 'user_id', 'userId']

/** `isAbout`: the whole of it is about the person. */
export function scrub(value: unknown, traces: Traces, isAbout = false): unknown {
  if (typeof value === 'string') return scrubText(value, traces)
  if (Array.isArray(value)) return value.map(entry => scrub(entry, traces))
  if (typeof value !== 'object' || value === null) return value
  const row = value as Readonly<Record<string, unknown>>
  const isTheirs = isAbout || holdsAddress(row, traces) || holdsId(row, traces)
  return Object.fromEntries(
    Object.entries(row).map(([name, inner]) => [
      name,
      isTheirs && personal.has(name) ? blank(inner) : scrub(inner, traces),
    ]),
  )
}

export function scrubText(text: string, { texts }: Traces): string {
  return texts.reduce((rest, trace) => rest.replaceAll(new RegExp(RegExp.escape(trace), 'giu'), erased), text)
}

/** An id is a person's only where something of a person stands beside it: a course has one too. */
function holdsId(row: Readonly<Record<string, unknown>>, { ids: theirs }: Traces): boolean {
  return 'first_name' in row && ids.some(name => theirs.has(row[name] as number))
}

function holdsAddress({ email }: Readonly<Record<string, unknown>>, { texts }: Traces): boolean {
  return typeof email === 'string' && texts.includes(email.toLowerCase())
}

/** In the same shape: what reads it later finds what it looks for. */
function blank(value: unknown): unknown {
  if (Array.isArray(value)) return []
  if (typeof value === 'string') return ''
  return typeof value === 'object' && value !== null ? {} : value
}
