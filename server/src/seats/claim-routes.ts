import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ask, callIn } from '../http/ask.ts'
import { principalOf } from '../http/principal.ts'
import { ById, gone, made, Writing } from '../http/shapes.ts'
import type { ProvisionIntent } from '../provisioning/intents/provision.ts'
import { getTeamMember } from '../teams/members.ts'
import { teamOf } from '../teams/team-of.ts'
import { getClaim, listClaims } from './claims.ts'
import { getPlaceOfSeats, getSeats } from './queries.ts'
import type { SeatDeps } from './routes.ts'
import * as shape from './schema.ts'
import { listWaiting } from './waiting.ts'

export function claimRoutes({ engine, database }: SeatDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Seats']
  return async app => {
    app.get('/api/seats/:id/claims', {
      config: { permission: 'seats.view', team: teamOf.seats },
      schema: {
        tags,
        summary: 'List who holds seats',
        params: ById,
        querystring: shape.ClaimList,
        response: { 200: shape.ClaimPage },
      },
      handler: async request => {
        await getPlaceOfSeats(kysely, principalOf(request), request.params.id)
        return listClaims(kysely, request.params.id, request.query)
      },
    })

    app.get('/api/seats/:id/waiting', {
      config: { permission: 'seats.view', team: teamOf.seats },
      schema: {
        tags,
        summary: 'List who waits for a seat',
        description: 'Where these seats have a waitlist: in the order in which they get one as seats come free.',
        params: ById,
        querystring: shape.ClaimList,
        response: { 200: shape.WaitingPage },
      },
      handler: async request => {
        await getPlaceOfSeats(kysely, principalOf(request), request.params.id)
        return listWaiting(kysely, request.params.id, request.query)
      },
    })

    app.post('/api/seats/:id/claims', {
      config: { permission: 'enrollments.create', team: teamOf.seats },
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
        const { id } = request.params
        const { organization_id, team_id: team } = await getPlaceOfSeats(kysely, principalOf(request), id)
        const { product } = await getSeats(kysely, principalOf(request), id)
        const { email } = await getTeamMember(kysely, team, request.body.user_id)
        const intent: ProvisionIntent = {
          kind: 'provision',
          call: callIn(request, organization_id),
          ...{ email, firstName: '', lastName: null, courses: [], products: [product], access: null, reference: null },
          ...{ team: { strategy: 'specific', team }, from: 'seats', welcome: request.body.send_welcome_email ?? true },
          ...{ grantSource: 'api', problems: [] },
        }
        return ask(engine, request, reply, intent, async ({ waitingFor }) => {
          reply.code(201)
          return { claim: waitingFor.length > 0 ? null : await getClaim(kysely, id, request.body.user_id) }
        })
      },
    })

    app.delete('/api/seats/:id/claims/:user', {
      config: { permission: 'seats.edit', team: teamOf.seats },
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
