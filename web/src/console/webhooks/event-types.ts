import type { Answer } from '../../api/reading.ts'
import { words } from '../../text/words.ts'

export type Webhook = Answer<'/api/webhooks/{id}'>
export type EventType = Webhook['events'][number]

/** What each tells of. A new one that the API knows is a type error until it has its sentence. */
const sentences: Record<EventType, string> = words.webhooks.told

export const eventTypes = (Object.keys(sentences) as EventType[]).map(id => ({ id, name: id, hint: sentences[id] }))
