/** What was sent to the webhooks of the school. They themselves are made in our own API. */
import type { FastifyInstance } from 'fastify'
import { callerOf, type RouteDeps } from './api.ts'
import { answerList } from './list.ts'
import { selectSent, sentColumns, sentKey, toSent } from './sent-webhooks.ts'

export function webhookRoutes(app: FastifyInstance, { database: { kysely }, place }: RouteDeps): void {
  app.get('/webhooks', { config: { permission: 'settings.view' } }, (request, reply) =>
    answerList(place, request, reply, {
      query: selectSent(kysely, callerOf(request).organizationId),
      columns: sentColumns,
      key: sentKey,
      present: toSent,
    }),
  )
}
