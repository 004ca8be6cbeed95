/**
 * Whom and what a body of the native API is about, for the log of a call that was refused: whatever else is wrong with it. The
 * same things have the same names in all of its bodies.
 */

import { sentElement } from '../http/validation/readable.ts'
import { hasUnreadable, tidyName } from '../lib/names.ts'
import { sayPerson } from '../lib/person.ts'
import { isPlan } from './plan-mode.ts'
import type { SentAbout, Teller } from './record-refused.ts'

const longest = { reference: 255, source: 100, course: 64 }
const mostCourses = 50

type Fields = Readonly<Record<string, unknown>>

/** Of a list that is refused as a whole: so many of it are told of. */
const mostOfList = 100

export const nativeTeller: Teller = {
  operationOf: request => request.routeOptions.config.operation,
  isTold: request => request.routeOptions.config.operation !== undefined && !isPlan(request),
  readSaid(request) {
    const { body } = request
    if (!Array.isArray(body)) return [readAbout(body)]
    return body.slice(0, mostOfList).map((_, index) => readAbout(sentElement(request, index)))
  },
}

export function readAbout(body: unknown): SentAbout {
  const sent = isFields(body) ? body : {}
  const person = isFields(sent.user) ? sent.user : typeof sent.user === 'string' ? { email: sent.user } : sent
  const courses = typeof sent.courses === 'string' ? sent.courses.split(',') : (sent.courses ?? [sent.course])
  return {
    ...sayPerson(person),
    reference: readText(sent.external_ref, longest.reference),
    courses: Array.isArray(courses) ? readCourses(courses) : [],
    source: readText(sent.source, longest.source),
  }
}

function readCourses(courses: readonly unknown[]): string[] {
  return [...new Set(courses.slice(0, mostCourses).flatMap(name => readText(name, longest.course) ?? []))]
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
