/** What a report is about: of which organizations, of which team or course, and in which days of their calendar. */
import { Temporal } from 'temporal-polyfill'
import type { Principal } from '../api/principal.ts'
import { listCourseIds } from '../courses/find-course.ts'
import type { Reader } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { getOrganizationInReach, listOrganizationIds, type PlaceChoice } from '../reach/find-organization.ts'
import { requireInReach } from '../reach/require-in-reach.ts'

export interface ReportChoice extends PlaceChoice {
  readonly team?: number
  readonly course?: string
  /** Days, both included. */
  readonly from?: string
  readonly to?: string
}

export interface Scope {
  readonly organizationIds: readonly number[]
  readonly courseIds: readonly number[]
  readonly teamId: number | null
  readonly timeZone: string
  readonly from: Date
  /** The first moment that is not in it any more. */
  readonly before: Date
}

/** Without days: the last `days`, today included. Throws `not_found` for what is out of reach, and `invalid`. */
export async function readScope(
  reader: Reader,
  principal: Principal,
  { organization, below, team, course, from, to }: ReportChoice,
  { days, now }: { days: number; now: Date },
): Promise<Scope> {
  const home = principal.organization
  const { time_zone: timeZone } = await getOrganizationInReach(reader, home, organization)
  if (team !== undefined) await requireInReach(reader, principal, { table: 'teams', field: 'team', id: team })
  const [organizationIds, courseIds] = await Promise.all([
    listOrganizationIds(reader, home, { organization, below }),
    listCourseIds(reader, principal, { organization, below, course }),
  ])
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const last = readDay(to) ?? today
  const first = readDay(from) ?? last.subtract({ days: days - 1 })
  refuseInvalid({ from: Temporal.PlainDate.compare(first, last) > 0 ? 'must not lie after `to`' : null })
  const startOf = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
  const before = startOf(last.add({ days: 1 }))
  return { organizationIds, courseIds, teamId: team ?? null, timeZone, from: startOf(first), before }
}

function readDay(text: string | undefined): Temporal.PlainDate | undefined {
  return text === undefined ? undefined : Temporal.PlainDate.from(text)
}
