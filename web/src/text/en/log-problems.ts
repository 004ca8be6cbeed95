import type { components } from '../../api/schema.gen.ts'
import { findWord } from '../find-word.ts'
import { callPermission, permissions } from './permissions.ts'
import { roles } from './roles.ts'

type Code = components['schemas']['ProblemCode']
type Words = (value: string) => string

/** What fields of a call are to people. */
const fields: Record<string, string> = {
  '': 'What was sent',
  email: 'The email address',
  'user.email': 'The email address',
  first_name: 'The first name',
  'user.first_name': 'The first name',
  last_name: 'The last name',
  'user.last_name': 'The last name',
  courses: 'The list of courses',
  products: 'The list of products',
  groups: 'The list of groups',
  'team.name': 'The name of the team',
  'team.role': 'The role in the team',
  tenure_months: 'The number of months',
  'access.until': 'The end of access',
  external_ref: 'The reference',
  'user.external_id': 'The person’s own id',
  quantity: 'The number of seats',
}

/** What is wrong with a field. */
const faults = {
  required: () => 'is missing',
  wrong_type: () => 'is not of the right kind, such as words where a number belongs',
  malformed: () => 'is no valid email address',
  invalid_characters: () => 'has characters in it that cannot be stored',
  too_long: value => `is longer than ${value} characters`,
  out_of_range: value => `is not between 1 and ${value}`,
  too_many: value => `has more than ${value} entries`,
  not_longer: () => 'lies before the end that it has already',
  unknown_field: value => `is not known here${value && `: “${value}” may be meant`}`,
  not_valid: value => value,
  doubled_field: () => 'is there twice',
  misplaced_field: () => 'is not where it belongs',
  unreadable_body: () => 'could not be read',
  body_too_large: () => 'is too large',
  unsupported_media_type: () => 'is no JSON',
  too_many_values: () => 'has more values than there are columns',
  too_few_values: () => 'has fewer values than there are columns',
} satisfies Partial<Record<Code, Words>>

/** What is to be done instead of undoing something. */
export const notUndoable = {
  refund_order: 'An order is not undone: refund it instead.',
  cancel_order: 'An order is not undone: cancel it instead.',
  place_order: 'What became of an order stays: place another one.',
  extend_enrollment: 'The time was over, and nobody decided that: extend the enrollment to give more.',
  end_invitation: 'This is not undone: withdraw the invitation, or give it another end.',
  invite_again: 'The link in the mail is dead: invite again.',
  send_invitation_again: 'Its time was over: send the invitation again.',
  make_team: 'A team is not brought back, its name may be taken: make it anew.',
  set_courses: 'This is not undone: set the courses again as they were.',
  give_place: 'This is not undone: put the person into the team, group or course.',
  give_again: 'This is not undone: give it anew, under another reference.',
  undo_above: 'It was done from an organization above: it is undone there.',
  nothing: 'There is nothing in it that could be undone.',
}

