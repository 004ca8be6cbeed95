import type { RemedyCode } from './undo.ts'

/** Something wrong with what was asked. Faces put it into words; `value` is what they may quote. */
export interface Problem {
  readonly code: ProblemCode
  /** The field in the caller's own words; empty when it is the whole that is wrong. */
  readonly field: string
  readonly value?: string | number
  /** The day it is about, as the organization's calendar has it: `2026-06-30`. */
  readonly day?: string
  /** How often it was so, where one line of the log stands for several calls. */
  readonly times?: number
  /** What was called, where the log has no word for it: `get /api/teams`. */
  readonly call?: string
  /** What is to be done instead, where something is not undone. */
  readonly remedy?: RemedyCode
}

/** What can be wrong with the name of a field; `value` is the field of ours that may be meant. */
const fieldNameCodes = ['unknown_field', 'doubled_field', 'misplaced_field'] as const

/** What can be wrong with any call. */
const callCodes = [
  'required',
  'wrong_type',
  'malformed',
  'invalid_characters',
  'too_long',
  'out_of_range',
  'too_many',
  'too_many_values',
  'too_few_values',
  ...fieldNameCodes,
  'unknown_course',
  'course_ended',
  'unknown_enrollment',
  'reference_taken',
  'reference_refunded',
  'organization_not_enabled',
  'not_permitted',
  'invalid_key',
  'unreadable_body',
  'body_too_large',
  'unsupported_media_type',
  'unknown_path',
  'method_not_allowed',
] as const
export type CallProblemCode = (typeof callCodes)[number]

/** What only calls about orders can meet. */
const orderCodes = [
  'not_for_sale',
  'no_price',
  'not_enough_credits',
  'unknown_order',
  'unknown_line',
  'order_closed',
  'order_completed',
  'order_not_completed',
  'seats_held',
  'seats_gone',
] as const

/** What only calls that speak of teams, seats and groups can meet. */
const domainCodes = [
  ...orderCodes,
  /** What a shape does not allow and no other code says: `value` is why, in words. */
  'not_valid',
  'not_there',
  'lacks_permission',
  /** Who may in teams alone says which. */
  'team_required',
  /** Nor may it say everything there. */
  'not_for_teams',
  'unknown_role',
  'unknown_product',
  'unknown_team',
  'unknown_group',
  'unknown_user',
  'already_activated',
  'no_way_in_mailed',
  'no_team',
  'team_name_taken',
  'external_id_taken',
  'no_seats',
  'no_seats_left',
  'seats_in_use',
  'team_in_use',
  'reference_required',
  'same_team',
  'same_account',
  'shared_account',
  'changed_meanwhile',
  'unknown_grant',
  'unknown_reference',
  'not_alone',
  'enrollment_revoked',
  'not_longer',
  'already_invited',
  'invitation_over',
  'link_over',
  'link_used_up',
  'domain_not_allowed',
  'join_decided',
  'organization_archived',
  'later_operation',
  'permission_required',
  /** `value` is why, in words. */
  'not_undoable',
  'undo_above',
  'seller_only',
  'sellers_terms',
  'sold_from_above',
  'left_team',
  'left_group',
  'left_organization',
  'place_gone',
  'group_name_taken',
] as const
export type DomainProblemCode = (typeof domainCodes)[number]

/** A closed list: faces have their words for each, and the description of the API names them all. */
export const problemCodes = [...callCodes, ...domainCodes] as const
export type ProblemCode = (typeof problemCodes)[number]
