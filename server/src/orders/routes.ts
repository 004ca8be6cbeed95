import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Database } from '../db/database.ts'
import { ask, callIn, referenceOf } from '../http/ask.ts'
import { tagged } from '../http/etag.ts'
import { principalOf } from '../http/principal.ts'
import { refusalOf } from '../http/problem-words.ts'
import { ById, changed, PlanAnswer, Writing } from '../http/shapes.ts'
import { normalizeEmail } from '../lib/email.ts'
import { readMoment } from '../lib/read-moment.ts'
import { listOrganizationIds } from '../organizations/find-organization.ts'
import type { Engine } from '../provisioning/engine.ts'
import { teamOf } from '../teams/team-of.ts'
import { getOrder, getOrderWithHistory, getPlaceOfOrder, listOrders } from './queries.ts'
import { readOrder } from './read-order.ts'
import { type OrderVerb, requireSellerFor } from './require-seller.ts'
import * as shape from './schema.ts'

export interface OrderDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function orderRoutes({ engine, database }: OrderDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Orders']

  /** What every call about an order that is there says of it. Throws `forbidden` where it is for the seller to say. */
  async function callOf(
    request: FastifyRequest<{ Params: { id: number } }>,
    verb: OrderVerb,
    lineIds: readonly number[] | null = null,
  ) {
    const principal = principalOf(request)
    const { id: orderId } = request.params
    const { organization_id, team_id: teamId, email } = await getPlaceOfOrder(kysely, principal, orderId)
    await requireSellerFor(kysely, principal, verb, { orderId, lineIds })
    return { call: callIn(request, organization_id), orderId, teamId, email }
  }

  return async app => {
    app.get('/api/orders', {
      config: { permission: 'orders.view', team: teamOf.query },
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
      config: { permission: 'orders.create', operation: 'place_order', team: teamOf.body },
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
        const principal = principalOf(request)
        const reference = referenceOf(request, request.body.external_ref)
        const asked = (organizationId: number) => ({ call: callIn(request, organizationId), reference })
        const intent = await readOrder(kysely, principal, request.body, asked)
        if (reference === null) throw refusalOf([{ code: 'reference_required', field: 'external_ref' }])
        return ask(engine, request, reply, intent, async outcome => {
          reply.code(outcome.result === 'changed' ? 201 : 200)
          return tagged(reply, await getOrder(kysely, principal, outcome.orderId))
        })
      },
    })

    app.get('/api/orders/:id', {
      config: { permission: 'orders.view', team: teamOf.order },
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
      config: { permission: 'orders.edit' },
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
      handler: async (request, reply) => {
        const principal = principalOf(request)
        const { id } = request.params
        const welcome = request.body?.send_welcome_email ?? true
        const intent = { kind: 'complete_order', ...(await callOf(request, 'complete')), welcome } as const
        return ask(engine, request, reply, intent, async () => tagged(reply, await getOrder(kysely, principal, id)))
      },
    })

    for (const [word, kind, summary] of [
      ['cancel', 'cancel_order', 'Cancel an order that was not completed'],
      ['fail', 'fail_order', 'Note that the payment of an order failed'],
    ] as const)
      app.post(`/api/orders/:id/${word}`, {
        config: { permission: 'orders.edit' },
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
        handler: async (request, reply) => {
          const intent = { kind, ...(await callOf(request, word)), welcome: false }
          return ask(engine, request, reply, intent, async () =>
            tagged(reply, await getOrder(kysely, principalOf(request), request.params.id)),
          )
        },
      })

    app.post('/api/orders/:id/refund', {
      config: { permission: 'orders.edit' },
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
      handler: async (request, reply) => {
        const { lines = null, reason = null, reclaim = null } = request.body ?? {}
        const asked = { lineIds: lines, reason, reclaim }
        const intent = { kind: 'refund_order', ...(await callOf(request, 'refund', lines)), ...asked } as const
        return ask(engine, request, reply, intent, async () =>
          tagged(reply, await getOrder(kysely, principalOf(request), request.params.id)),
        )
      },
    })
  }
}
