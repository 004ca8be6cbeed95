/** Why somebody has a course, or does not: what was read, put in order and into words. */

import { readUserChoice } from '../accounts/user-choice.ts'
import type { Principal } from '../api/principal.ts'
import { type CourseInReach, getCourseInReach } from '../courses/find-course.ts'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isOpen, statusOf } from '../lib/states/enrollment-status.ts'
import { effectsOf } from './effects.ts'
import { presentAnother, presentEnrollment, presentGrant } from './present.ts'
import * as read from './read-facts.ts'
import { type Situation, summarize, whatWouldChange, whatWouldChangeWithin } from './what-would-change.ts'

export interface Question {
  readonly user: string
  readonly course: string
  readonly organization?: number | string
}

/**
 * Somebody of whom the organizations in reach know nothing is the same as somebody who is not there. Throws `not_found` for
 * a course out of reach and for an id of nobody here, and `invalid`.
 */
export async function explain(reader: Reader, principal: Principal, question: Question, now: Date) {
  const { organization: home, teams } = principal
  const course = await getCourseInReach(reader, principal, question)
  if (teams && course.organization_id !== home.id) throw new Refusal('not_found', 'It is no course of yours.')
  const choice = readUserChoice(question.user)
  const user = await read.findKnownUser(reader, home, choice, course.id)
  if (!user && 'id' in choice) throw new Refusal('not_found', `There is no user ${choice.id} here.`)
  const person = user ?? { id: null, email: 'email' in choice ? choice.email : '', first_name: null, last_name: null }
  const facts = await readFacts(reader, course, user, teams)
  const { enrollment, grants } = facts
  const operations = await read.readOperations(reader, principal, operationsOf(facts))
  const effects = effectsOf(grants)
  const isTheirs = (grant: read.GrantFacts) => teams === null || isOfTeams(grant, operations, teams)
  const situation = toSituation(person, course, { ...facts, grants: grants.filter(isTheirs) }, now)
  const { id, name, display_name, organization, archived_at } = course
  return {
    user: person,
    course: { id, name, display_name, organization, archived_at },
    has_access: enrollment !== null && isOpen(enrollment, now),
    status: situation.enrollment?.status ?? ('not_enrolled' as const),
    summary: summarize(situation),
    enrollment: enrollment && presentEnrollment(enrollment, operations),
    grants: grants.map(grant => {
      const gives = effects.get(grant.id) ?? null
      if (!isTheirs(grant)) return presentAnother(grant, gives)
      return presentGrant(grant, operations, gives, teams ? 'the organization' : 'an organization above')
    }),
    waits_for: [...facts.waits],
    what_would_change_it: teams
      ? whatWouldChangeWithin(situation, teamsThatGive(grants, isTheirs))
      : whatWouldChange(situation),
  }
}

/** An extension comes from nowhere: it is theirs if somebody of the teams gave it. */
function isOfTeams(
  { teamId, source, operationId }: read.GrantFacts,
  operations: ReadonlyMap<number, read.OperationFacts>,
  teams: readonly number[],
): boolean {
  if (teamId !== null) return teams.includes(teamId)
  return source === 'person' && operations.get(operationId)?.author.name != null
}

/** Whose seats give the course, where nothing else does: else it would stay when they are taken back. */
function teamsThatGive(
  grants: readonly read.GrantFacts[],
  isTheirs: (grant: read.GrantFacts) => boolean,
): readonly string[] {
  const standing = grants.filter(({ revokedAt }) => !revokedAt)
  const areSeats = standing.every(grant => grant.source === 'seat' && isTheirs(grant))
  return areSeats ? standing.flatMap(({ originName }) => originName ?? []) : []
}

type Facts = Awaited<ReturnType<typeof readFacts>>

async function readFacts(
  reader: Reader,
  course: CourseInReach,
  user: { readonly id: number } | null,
  teams: Principal['teams'],
) {
  const place = await read.readPlace(reader, course)
  if (!user) return { place, enrollment: null, grants: [], waits: [] }
  const of = { userId: user.id, courseId: course.id }
  const [enrollment, grants, waits] = await Promise.all([
    read.readEnrollment(reader, of),
    read.readGrants(reader, of),
    read.readWaits(reader, of, teams),
  ])
  return { place, enrollment, grants, waits }
}

function operationsOf({ enrollment, grants }: Facts): number[] {
  const ids = grants.flatMap(grant => [grant.operationId, grant.revokedOperationId])
  return [...ids, enrollment?.held_by].filter(id => typeof id === 'number')
}

function toSituation(
  person: { id: number | null; email: string; first_name: string | null; last_name: string | null },
  course: CourseInReach,
  { place, enrollment, grants, waits }: Facts,
  now: Date,
): Situation {
  const { email, first_name, last_name } = person
  return {
    email,
    person: `${first_name ?? ''} ${last_name ?? ''}`.trim() || email,
    isKnown: person.id !== null,
    course: { name: course.name, displayName: course.display_name, isArchived: course.archived_at !== null },
    organization: { slug: course.organization, timeZone: course.time_zone, ...place },
    enrollment: enrollment && {
      id: enrollment.id,
      status: statusOf(enrollment, now),
      startsAt: enrollment.starts_at,
      endsAt: enrollment.ends_at,
      hasEnded: enrollment.ends_at !== null && enrollment.ends_at <= now,
      suspendedAt: enrollment.suspended_at ?? enrollment.membership_suspended_at,
      membershipSuspended: enrollment.membership_suspended_at !== null,
      isHeld: enrollment.suspended_at !== null,
    },
    references: grants.flatMap(({ reference }) => reference ?? []),
    waits,
  }
}
