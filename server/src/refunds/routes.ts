import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ask, callIn } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { changed, Writing } from '../http/shapes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ChangedOutcome, OrderedOutcome } from '../provisioning/intents/outcome.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { readRefund } from './read-refund.ts'
import * as shape from './schema.ts'

export interface RefundDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function refundRoutes({ engine, database: { kysely } }: RefundDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/refunds', {
      config: { permission: 'provision', operation: 'refund' },
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
        const { organization, external_ref: reference, courses = [], reason = null, reclaim = null } = request.body
        refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
        const principal = principalOf(request)
        const { id: organizationId } = await getOrganizationInReach(kysely, principal.organization, organization)
        const call = { ...callIn(request, organizationId), organizationId }
        const intent = await readRefund(kysely, principal, { call, reference, courses, reason, reclaim })
        return ask(engine, request, reply, intent, outcome => present(intent.reference, outcome))
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
