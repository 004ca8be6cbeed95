/**
 * Webhooks in Northpass's words: the types that it is known to send, what they include inside `data`, and its signature over
 * the raw body. Tried every hour for a day; then all of the school are switched off. What was sent is told for 3 months. They
 * themselves are made in our own API.
 */

import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Principal } from '../../api/principal.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { type EventType, toHear } from '../../lib/event-types.ts'
import { mayRead } from '../../reach/may-read.ts'
import { findPersonOf, type ListedPerson } from '../../users/people-list.ts'
import type { ToldEvent, WebhookFormat } from '../../webhooks/format.ts'
import { type ListedSending, selectSentBy, sentList } from '../../webhooks/sent-list.ts'
import { callerOf, type RouteDeps } from './api.ts'
import { type LinkRoot, one, type Resource, time } from './envelope.ts'
import { toUuid } from './ids.ts'
import { answerList, attributesOf } from './list.ts'
import { toPerson } from './people.ts'

/** Its types, by our events. Nothing here is a quiz, so `quiz_completed_events` never comes. */
const webhookTypes: Partial<Record<EventType, string>> = {
  'user.created': 'learner_created_events',
  'user.welcomed': 'person_invited_events',
  'invitation.sent': 'person_invited_events',
  'user.activated': 'person_activated_events',
  'enrollment.completed': 'course_completed_events',
}

const hour = 60 * 60 * 1000
const tries = 25

const sent = sentList(tries)

export const sentAttributes = attributesOf(sent, {
  id: { column: 'id', id: 'webhooks' },
  type: { column: 'event', words: webhookTypes },
  url: 'url',
  created_at: 'created_at',
  received_at: 'delivered_at',
  attempt_left: 'tries_left',
})

export function webhookRoutes(app: FastifyInstance, { database: { kysely }, root }: RouteDeps): void {
  app.get('/webhooks', { config: mayRead('delivery') }, (request, reply) =>
    answerList(root, request, reply, {
      query: selectSentBy(kysely, { organizationId: callerOf(request).organizationId, format: 'northpass', tries }),
      list: sent,
      attributes: sentAttributes,
      present: row => toSent(row, callerOf(request).principal),
    }),
  )
}

export function northpassFormat({
  database: { kysely },
  config,
}: {
  database: Pick<Database, 'kysely'>
  config: Pick<Config, 'publicUrl'>
}): WebhookFormat {
  const root = { version: 'v2', base: `${config.publicUrl}/v2` } as const
  return {
    about:
      "Northpass's words and signature; there is room for one, so that a new secret holds at once; it is tried before it is kept, and must answer",
    events: Object.keys(webhookTypes) as EventType[],
    makeSecret: random => random.toString('hex'),
    secretProblem: secret =>
      /^[\x21-\x7e]{8,200}$/.test(secret) ? null : 'must be 8 to 200 characters without spaces',
    async write(event) {
      const person = await findPersonOf(kysely, event.organizationId, { id: event.userId })
      return JSON.stringify(toWebhook(root, event, person))
    },
    writeTest: () => '{}',
    sign: ({ body, secrets: [secret = ''] }) => ({
      'x-northpass-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    }),
    retryDelay: attempts => (attempts < tries ? hour : null),
    patience: 24 * hour,
    isStrict: true,
    most: 10,
  }
}

/** `person` as they are now; undefined: they have left the school. */
export function toWebhook(root: LinkRoot, event: ToldEvent, person: ListedPerson | undefined) {
  const { id, type, at, organizationId, data } = event
  const school = one('schools', toUuid('schools', organizationId))
  const course = data.course && { type: 'courses', id: toUuid('courses', data.course.id) }
  return {
    data: {
      id: toUuid('events', id),
      type: webhookTypes[type],
      links: {},
      attributes: { created_at: time(at) },
      included: [
        ...(person ? [toPerson(root, person)] : data.user ? [toFormer(data.user, school)] : []),
        ...(course
          ? [{ ...course, links: {}, attributes: { name: data.course.name }, relationships: { school } }]
          : []),
      ],
      relationships: {
        school,
        ...(data.user && { person: one('people', toUuid('people', data.user.id)) }),
        ...(course && { course: { data: course } }),
      },
    },
  }
}

function toFormer(
  user: { id: number; email: string; first_name: string; last_name: string },
  school: ReturnType<typeof one>,
): Resource {
  const { id, ...attributes } = user
  return { type: 'people', id: toUuid('people', id), attributes, links: {}, relationships: { school } }
}

/** That it was sent is seen by whoever may see webhooks; what was told, by whoever may see what it tells of. */
function toSent(row: ListedSending, { permissions }: Pick<Principal, 'permissions'>): Resource {
  return {
    type: 'webhooks',
    id: toUuid('webhooks', row.id),
    attributes: {
      attempt_left: row.tries_left,
      created_at: time(row.created_at),
      received_at: time(row.delivered_at),
      type: webhookTypes[row.event] ?? null,
      url: row.url,
      payload: permissions.has(toHear(row.event)) ? JSON.parse(row.body) : null,
    },
    links: {},
    relationships: { school: one('schools', toUuid('schools', row.organization_id)) },
  }
}
