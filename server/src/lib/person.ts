/**
 * Who is meant, and what they are called: one reading for every face. A face says which of its fields are which, and has its own
 * words for what is wrong. Pure.
 */
import { maxEmailLength, normalizeEmail } from './email.ts'
import { isBlank, readName, tidyName } from './names.ts'

export const maxNameLength = 150

/** What the native API takes. */
export interface Names {
  readonly first_name?: string
  /** May be empty. */
  readonly last_name?: string
}

/** As it came, whatever its types. Null and absent are one. */
export interface SentPerson {
  readonly email?: unknown
  readonly first_name?: unknown
  readonly last_name?: unknown
  /** The whole name, in place of the two. */
  readonly name?: unknown
}

export interface PersonFault {
  readonly field: keyof SentPerson
  readonly code: 'required' | 'wrong_type' | 'malformed' | 'invalid_characters' | 'too_long' | 'doubled_field'
  readonly value?: string | number
}

export interface ReadPerson {
  /** Normalized, or the text that is no address. Null: none was said, or none that could be kept. */
  readonly email: string | null
  /** Null: not said, or not fit to be kept. */
  readonly firstName: string | null
  /** The same; empty: there is none. */
  readonly lastName: string | null
  readonly faults: readonly PersonFault[]
}

type ReadNames = Pick<ReadPerson, 'firstName' | 'lastName'>
type Fault = Omit<PersonFault, 'field'>
type Text = { readonly text: string | null; readonly fault?: Fault }

/**
 * `needed` are the fields that must be said, and not be blank; by default those that are there at all. A whole name stands for
 * both names.
 */
export function readPerson(sent: SentPerson, needed: readonly Needed[] = needable.filter(isIn(sent))): ReadPerson {
  const faults: PersonFault[] = []
  const take = (field: keyof SentPerson, { text, fault }: Text) => {
    if (fault) faults.push({ field, ...fault })
    return text
  }
  const need = (field: Needed, read: Text) =>
    take(field, needed.includes(field) && !read.text && !read.fault ? { ...read, fault: { code: 'required' } } : read)
  const email = need('email', readEmail(sent.email))
  const whole = sent.name == null ? null : readWhole(sent)
  if (whole) {
    if (whole.fault) faults.push({ field: 'name', ...whole.fault })
    return { email, firstName: whole.firstName, lastName: whole.lastName, faults }
  }
  const firstName = need('first_name', readName(sent.first_name, maxNameLength))
  return { email, firstName, lastName: take('last_name', readName(sent.last_name, maxNameLength)), faults }
}

const needable = ['email', 'first_name'] as const
type Needed = (typeof needable)[number]

const isIn = (sent: SentPerson) => (field: Needed) => sent[field] !== undefined

/** As far as it can be kept, for the log: whatever is wrong with it. */
export function sayPerson(sent: SentPerson): Omit<ReadPerson, 'faults'> {
  const parts = [sent.first_name, sent.last_name].some(part => typeof part === 'string' && !isBlank(part))
  const { faults: _, ...person } = readPerson(parts ? { ...sent, name: null } : sent)
  return person
}

/** What stands around an address unseen is no fault of it. */
function readEmail(value: unknown): Text {
  const email = typeof value === 'string' ? normalizeEmail(value) : null
  if (email !== null) return { text: email }
  const read = readName(value, maxEmailLength)
  return read.text ? { text: read.text, fault: { code: 'malformed' } } : { ...read, text: null }
}

/** It is cut at its last blank, or as its parts say: where they are there they say the same. */
function readWhole({ name, first_name: first, last_name: last }: SentPerson): ReadNames & { readonly fault?: Fault } {
  const { text: whole, fault } = readName(name, 2 * maxNameLength + 1)
  if (!whole) return { firstName: null, lastName: null, fault: fault ?? { code: 'required' } }
  const end = whole.lastIndexOf(' ')
  const cut = end < 0 ? [whole, ''] : [whole.slice(0, end), whole.slice(end + 1)]
  const parts = [first, last].map(part => (typeof part === 'string' ? tidyName(part) : null))
  const [firstName = '', lastName = ''] = parts[0] != null && parts[1] != null ? (parts as string[]) : cut
  const names = { firstName, lastName }
  if (tidyName(`${parts[0] ?? firstName} ${parts[1] ?? lastName}`) !== whole)
    return { ...names, fault: { code: 'doubled_field', value: 'first_name and last_name' } }
  if ([firstName, lastName].some(part => part !== '' && isBlank(part)))
    return { ...names, fault: { code: 'invalid_characters' } }
  if ([firstName, lastName].some(part => [...part].length > maxNameLength))
    return { ...names, fault: { code: 'too_long', value: maxNameLength } }
  return names
}

/** The faults in the words of the native API, by field, as `refuseInvalid` takes them; `prefix` is where the person stands. */
export function personProblems({ faults }: Pick<ReadPerson, 'faults'>, prefix = ''): Record<string, string> {
  return Object.fromEntries(faults.map(fault => [`${prefix}${fault.field}`, say(fault)]))
}

function say({ field, code, value }: PersonFault): string {
  if (field === 'email') return 'must be a mail address, such as jane@example.com'
  if (code === 'required') return 'must not be empty'
  if (code === 'too_long') return `must have at most ${value} characters`
  return 'must be one line of characters that can be read'
}
