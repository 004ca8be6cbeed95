import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, Writing } from '../http/shapes.ts'
import { mayRead } from '../reach/may-read.ts'
import { getDelivery, listDeliveries, redeliver } from './deliveries.ts'
import * as shape from './schema.ts'

export function deliveryRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Webhooks']
  return async app => {
    app.get('/api/webhooks/:id/deliveries', {
      config: mayRead('delivery'),
      schema: {
        tags,
        summary: 'List what a webhook was told, and is yet to be told',
        description: 'Kept for 90 days.',
        params: ById,
        querystring: shape.DeliveryList,
        response: { 200: shape.DeliveryPage },
      },
      handler: request => listDeliveries(kysely, principalOf(request), request.params.id, request.query),
    })

    app.get('/api/webhooks/:id/deliveries/:delivery', {
      config: mayRead('delivery'),
      schema: {
        tags,
        summary: 'Read what a webhook was told, and what it answered',
        params: shape.ByDelivery,
        response: { 200: shape.Delivery },
      },
      handler: request => {
        const { id, delivery } = request.params
        return getDelivery(kysely, principalOf(request), id, delivery)
      },
    })

    app.post('/api/webhooks/:id/deliveries/:delivery/redeliver', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Tell a webhook something again',
        description: 'The same body under the same id, at once and, where it fails, with all tries anew.',
        params: shape.ByDelivery,
        querystring: Writing,
        response: changed(shape.Delivery),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          redeliver(transaction, principal, request.params, by),
        ),
    })
  }
}
