/** The native API's words for what the engine refuses. */

import { RefusedCall } from '../http/errors/refused-call.ts'
import { mostFaults, Refusal, type RefusalCode } from '../lib/refusal.ts'
import type { Problem, ProblemCode } from '../provisioning/intents/problem.ts'

const table: Record<ProblemCode, readonly [code: RefusalCode, words: (problem: Problem) => string]> = {
  required: ['invalid', () => 'is required'],
  wrong_type: ['invalid', () => 'is of the wrong type'],
  malformed: ['invalid', () => 'is not a valid email address'],
  invalid_characters: ['invalid', () => 'contains characters that cannot be seen, or cannot be stored'],
  too_long: ['invalid', ({ value }) => `is longer than ${value} characters`],
  out_of_range: ['invalid', ({ value }) => `must be from 1 to ${value}`],
  too_many: ['invalid', ({ value }) => `has more than ${value} entries`],
  unknown_field: [
    'invalid',
    ({ value }) => `is not known here${value === undefined ? '' : `: did you mean ${value}?`}`,
  ],
  doubled_field: [
    'invalid',
    ({ value }) => (value === undefined ? 'is there twice' : `says something else than ${value}`),
  ],
  not_valid: ['invalid', ({ value }) => String(value)],
  misplaced_field: ['invalid', () => 'is not where it belongs'],
  too_many_values: ['invalid', () => 'has more values than there are columns'],
  too_few_values: ['invalid', ({ value }) => `has fewer values than there are columns: ${value}`],
  unreadable_body: ['invalid', () => 'is not readable'],
  body_too_large: ['too_large', () => 'is too large'],
  unsupported_media_type: ['unsupported_media_type', () => 'must be JSON'],
  unknown_path: ['not_found', () => 'is not there'],
  method_not_allowed: ['method_not_allowed', ({ value }) => `takes only ${value}`],
  invalid_key: ['unauthenticated', () => 'is not valid'],
  organization_not_enabled: ['forbidden', () => 'is suspended, archived or not enabled for provisioning'],
  organization_archived: ['conflict', () => 'is archived: nothing of it changes any more'],
  not_permitted: [
    'forbidden',
    ({ value }) => `${value === undefined ? '' : `${value} `}allows more than you are allowed yourself`,
  ],
  lacks_permission: ['forbidden', ({ value }) => `takes the permission ${value}`],
  team_required: ['forbidden', () => 'must name a team: you may do this in teams alone'],
  not_for_teams: ['forbidden', ({ field }) => notForTeams[field] ?? 'is not for a team to say'],
  not_there: ['not_found', ({ value }) => `is not there: ${value}`],
  unknown_role: ['invalid', ({ value }) => `is no role here: ${value}`],
  unknown_course: ['invalid', ({ value }) => `names no active course of the organization: ${value}`],
  course_ended: ['invalid', ({ value, day }) => `names a course that ended on ${day}: ${value}`],
  unknown_enrollment: ['not_found', ({ value }) => `is none of the person's: ${value}`],
  unknown_product: ['invalid', ({ value }) => `names no active product of the organization: ${value}`],
  unknown_team: ['not_found', ({ value }) => `is no team of the organization: ${value}`],
  unknown_group: ['invalid', ({ value }) => `is no group of the organization: ${value}`],
  already_activated: ['conflict', ({ value }) => `has come in already: ${value}`],
  no_way_in_mailed: ['conflict', () => 'signs in elsewhere: nobody is mailed a way in here'],
  unknown_user: ['not_found', ({ value }) => `is not there: ${value}`],
  no_team: ['conflict', () => 'cannot be the first one: the person is in no team here'],
  team_name_taken: ['conflict', ({ value }) => `is taken by another team: ${value}`],
  external_id_taken: ['conflict', ({ value }) => `belongs to somebody else here: ${value}`],
  no_seats: ['conflict', ({ value }) => `is not among the seats: ${value}`],
  no_seats_left: ['conflict', ({ value }) => `has no seats left: ${value}`],
  seats_in_use: ['conflict', ({ value }) => `is less than the ${value} seats in use: say whose go with \`reclaim\``],
  team_in_use: ['conflict', () => 'has seats that learners hold: release them first'],
  unknown_reference: ['not_found', ({ value }) => `gave nothing here: ${value}`],
  unknown_grant: ['not_found', ({ value }) => `is not behind this enrollment: ${value}`],
  enrollment_revoked: ['conflict', () => 'is revoked: provision the course again'],
  not_longer: ['invalid', () => 'must lie after the end that it has'],
  same_account: ['invalid', () => 'is the very account that stays'],
  shared_account: [
    'conflict',
    ({ value }) => `cannot be merged: ${value} is not your organization's alone, or the person is more than a learner`,
  ],
  same_team: ['invalid', () => 'is the very team that it comes from'],
  changed_meanwhile: ['precondition_failed', () => 'names another state: it was changed since you read it'],
  already_invited: ['conflict', () => 'is invited already: send that invitation again'],
  invitation_over: ['conflict', () => 'is not open any more: it was accepted, withdrawn or sent again, or has expired'],
  link_over: ['gone', () => 'was revoked, or has expired'],
  link_used_up: ['gone', () => 'was followed by as many as it may be'],
  domain_not_allowed: ['invalid', ({ value }) => `must be an address at ${value}`],
  join_decided: ['conflict', () => 'is decided already'],
  left_team: [
    'conflict',
    ({ value }) => `gives a place back to somebody who has left team ${value}: bring them back first`,
  ],
  left_group: [
    'conflict',
    ({ value }) => `gives access back to somebody who has left group ${value}: bring them back first`,
  ],
  left_organization: [
    'conflict',
    ({ value }) => `gives access back to user ${value}, who has left the organization: bring them back first`,
  ],
  place_gone: ['conflict', ({ value }) => `gives access back by ${value}, which is gone: give it anew`],
  later_operation: ['conflict', ({ value }) => `cannot be undone before operation ${value}, which leans on it`],
  not_undoable: ['conflict', ({ value }) => `is not undone: ${value}`],
  undo_above: ['forbidden', () => 'was done from an organization above: it is undone from there'],
  permission_required: [
    'forbidden',
    ({ value }) => `takes the permission ${value} to be undone, as doing that directly does`,
  ],
  seller_only: [
    'forbidden',
    ({ value }) => `holds catalog item ${value}, which is sold from above: that is for its seller to say`,
  ],
  sellers_terms: ['forbidden', () => 'is said by the organization above that sold these seats'],
  sold_from_above: ['forbidden', () => 'took seats that are sold from above: they are given back there'],
  group_name_taken: ['conflict', ({ value }) => `brings back a group whose name another one has now: ${value}`],
  not_for_sale: ['not_found', ({ value }) => `is no catalog item that the team can buy: ${value}`],
  no_price: ['invalid', () => 'has no price in credits: take a catalog item, or let it be paid elsewhere (`external`)'],
  not_enough_credits: ['conflict', ({ value }) => `lacks ${value} credits`],
  unknown_order: ['not_found', ({ value }) => `is not there: ${value}`],
  unknown_line: ['invalid', ({ value }) => `holds no line of the order: ${value}`],
  order_closed: ['conflict', () => 'is cancelled: place another one'],
  order_completed: ['conflict', () => 'is completed: refund it instead'],
  order_not_completed: ['conflict', () => 'was never completed: there is nothing to refund, cancel it instead'],
  seats_held: [
    'conflict',
    ({ value }) => `must say whose seats go, \`newest\` or \`oldest\`: learners hold ${value} of them`,
  ],
  seats_gone: [
    'conflict',
    ({ value }) => `take back ${value} seats more than the team has: they were moved or taken away`,
  ],
  reference_taken: [
    'conflict',
    ({ value }) => `came before, with something else: it belongs to ${value}. Take another reference for another thing`,
  ],
  reference_refunded: ['conflict', ({ value }) => `was refunded before it came: ${value} gives nothing any more`],
  not_alone: [
    'conflict',
    ({ value }) =>
      `leave out a part of what came as one, by ${value}: refund all of it, or change the seats or the group`,
  ],
  reference_required: [
    'invalid',
    () => 'is required where seats are added, or an Idempotency-Key: a retry would add them twice',
  ],
}

