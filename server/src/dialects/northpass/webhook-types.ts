import type { EventType } from '../../lib/event-types.ts'

/** Its types, by our events. Nothing here is a quiz, so `quiz_completed_events` never comes. */
export const webhookTypes: Partial<Record<EventType, string>> = {
  'user.created': 'learner_created_events',
  'user.welcomed': 'person_invited_events',
  'invitation.sent': 'person_invited_events',
  'user.activated': 'person_activated_events',
  'enrollment.completed': 'course_completed_events',
}
