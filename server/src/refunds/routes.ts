import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { changed, Writing } from '../http/shapes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { readReference, tidyReference } from '../lib/reference.ts'
import { saySold } from '../orders/say-sold.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ChangedOutcome, OrderedOutcome } from '../provisioning/intents/outcome.ts'
import * as shape from './schema.ts'

export interface RefundDeps {
  readonly engine: Engine
}

export function refundRoutes({ engine }: RefundDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/refunds', {
      config: { ...permissionOf('refund'), operation: 'refund' },
      schema: {
        tags: ['Orders'],
        summary: 'Refund by the reference of a purchase',
        description:
          'Takes back all that came by the reference, through whichever calls (an order, access, seats, places in groups), and nothing else; or, with a problem, nothing. Once: then nothing changes. What comes by it later gives nothing any more (409, `reference_refunded`), so a refund may arrive before its order. Where the reference is that of an order it takes `orders.edit` too.',
        querystring: Writing,
        body: shape.NewRefund,
        response: changed(shape.Refunded),
      },
      handler: async (request, reply) => {
        const { external_ref, courses = [], reason = null, reclaim = null, organization } = request.body
        refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
        const reference = tidyReference(readReference(external_ref))
        const action = { action: 'refund', organization, reference, courses, reason, reclaim } as const
        const answer = (outcome: ChangedOutcome | OrderedOutcome) => present(reference, outcome)
        return act(engine, request, reply, action, answer, saySold('only there can it be refunded'))
      },
    })
  }
}

function present(reference: string, outcome: ChangedOutcome | OrderedOutcome) {
  return {
    reference,
    order: 'orderId' in outcome ? outcome.orderId : null,
    enrollments: outcome.enrollments.map(({ enrollmentId: enrollment_id, course, status, endsAt: ends_at }) => ({
      ...{ enrollment_id, course, status, ends_at },
    })),
    seats: outcome.seats.map(({ seatId: id, teamId: team, product, added, quantity, used }) => ({
      ...{ id, team, product, taken: -added, quantity, used },
    })),
  }
}