const notForTeams: Readonly<Record<string, string>> = {
  payment: 'must be `credits`',
  groups: 'are not for a team to give',
  from: "must be `seats`: what you may give are the team's",
}

/** Who may not at all is told so first; then what is wrong; then what is missing; then what stands against it. */
const order: readonly RefusalCode[] = ['forbidden', 'gone', 'invalid', 'not_found', 'conflict']

/** What a field alone is about is told in words, without a code. */
const inWords: ReadonlySet<ProblemCode> = new Set([
  ...(['not_valid', 'sellers_terms', 'team_required', 'not_for_teams'] as const),
])

/** How a route tells what comes first of a refusal, where that is not what the table says. */
export type Say = (first: Problem) => Refusal | null

/** As it is said of what is read. */
export const sayNotThere: Say = ({ code, field, value }) => {
  if (code !== 'not_there') return null
  const message = 'is no organization of yours'
  if (field === 'organization') return new Refusal('not_found', `${field} ${message}`, [{ field, message }])
  return new Refusal('not_found', `There is no ${field} ${value}.`)
}

/** One refusal that names every problem. `operationId` is that of the line of the log that tells of it already. */
export function refusalOf(
  problems: readonly Problem[],
  operationId: number | null = null,
  say: Say = () => null,
): RefusedCall {
  const said = problems[0] && say(problems[0])
  if (said) return new RefusedCall(said.code, said.message, problems, { errors: said.errors, operationId })
  const codes = problems.map(({ code }) => table[code][0])
  const code = order.find(code => codes.includes(code)) ?? codes[0] ?? 'invalid'
  const errors = problems.slice(0, mostFaults).map(problem => ({
    field: problem.field,
    ...(!inWords.has(problem.code) && { code: problem.code }),
    message: table[problem.code][1](problem),
  }))
  const [first] = problems
  if (code === 'forbidden' && first?.code === 'lacks_permission')
    return new RefusedCall(code, `This takes the permission ${first.value}.`, problems, { operationId })
  const words = errors.map(({ field, message }) => `${field || 'organization'} ${message}`).join('; ')
  return new RefusedCall(code, words, problems, { errors, operationId })
}
