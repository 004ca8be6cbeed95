/** Why an operation is not undone, and what is to be done instead: a code for programs and screens, a sentence for people. */
import type { OrderState } from '../../lib/states/order-state.ts'
import type { RemedyCode } from '../intents/undo.ts'

export interface NotUndoable {
  /** What is to be done instead. */
  readonly code: RemedyCode
  readonly why: string
  /** The order that it is about. */
  readonly order: { readonly id: number; readonly reference: string | null } | null
}

interface DoneOperation {
  readonly kind: string
  readonly result: string
  /** Whether it is an undoing that withdrew an invitation. */
  readonly withdrew: boolean
  /** That it placed or changed, as it is now. */
  readonly order: { readonly id: number; readonly reference: string | null; readonly state: OrderState } | null
}

/** Kinds of operations that can be undone. */
export const undoable = new Set([
  ...['provision', 'suspend', 'resume', 'complete', 'extend', 'revoke', 'revoke_grant', 'open_item'],
  ...['leave_team', 'change_team_role', 'move_team_member', 'leave_organization', 'change_role'],
  ...['change_seats', 'move_seats', 'release_seat'],
  ...['leave_group', 'archive_group', 'attach_courses', 'detach_courses', 'set_courses'],
  ...['invite', 'accept_invitation', 'follow_link', 'approve_join', 'undo'],
])

const remedies: Readonly<Record<string, readonly [RemedyCode, string]>> = {
  access_ended: [
    'extend_enrollment',
    'The time was over, and nobody decided that: extend the enrollment to give more.',
  ],
  renew_invitation: ['end_invitation', 'Withdraw the invitation, or give it another end.'],
  withdraw_invitation: ['invite_again', 'The link in the mail is dead: invite again.'],
  lapse_invitation: ['send_invitation_again', 'Its time was over: send the invitation again.'],
  refund: ['give_again', 'Give it anew, under another reference.'],
  archive_team: ['make_team', 'Its name may be taken: make a team anew.'],
  set_bundle_courses: ['set_courses', 'Set the courses again as they were.'],
  decline_join: ['give_place', 'Put the person into the team, group or course instead.'],
}

const ofOrders = new Set(['place_order', 'complete_order', 'cancel_order', 'fail_order', 'refund_order'])

/** Null: it can be undone, as far as its kind goes. */
export function whyNotUndoable({ kind, result, withdrew, order }: DoneOperation): NotUndoable | null {
  const none = { order: null }
  if (result === 'refused') return { code: 'nothing', why: 'It was refused: it did nothing.', ...none }
  if (ofOrders.has(kind) && order) return ofOrder(kind, order)
  if (withdrew)
    return {
      code: 'invite_again',
      why: 'It withdrew an invitation, and the link in its mail is dead: invite again.',
      ...none,
    }
  if (undoable.has(kind)) return null
  const [code, why] = remedies[kind] ?? ['nothing', 'There is nothing in it that could be undone.']
  return { code, why, ...none }
}

/** Money is not undone without a trace: an order has its own way back. */
function ofOrder(kind: string, { state, id, reference }: NonNullable<DoneOperation['order']>): NotUndoable {
  const order = { id, reference }
  const gives = kind === 'place_order' || kind === 'complete_order'
  if (gives && (state === 'completed' || state === 'partially_refunded'))
    return { code: 'refund_order', why: 'An order is not undone: refund it instead.', order }
  if (gives && (state === 'pending' || state === 'failed'))
    return { code: 'cancel_order', why: 'An order is not undone: cancel it instead.', order }
  return { code: 'place_order', why: 'What became of an order stays: place another one.', order }
}
