import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { act, referenceOf } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import { refusalOf } from '../api/problem-words.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, PlanAnswer, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { mayRead } from '../reach/may-read.ts'
import { getSeats, listSeats, unknownSeats } from './queries.ts'
import * as shape from './schema.ts'

export interface SeatDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function seatRoutes({ engine, database }: SeatDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Seats']
  return async app => {
    app.get('/api/seats', {
      config: mayRead('seats', 'list'),
      schema: {
        tags,
        summary: 'List the seats of all teams',
        description: 'Of one organization; default: your own.',
        querystring: shape.SeatsList,
        response: { 200: shape.SeatsPage },
      },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listSeats(kysely, { ...filter, organizationIds })
      },
    })

    app.get('/api/teams/:id/seats', {
      config: mayRead('seats', 'below'),
      schema: {
        tags,
        summary: "List a team's seats",
        params: ById,
        querystring: shape.TeamSeatsList,
        response: { 200: shape.SeatsPage },
      },
      handler: async request => {
        const { id } = request.params
        const place = await getOrganizationOf(kysely, principalOf(request), { table: 'teams', word: 'team', id })
        return listSeats(kysely, { ...request.query, organizationIds: [place.id], team: id })
      },
    })

    app.post('/api/teams/:id/seats', {
      config: { ...permissionOf('add_seats'), operation: 'change_seats' },
      schema: {
        tags,
        summary: 'Add seats to a team',
        description:
          'A team has one allocation of a product: what is added increments it. Needs `external_ref` or an `Idempotency-Key`, so that a retry never adds twice. 201 when they were added now.',
        params: ById,
        querystring: Writing,
        body: shape.NewSeats,
        response: { 200: Type.Union([shape.AddedSeats, PlanAnswer]), 201: shape.AddedSeats },
      },
      handler: async (request, reply) => {
        const { external_ref, ...wanted } = request.body
        const reference = referenceOf(request, external_ref)
        if (reference === null) throw refusalOf([{ code: 'reference_required', field: 'external_ref' }])
        const action = { action: 'add_seats', team: request.params.id, ...wanted, reference } as const
        return act(engine, request, reply, action, async ({ seats: [seats] }) => {
          if (!seats) throw new Error('seats were added to no allocation')
          reply.code(seats.added > 0 ? 201 : 200)
          return tagged(reply, { ...(await getSeats(kysely, principalOf(request), seats.seatId)), added: seats.added })
        })
      },
    })

    app.get('/api/seats/:id', {
      config: mayRead('seats', 'one'),
      schema: {
        tags,
        summary: "Read a team's seats of a product",
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Seats },
      },
      handler: async (request, reply) => tagged(reply, await getSeats(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/seats/:id', {
      config: permissionOf('change_seats'),
      schema: {
        tags,
        summary: 'Change the number of seats, or their terms',
        description:
          'Fewer than are used is refused, unless `reclaim` says whose go. How long access lasts changes for those who come from now on; of what was sold from above, its seller says it.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.SeatsChanges,
        response: changed(shape.Seats),
      },
      handler: async (request, reply) => {
        const { id: seats } = request.params
        const action = { action: 'change_seats', seats, ...request.body, ifMatch: request.headers['if-match'] } as const
        const show = async () => tagged(reply, await getSeats(kysely, principalOf(request), seats))
        return act(engine, request, reply, action, show, ({ code }) =>
          code === 'not_there' ? unknownSeats(seats) : null,
        )
      },
    })

    app.delete('/api/seats/:id', {
      config: permissionOf('remove_seats'),
      schema: {
        tags,
        summary: 'Take away all seats of a product that a team has',
        description: 'Refused while learners hold some. The allocation stays, with none in it.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const action = {
          action: 'remove_seats',
          seats: request.params.id,
          ifMatch: request.headers['if-match'],
        } as const
        return act(engine, request, reply, action, () => reply.code(204).send(null))
      },
    })

    app.post('/api/seats/:id/move', {
      config: permissionOf('move_seats'),
      schema: {
        tags,
        summary: 'Move free seats to another team',
        description:
          'As one operation. Those that learners hold stay. With `external_ref` or an `Idempotency-Key` a retry never moves twice.',
        params: ById,
        querystring: Writing,
        body: shape.SeatsMove,
        response: changed(shape.MovedSeats),
      },
      handler: async (request, reply) => {
        const { team: toTeam, quantity, external_ref } = request.body
        const reference = referenceOf(request, external_ref)
        const action = { action: 'move_seats', seats: request.params.id, toTeam, quantity, reference } as const
        return act(engine, request, reply, action, async ({ seats }) => {
          const both = seats.map(({ seatId }) => getSeats(kysely, principalOf(request), seatId))
          const [from, to] = (await Promise.all(both)) as [Awaited<(typeof both)[0]>, Awaited<(typeof both)[0]>]
          return { from, to }
        })
      },
    })
  }
}