/** Why something was refused, in a sentence. */
const problems: Record<Exclude<Code, keyof typeof faults | 'invalid_key'>, Words> = {
  unknown_course: value => `There is no active course “${value}” here.`,
  course_ended: value => `Access to the course “${value}” has ended for everybody.`,
  unknown_enrollment: value => `The person does not have the course “${value}”.`,
  unknown_product: value => `There is no active product “${value}” here.`,
  unknown_team: value => `There is no team “${value}” here.`,
  unknown_group: value => `There is no group “${value}” here.`,
  unknown_user: value => `There is nobody with the id or the email ${value} here.`,
  unknown_grant: () => 'That reason does not belong to this course of the person.',
  unknown_order: value => `There is no order ${value} here.`,
  unknown_line: value => `The order has no line ${value}.`,
  unknown_path: () => 'There is nothing at the address that was called.',
  method_not_allowed: value => `That address is called in another way: ${value}.`,
  organization_not_enabled: () => 'The organization is suspended, or not enabled for provisioning.',
  organization_archived: () => 'The organization is archived: nothing of it changes any more.',
  not_permitted: value => {
    if (value === '') return mayNot()
    return Object.hasOwn(permissions, value)
      ? mayNot(value)
      : `The role “${roles.called(value)}” allows more than the key or the person may do.`
  },
  already_activated: () => 'The person has come in already.',
  no_way_in_mailed: () => 'The person signs in elsewhere: nobody is mailed a way in here.',
  no_team: () => 'The person is in no team here.',
  team_name_taken: value => `Another team is called “${value}”.`,
  group_name_taken: value => `Another group is called “${value}” by now.`,
  reference_taken: value => `The reference came before with something else: it belongs to ${value}.`,
  reference_refunded: () => 'It was refunded before it came.',
  not_alone: value => `More courses came as one, by “${value}”: refund all of it.`,
  unknown_reference: value => `Nothing came by the reference ${value}.`,
  external_id_taken: value => `The id ${value} belongs to somebody else here.`,
  no_seats: value => `The team has no seats of “${value}”.`,
  no_seats_left: value => `The team has no seats of “${value}” left.`,
  seats_in_use: value => `Learners sit on ${value} of the seats: say whose go.`,
  seats_held: value => `Learners sit on ${value} of the seats: say whose go.`,
  seats_gone: value => `The team has ${value} seats fewer than that: they were moved or taken away.`,
  team_in_use: () => 'Learners sit on seats of the team: free these first.',
  same_team: () => 'It is the very team that it comes from.',
  reference_required: () =>
    'Where seats are added a reference is needed: a call that comes again would add them twice.',
  changed_meanwhile: () => 'It was changed since it was read.',
  enrollment_revoked: () => 'The course was taken away: provision it again.',
  already_invited: () => 'The person is invited already: send that invitation again.',
  invitation_over: () => 'The invitation is not open any more.',
  link_over: () => 'The link was ended, or has expired.',
  link_used_up: () => 'The link was followed by as many people as it may be.',
  domain_not_allowed: value => `The email address must be one at ${value}.`,
  join_decided: () => 'This request was decided already.',
  later_operation: value => `Operation ${value} leans on it: undo that one first.`,
  not_undoable: remedy => findWord(notUndoable, remedy) ?? remedy,
  undo_above: () => 'It was done from an organization above: it is undone from there.',
  permission_required: value =>
    `Undoing it takes the permission ${callPermission(value)}, as doing the same directly does.`,
  sold_from_above: () => 'The seats are sold from above, and are given back there.',
  left_team: () => 'The person has left the team since: bring them back first.',
  left_group: () => 'The person has left the group since: bring them back first.',
  left_organization: () => 'The person has left the organization since: bring them back first.',
  place_gone: value => `What it came from is gone (${value}): give it anew.`,
  not_for_sale: () => 'The team cannot buy this.',
  no_price: () => 'It has no price in credits.',
  not_enough_credits: value => `${value} credits are lacking.`,
  order_closed: () => 'The order is cancelled.',
  order_completed: () => 'The order is completed.',
  order_not_completed: () => 'The order was never completed.',
  lacks_permission: mayNot,
  team_required: () => 'Whoever may do this in teams alone must say in which one.',
  not_for_teams: () => 'It says something that is not for a team to say.',
  not_there: value => `What it names is not there: ${value}.`,
  unknown_role: value => `There is no role “${value}” here.`,
  same_account: () => 'It is the very account that stays.',
  shared_account: value =>
    `The account ${value} is not this organization’s alone, or its person is more than a learner: it cannot be merged.`,
  sellers_terms: () => 'How long access lasts is said by the organization above that sold these seats.',
  seller_only: value => `Catalog item ${value} is sold from above: that is for its seller to say.`,
}

function mayNot(permission?: string): string {
  return `The key or the person may not do this${permission ? `: it takes the permission ${callPermission(permission)}` : ''}.`
}

const keyStates: Record<string, string> = {
  unknown: 'The key is not known here.',
  mistyped: 'The key has a typing mistake in it.',
  revoked: 'The key was revoked.',
  expired: 'The key has expired.',
  not_allowed_from_here: 'The key may not be used from this address.',
}

/** Why something was refused, as the log keeps it: a sentence of its own, or what is wrong with which field. */
export function problem(code: string, field: string, value: string): string {
  if (code === 'invalid_key') return keyStates[value] ?? 'The key is not valid.'
  if (code === 'not_valid' && field === '') return value
  const fault = findWords(faults, code)?.(value)
  if (fault) return `${fields[field] ?? `“${field}”`} ${fault}.`
  return findWords(problems, code)?.(value) ?? [plain(code), value].filter(Boolean).join(': ')
}

/** What was called, of a call whose kind says no more than that it was another one. */
export function called(call: string): string {
  const [method = '', ...address] = call.split(' ')
  return `It called ${method.toUpperCase()} ${address.join(' ')}.`
}

/** None of a code that is newer than the words. */
function findWords(words: Readonly<Record<string, Words>>, code: string): Words | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined
}

/** A word of the API that has none of ours. */
export function plain(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
