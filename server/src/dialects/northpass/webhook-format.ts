/**
 * Webhooks in Northpass's words: the types that it is known to send, what they include inside `data`, and its signature over
 * the raw body. Tried every hour for a day; then all of the school are switched off.
 */
import { createHmac } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import type { EventType } from '../../lib/event-types.ts'
import type { ToldEvent, WebhookFormat } from '../../webhooks/format.ts'
import { one, type Place, type Resource, time } from './envelope.ts'
import { toUuid } from './ids.ts'
import { type PersonRow, selectPeople, toPerson } from './people.ts'
import { webhookTypes } from './webhook-types.ts'

const hour = 60 * 60 * 1000
export const tries = 25

export function northpassFormat({
  database: { kysely },
  config,
}: {
  database: Pick<Database, 'kysely'>
  config: Pick<Config, 'publicUrl'>
}): WebhookFormat {
  const place = { version: 'v2', base: `${config.publicUrl}/v2` } as const
  return {
    events: Object.keys(webhookTypes) as EventType[],
    makeSecret: random => random.toString('hex'),
    secretProblem: secret =>
      /^[\x21-\x7e]{8,200}$/.test(secret) ? null : 'must be 8 to 200 characters without spaces',
    async write(event) {
      const people = selectPeople(kysely, event.organizationId).where('user.id', '=', event.userId)
      return JSON.stringify(toWebhook(place, event, await people.executeTakeFirst()))
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
export function toWebhook(place: Place, event: ToldEvent, person: PersonRow | undefined) {
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
        ...(person ? [toPerson(place, person)] : data.user ? [toFormer(data.user, school)] : []),
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
