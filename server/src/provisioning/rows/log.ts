/** What is noted of a change, and who is told of it. */
import type { EventType } from '../../lib/event-types.ts'
import { only, type RowOf, table } from './table.ts'

/** What an operation made of a thing, where the rows themselves would not say what was before. */
export type Change = RowOf<typeof changes>
export const changes = table(
  'changes',
  {
    id: 'bigint',
    operationId: 'bigint',
    kind: 'text',
    objectId: 'bigint',
    before: only<object | null>('jsonb'),
    after: only<object | null>('jsonb'),
  },
  { by: row => row.operationId },
)

export type Message = RowOf<typeof messages>
export const messages = table(
  'messages',
  {
    id: 'bigint',
    kind: only<'welcome' | 'password_link' | 'invitation'>('text'),
    userId: 'bigint',
    // Others are sent without these.
    organizationId: only<number>('bigint'),
    operationId: only<number>('bigint'),
    /** Held back where the membership is suspended. */
    state: only<'queued' | 'held'>('text'),
  },
  { by: row => row.userId, shownAs: 'message' },
)

export type Event = RowOf<typeof events>
export const events = table(
  'events',
  {
    id: 'bigint',
    /** Where it happened. */
    organizationId: 'bigint',
    operationId: 'bigint',
    userId: 'bigint',
    type: only<EventType>('text'),
    data: only<object>('jsonb'),
  },
  { by: row => row.organizationId, madeAt: ['created_at'] },
)

/** An event for one webhook. */
export type Delivery = RowOf<typeof deliveries>
export const deliveries = table(
  'deliveries',
  {
    id: 'bigint',
    webhookId: 'bigint',
    eventId: 'bigint',
  },
  { by: row => row.eventId, madeAt: ['due_at', 'created_at'] },
)
