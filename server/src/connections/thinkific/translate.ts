/**
 * Between Thinkific's rows and ours. Pure. What they leave out or have for nobody any more is null; a moment that cannot be read is
 * an error, since to take it for none would be access for ever.
 */
import type { NamedTarget, Page, Person, Progress, TheirEnrollment, TheirPerson } from '../platform.ts'
import type { Period } from '../reconcile.ts'

/** How Thinkific may know people by our ids: by which of its ways to sign in. */
export type SignOnProvider = 'SSO' | 'OPENID_CONNECT'

export class NotUnderstood extends Error {}

type Row = Readonly<Record<string, unknown>>

/** Both names are required there, and we have people with one. */
const noName = '-'

export function personSent({ id, email, firstName, lastName }: Person, provider: SignOnProvider | null) {
  return {
    ...changesSent({ email, firstName, lastName }),
    send_welcome_email: false,
    // What the school asks of those who sign up themselves, nobody is here to fill in.
    skip_custom_fields_validation: true,
    ...(provider && { external_id: String(id), provider }),
  }
}

export function changesSent({ email, firstName, lastName }: Partial<Omit<TheirPerson, 'id'>>) {
  return {
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { first_name: firstName.trim() || noName }),
    ...(lastName !== undefined && { last_name: lastName.trim() || noName }),
  }
}

/** Both always, and null for nothing: what is left out stays, or is a preview. */
export function periodSent({ from, until }: Period) {
  return {
    activated_at: from && inWholeSeconds(from, Math.floor),
    // Nobody is shut out in the second that is theirs.
    expiry_date: until && inWholeSeconds(until, Math.ceil),
  }
}

export function personOf(row: unknown): TheirPerson | null {
  const { id, email, first_name, last_name } = asRow(row)
  if (!isId(id) || typeof email !== 'string') return null
  return { id: String(id), email, firstName: nameOf(first_name), lastName: nameOf(last_name) }
}

export function enrollmentOf(row: unknown): TheirEnrollment | null {
  const { id, user_id, user_email, course_id, activated_at, expiry_date, ...rest } = asRow(row)
  if (!isId(id) || !isId(user_id) || !isId(course_id)) return null
  return {
    id: String(id),
    personId: String(user_id),
    email: typeof user_email === 'string' ? user_email : null,
    target: { kind: 'course', id: String(course_id) },
    period: { from: momentOf(activated_at), until: momentOf(expiry_date) },
    progress: progressOf(rest),
  }
}

export function courseOf(row: unknown): NamedTarget | null {
  const { id, name } = asRow(row)
  return isId(id) ? { kind: 'course', id: String(id), name: String(name ?? ''), courses: [] } : null
}

/** Of a product there; null: it is of a course. Only products tell which bundles there are. */
export function bundleIdOf(row: unknown): string | null {
  const { productable_type, productable_id } = asRow(row)
  return productable_type === 'Bundle' && isId(productable_id) ? String(productable_id) : null
}

export function bundleOf(row: unknown): NamedTarget | null {
  const { id, name, course_ids } = asRow(row)
  if (!isId(id)) return null
  const courses = Array.isArray(course_ids) ? course_ids.filter(isId).map(String) : []
  return { kind: 'bundle', id: String(id), name: String(name ?? ''), courses }
}

/** Null: it is no list. */
export function pageOf<One>(said: unknown, page: number, of: (row: unknown) => One | null): Page<One> | null {
  const { items, meta } = asRow(said)
  if (!Array.isArray(items)) return null
  const next = Number(asRow(asRow(meta).pagination).next_page ?? 0)
  const rows = items.map(of).filter(one => one !== null)
  return { rows, next: next > page ? page + 1 : null }
}

/** Whether what was refused is an address that another has. */
export function isTaken(said: unknown): boolean {
  const { email } = asRow(asRow(said).errors)
  return [email].flat().some(words => typeof words === 'string' && /taken/i.test(words))
}

function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {}
}

function isId(value: unknown): value is number | string {
  return (typeof value === 'number' && value > 0) || (typeof value === 'string' && value !== '')
}

function nameOf(value: unknown): string {
  return typeof value === 'string' && value !== noName ? value : ''
}

function momentOf(value: unknown): Date | null {
  if (value === null || value === undefined || value === '') return null
  const date = new Date(String(value))
  if (Number.isNaN(date.getTime())) throw new NotUnderstood(`${JSON.stringify(value)} is no moment`)
  return date
}

/** A number, or in events a text. */
function progressOf({ percentage_completed, completed, completed_at, updated_at }: Row): Progress {
  const done = Number(percentage_completed ?? 0)
  const completedAt = momentOf(completed_at) ?? (completed === true ? momentOf(updated_at) : null)
  return { done: done > 0 ? Math.min(1, done) : 0, completedAt }
}

function inWholeSeconds(date: Date, round: (seconds: number) => number): string {
  return new Date(round(date.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}
