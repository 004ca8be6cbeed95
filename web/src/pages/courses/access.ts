/** Until when a course can be used, in plain words. */
import type { Course } from '../../api/person/me.ts'
import { locale } from '../../text/language.ts'
import { text } from '../../text/text.ts'

/** One line, without a stop at the end; moments are told in the reader's own time zone. */
export function describeAccess(course: Course, now: number): string {
  switch (course.status) {
    case 'active':
      return course.ends_at ? describeEnd(Date.parse(course.ends_at), now) : text.access.forEver
    case 'upcoming':
      return text.access.startsOn(formatDate(Date.parse(course.starts_at)))
    case 'suspended':
      return text.access.suspended(course.organization.name)
    case 'expired':
      return course.ends_at ? text.access.endedOn(formatLastDay(Date.parse(course.ends_at))) : text.access.ended
    case 'revoked':
      return text.access.revoked(course.organization.name)
    case 'completed':
      return text.access.completed
  }
}

/** The hour matters only when it is near. */
function describeEnd(end: number, now: number) {
  const left = end - now
  const moment = left < 2 * day ? formatMoment(end) : formatLastDay(end)
  return text.access.until(moment, formatTimeLeft(left))
}

function formatTimeLeft(left: number) {
  if (left < hour) return text.access.lessThanAnHour
  if (left < 2 * day) return formatCount(Math.floor(left / hour), 'hour')
  if (left < 60 * day) return formatCount(Math.floor(left / day), 'day')
  // Rounded: a minute after six months were given, "5 months left" would look like a mistake.
  if (left < 24 * month) return formatCount(Math.round(left / month), 'month')
  return formatCount(Math.round(left / (12 * month)), 'year')
}

function formatCount(count: number, unit: 'hour' | 'day' | 'month' | 'year') {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

/** `end` is the first moment without access: a course that ends at midnight was open until the day before. */
function formatLastDay(end: number) {
  return formatDate(end - 1)
}

function formatDate(moment: number) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(moment)
}

function formatMoment(moment: number) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(moment)
}

const hour = 3_600_000
const day = 24 * hour
const month = 30.436875 * day
