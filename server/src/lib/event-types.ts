/** What a webhook can be told: a closed list. `view` is what one must be allowed to see to hear of it. */
import type { Permission } from './roles/permissions.ts'

export const eventTypes = {
  'user.created': { view: 'users.view', sentence: 'Somebody is new in the organization.' },
  'user.welcomed': { view: 'users.view', sentence: 'A welcome mail was queued for somebody.' },
  'user.activated': { view: 'users.view', sentence: 'Somebody who had no password has set one.' },
  'user.email_changed': { view: 'users.view', sentence: 'Somebody has another address.' },
  'user.merged': { view: 'users.view', sentence: 'Two accounts of one person became one.' },
  'user.merge_undone': { view: 'users.view', sentence: 'An account that went into another one is there again.' },
  'user.erased': { view: 'users.view', sentence: 'Somebody was erased, for good.' },
  'user.removed': { view: 'users.view', sentence: 'Somebody was taken out of the organization.' },
  'invitation.sent': { view: 'invitations.view', sentence: 'An invitation was queued to be mailed, or mailed again.' },
  'invitation.accepted': { view: 'invitations.view', sentence: 'An invitation was accepted.' },
  'invitation.ended': { view: 'invitations.view', sentence: 'An invitation was withdrawn, or its time was over.' },
  'enrollment.started': { view: 'enrollments.view', sentence: 'Somebody has a course, for the first time or again.' },
  'enrollment.changed': {
    view: 'enrollments.view',
    sentence: 'An enrollment was extended, suspended, resumed or otherwise changed.',
  },
  'enrollment.completed': { view: 'enrollments.view', sentence: 'Somebody completed a course.' },
  'enrollment.ended': { view: 'enrollments.view', sentence: 'An enrollment was revoked, or its time was over.' },
  'seats.nearly_used': { view: 'seats.view', sentence: 'Three quarters of the seats of a team are used.' },
  'seats.used_up': { view: 'seats.view', sentence: 'All seats of a team are used.' },
  'order.completed': { view: 'orders.view', sentence: 'An order was completed: what it bought is given.' },
  'order.refunded': { view: 'orders.view', sentence: 'An order was refunded, or some of its lines.' },
} as const satisfies Record<string, { view: Permission; sentence: string }>

export type EventType = keyof typeof eventTypes

export const eventTypeNames = Object.keys(eventTypes) as readonly EventType[]
