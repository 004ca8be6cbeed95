import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { act, referenceOf } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, PlanAnswer, Writing } from '../http/shapes.ts'
import { normalizeEmail } from '../lib/email.ts'
import { readMoment } from '../lib/read-moment.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { OrderedOutcome } from '../provisioning/intents/outcome.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { teamOf } from '../reach/team-of.ts'
import { getOrder, getOrderWithHistory, listOrders } from './queries.ts'
import { readOrder } from './read-order.ts'
import { saySold } from './say-sold.ts'
import * as shape from './schema.ts'

export interface OrderDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function orderRoutes({ engine, database }: OrderDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Orders']

  async function actOn(
    request: FastifyRequest<{ Params: { id: number } }>,
    reply: FastifyReply,
    action: Action<'complete_order' | 'cancel_order' | 'fail_order' | 'refund_order'>,
  ) {
    return act(engine, request, reply, action, async () =>
      tagged(reply, await getOrder(kysely, principalOf(request), action.order)),
    )
  }

  return async app => {
    app.get('/api/orders', {
      config: mayRead('order', 'list'),
      schema: {
        tags,
        summary: 'List orders',
        description: 'Of one organization and its teams.',
        querystring: shape.OrderList,
        response: { 200: shape.OrderPage },
      },
      handler: async request => {
        const { organization, below, email, since, until, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listOrders(kysely, {
          ...filter,
          organizationIds,
          email: email && (normalizeEmail(email) ?? email),
          since: since === undefined ? undefined : readMoment(since),
          until: until === undefined ? undefined : readMoment(until),
        })
      },
    })

    app.post('/api/orders', {
      config: { ...permissionOf('place_order'), operation: 'place_order', team: teamOf.body },
      schema: {
        tags,
        summary: 'Place an order',
        description:
          'All of it or nothing: 409 says how many credits are missing. To say that it was paid elsewhere takes `orders.edit` too. Needs `external_ref` or an `Idempotency-Key`, so that a retry never buys twice. 201 when it was placed now.',
        querystring: Writing,
        body: shape.NewOrder,
        response: { 200: Type.Union([shape.Order, PlanAnswer]), 201: shape.Order },
      },
      handler: async (request, reply) => {
        const order = readOrder(request.body, referenceOf(request, request.body.external_ref))
        const answer = async ({ result, orderId }: OrderedOutcome) => {
          reply.code(result === 'changed' ? 201 : 200)
          return tagged(reply, await getOrder(kysely, principalOf(request), orderId))
        }
        return act(engine, request, reply, order, answer, saySold('only there can be said that it was paid'))
      },
    })

    app.get('/api/orders/:id', {
      config: mayRead('order', 'one'),
      schema: {
        tags,
        summary: 'Read an order',
        description: 'With what was paid and given back, and how it came to its state.',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.OrderWithHistory },
      },
      handler: async (request, reply) =>
        tagged(reply, await getOrderWithHistory(kysely, principalOf(request), request.params.id)),
    })

    app.post('/api/orders/:id/complete', {
      config: permissionOf('complete_order'),
      schema: {
        tags,
        summary: 'Complete an order',
        description:
          'It is paid, and what was bought is given. Once: then nothing changes. 403 where it was paid elsewhere and is sold from above: its seller says so.',
        params: ById,
        querystring: Writing,
        body: shape.Completion,
        response: changed(shape.Order),
      },
      handler: (request, reply) => {
        const welcome = request.body?.send_welcome_email ?? true
        return actOn(request, reply, { action: 'complete_order', order: request.params.id, welcome })
      },
    })

    for (const [word, action, summary] of [
      ['cancel', 'cancel_order', 'Cancel an order that was not completed'],
      ['fail', 'fail_order', 'Note that the payment of an order failed'],
    ] as const)
      app.post(`/api/orders/:id/${word}`, {
        config: permissionOf(action),
        schema: {
          tags,
          summary,
          description:
            word === 'fail'
              ? 'It may be completed after all. 403 where it was sold from above: its seller says so.'
              : 'For good. What is completed is refunded instead.',
          params: ById,
          querystring: Writing,
          response: changed(shape.Order),
        },
        handler: (request, reply) => actOn(request, reply, { action, order: request.params.id }),
      })

    app.post('/api/orders/:id/refund', {
      config: permissionOf('refund_order'),
      schema: {
        tags,
        summary: 'Refund an order, or some of its lines',
        description:
          'Takes back what these lines gave, the seats and the grants, and nothing else; credits go back in the reverse order. Once: then nothing changes. 403 where a line was sold from above: its seller refunds it.',
        params: ById,
        querystring: Writing,
        body: shape.Refund,
        response: changed(shape.Order),
      },
      handler: (request, reply) => {
        const { lines: lineIds = null, reason = null, reclaim = null } = request.body ?? {}
        return actOn(request, reply, { action: 'refund_order', order: request.params.id, lineIds, reason, reclaim })
      },
    })
  }
}
