/** Who came by a link, and whether who asks to is let in. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { act } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, Writing } from '../http/shapes.ts'
import { type Action, permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { mayRead } from '../reach/may-read.ts'
import { getJoin, listJoins } from './joins.ts'
import { getPlaceOfLink } from './queries.ts'
import * as shape from './schema.ts'

export interface LinkJoinDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function linkJoinRoutes({ engine, database }: LinkJoinDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Links']

  async function decide(request: FastifyRequest, reply: FastifyReply, action: Action<'approve_join' | 'decline_join'>) {
    return act(engine, request, reply, action, () => getJoin(kysely, action.link, action.join))
  }

  return async app => {
    app.get('/api/links/:id/joins', {
      config: mayRead('join', 'list'),
      schema: {
        tags,
        summary: 'List who came by a share link, or asks to',
        params: ById,
        querystring: shape.LinkJoinList,
        response: { 200: shape.LinkJoinPage },
      },
      handler: async request => {
        const { id: linkId } = request.params
        await getPlaceOfLink(kysely, principalOf(request), linkId)
        return listJoins(kysely, { ...request.query, linkId })
      },
    })

    app.post('/api/links/:id/joins/:join/approve', {
      config: permissionOf('approve_join'),
      schema: {
        tags,
        summary: 'Let in who asks to come by a share link',
        description: 'Makes the account where there is none, and mails the way in. 409 when no seat is left.',
        params: shape.ByJoin,
        querystring: Writing,
        response: changed(shape.LinkJoin),
      },
      handler: (request, reply) => {
        const { id: link, join } = request.params
        return decide(request, reply, { action: 'approve_join', link, join })
      },
    })

    app.post('/api/links/:id/joins/:join/decline', {
      config: permissionOf('decline_join'),
      schema: {
        tags,
        summary: 'Do not let in who asks to come by a share link',
        description: 'The person is not told. Another one may have the use.',
        params: shape.ByJoin,
        querystring: Writing,
        response: changed(shape.LinkJoin),
      },
      handler: (request, reply) => {
        const { id: link, join } = request.params
        return decide(request, reply, { action: 'decline_join', link, join })
      },
    })
  }
}
