import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ask, callIn } from '../http/ask.ts'
import { principalOf } from '../http/principal.ts'
import { ById, gone, Writing } from '../http/shapes.ts'
import { getClaim, listClaims } from './claims.ts'
import { getPlaceOfSeats } from './queries.ts'
import type { SeatDeps } from './routes.ts'
import * as shape from './schema.ts'

export function claimRoutes({ engine, database }: SeatDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Seats']
  return async app => {
    app.get('/api/seats/:id/claims', {
      config: { permission: 'seats.view' },
      schema: {
        tags,
        summary: 'List who holds seats',
        params: ById,
        querystring: shape.TeamSeatsList,
        response: { 200: shape.ClaimPage },
      },
      handler: async request => {
        await getPlaceOfSeats(kysely, principalOf(request), request.params.id)
        return listClaims(kysely, request.params.id, request.query)
      },
    })

    app.delete('/api/seats/:id/claims/:user', {
      config: { permission: 'seats.edit' },
      schema: {
        tags,
        summary: "Take back a learner's seat",
        description: 'What it gave is revoked, and nothing else. Whoever waits for a seat gets it at once.',
        params: shape.ByClaim,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { id, user } = request.params
        const { organization_id, team_id: teamId, product } = await getPlaceOfSeats(kysely, principalOf(request), id)
        const { email } = await getClaim(kysely, id, user)
        const intent = { kind: 'release_seat', call: callIn(request, organization_id), teamId, product, email } as const
        return ask(engine, request, reply, intent, () => reply.code(204).send(null))
      },
    })
  }
}
