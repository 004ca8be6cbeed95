/** What a webhook can be told: a closed list, and what each tells `of`. */
import type { Permission } from './roles/permissions.ts'
import { type Readable, readable } from './roles/readable.ts'

export const eventTypes = {
  'user.created': { of: 'user', sentence: 'Somebody is new in the organization.' },
  'user.welcomed': { of: 'user', sentence: 'A welcome mail was queued for somebody.' },
  'user.activated': { of: 'user', sentence: 'Somebody has come in for the first time.' },
  'user.email_changed': { of: 'user', sentence: 'Somebody has another address.' },
  'user.merged': { of: 'user', sentence: 'Two accounts of one person became one.' },
  'user.merge_undone': { of: 'user', sentence: 'An account that went into another one is there again.' },
  'user.erased': { of: 'user', sentence: 'Somebody was erased, for good.' },
  'user.removed': { of: 'user', sentence: 'Somebody was taken out of the organization.' },
  'invitation.sent': { of: 'invitation', sentence: 'An invitation was queued to be mailed, or mailed again.' },
  'invitation.accepted': { of: 'invitation', sentence: 'An invitation was accepted.' },
  'invitation.ended': { of: 'invitation', sentence: 'An invitation was withdrawn, or its time was over.' },
  'enrollment.started': { of: 'enrollment', sentence: 'Somebody has a course, for the first time or again.' },
  'enrollment.changed': {
    of: 'enrollment',
    sentence: 'An enrollment was extended, suspended, resumed or otherwise changed.',
  },
  'enrollment.completed': { of: 'enrollment', sentence: 'Somebody completed a course.' },
  'enrollment.ended': { of: 'enrollment', sentence: 'An enrollment was revoked, or its time was over.' },
  'seats.nearly_used': { of: 'seats', sentence: 'Three quarters of the seats of a team are used.' },
  'seats.used_up': { of: 'seats', sentence: 'All seats of a team are used.' },
  'order.completed': { of: 'order', sentence: 'An order was completed: what it bought is given.' },
  'order.refunded': { of: 'order', sentence: 'An order was refunded, or some of its lines.' },
} as const satisfies Record<string, { of: Readable; sentence: string }>

export type EventType = keyof typeof eventTypes

export const eventTypeNames = Object.keys(eventTypes) as readonly EventType[]

/** Whoever hears of it must be allowed to see what it tells of. */
export function toHear(type: EventType): Permission {
  return readable[eventTypes[type].of]
}
