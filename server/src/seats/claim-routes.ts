import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import { ById, gone, made, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import { mayRead } from '../reach/may-read.ts'
import { getClaim, listClaims, listWaiting } from './claims.ts'
import { requireSeats } from './queries.ts'
import type { SeatDeps } from './routes.ts'
import * as shape from './schema.ts'

export function claimRoutes({ engine, database }: SeatDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Seats']
  return async app => {
    app.get('/api/seats/:id/claims', {
      config: mayRead('claim', 'list'),
      schema: {
        tags,
        summary: 'List who holds seats',
        params: ById,
        querystring: shape.ClaimList,
        response: { 200: shape.ClaimPage },
      },
      handler: async request => {
        await requireSeats(kysely, principalOf(request), request.params.id)
        return listClaims(kysely, request.params.id, request.query)
      },
    })

    app.get('/api/seats/:id/waiting', {
      config: mayRead('claim', 'list'),
      schema: {
        tags,
        summary: 'List who waits for a seat',
        description: 'Where these seats have a waitlist: in the order in which they get one as seats come free.',
        params: ById,
        querystring: shape.ClaimList,
        response: { 200: shape.WaitingPage },
      },
      handler: async request => {
        await requireSeats(kysely, principalOf(request), request.params.id)
        return listWaiting(kysely, request.params.id, request.query)
      },
    })

    app.post('/api/seats/:id/claims', {
      config: permissionOf('give_seat'),
      schema: {
        tags,
        summary: 'Give somebody of the team a seat',
        description:
          'What it gives begins at once. Who holds one keeps it, and nothing changes. 409 when none is left, unless these seats have a waitlist.',
        params: ById,
        querystring: Writing,
        body: shape.NewClaim,
        response: made(shape.GivenSeat),
      },
      handler: async (request, reply) => {
        const { id: seats } = request.params
        const { user_id: user, send_welcome_email: welcome = true } = request.body
        return act(engine, request, reply, { action: 'give_seat', seats, user, welcome }, async ({ waitingFor }) => {
          reply.code(201)
          return { claim: waitingFor.length > 0 ? null : await getClaim(kysely, seats, user) }
        })
      },
    })

    app.delete('/api/seats/:id/claims/:user', {
      config: permissionOf('release_seat'),
      schema: {
        tags,
        summary: "Take back a learner's seat",
        description: 'What it gave is revoked, and nothing else. Whoever waits for a seat gets it at once.',
        params: shape.ByClaim,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { id: seats, user } = request.params
        const action = { action: 'release_seat', seats, user } as const
        return act(engine, request, reply, action, () => reply.code(204).send(null))
      },
    })
  }
}
