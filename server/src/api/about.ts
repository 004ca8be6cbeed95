/**
 * Whom and what a body of the native API is about, for the log of a call that was refused: whatever else is wrong with it. The
 * same things have the same names in all of its bodies.
 */
import { normalizeEmail } from '../lib/email.ts'
import { hasUnreadable, tidyName } from '../lib/names.ts'
import type { About } from '../provisioning/intents/intent.ts'

const longest = { email: 254, name: 150, reference: 255, source: 100, course: 64 }
const mostCourses = 50

type Fields = Readonly<Record<string, unknown>>

export function readAbout(body: unknown): About & { readonly source: string | null } {
  const sent = isFields(body) ? body : {}
  const person = isFields(sent.user) ? sent.user : typeof sent.user === 'string' ? { email: sent.user } : sent
  const courses = typeof sent.courses === 'string' ? sent.courses.split(',') : (sent.courses ?? [sent.course])
  return {
    email: readEmail(person.email),
    ...readNames(person),
    reference: readText(sent.external_ref, longest.reference),
    courses: Array.isArray(courses) ? readCourses(courses) : [],
    source: readText(sent.source, longest.source),
  }
}

function readCourses(courses: readonly unknown[]): string[] {
  return [...new Set(courses.slice(0, mostCourses).flatMap(name => readText(name, longest.course) ?? []))]
}

/** A whole name is cut at its last blank. */
function readNames({ first_name, last_name, name }: Fields) {
  const [firstName, lastName] = [readText(first_name, longest.name), readText(last_name, longest.name)]
  const whole = readText(name, 2 * longest.name)
  if (firstName !== null || lastName !== null || whole === null) return { firstName, lastName }
  const end = whole.lastIndexOf(' ')
  return end < 0 ? { firstName: whole, lastName } : { firstName: whole.slice(0, end), lastName: whole.slice(end + 1) }
}

/** Normalized, or as it was sent. */
function readEmail(value: unknown): string | null {
  const text = readText(value, longest.email)
  return text && (normalizeEmail(text) ?? text)
}

/** Null: none, or none that can be kept. */
function readText(value: unknown, most: number): string | null {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || text.length > 10 * most) return null
  const tidied = tidyName(text)
  return tidied === '' || hasUnreadable(tidied) || [...tidied].length > most ? null : tidied
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
