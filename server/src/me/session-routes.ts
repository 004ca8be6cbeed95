import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Database } from '../db/database.ts'
import { addressOf } from '../http/credentials.ts'
import { ById } from '../http/shapes.ts'
import { Nothing } from '../identity/schema.ts'
import { requireOneself } from '../impersonation/require-oneself.ts'
import { Refusal } from '../lib/refusal.ts'
import { endSessions, listSessions } from '../sessions/list-sessions.ts'
import { Session } from '../sessions/schema.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'

const MySessions = Type.Object({
  sessions: Type.Array(Session, {
    description: 'This one first, then the latest. Where a provider vouched for me: those of its organization alone.',
  }),
})

/** Where else I am signed in, and that it ends. */
export function mySessionRoutes(deps: {
  readonly database: Pick<Database, 'kysely'>
  readonly sessions: Sessions
}): FastifyPluginAsyncTypebox {
  const { kysely } = deps.database
  const tags = ['Sign-in']
  /** Whom a provider vouched for is told of what its organization's subtree vouched for, and of nothing else (decision 51). */
  async function whoAsks(request: FastifyRequest, reply: FastifyReply) {
    const { actor, user, token, signedInBy } = await getSession(deps.sessions, request, reply)
    requireOneself(actor)
    return { userId: user.id, email: user.email, vouchedIn: signedInBy.providerOf, token, actor }
  }
  async function end(request: FastifyRequest, reply: FastifyReply, id: number | 'others'): Promise<number> {
    const { actor, email, ...whose } = await whoAsks(request, reply)
    const by = { actor, source: null, ip: addressOf(request), receivedAt: new Date() }
    return kysely
      .transaction()
      .execute(transaction => endSessions(transaction, whose, id, by, { organizationId: null, email }))
  }
  return async app => {
    app.get('/api/me/sessions', {
      schema: { tags, summary: 'Where I am signed in', response: { 200: MySessions } },
      handler: async (request, reply) => ({ sessions: await listSessions(kysely, await whoAsks(request, reply)) }),
    })

    app.delete('/api/me/sessions/:id', {
      schema: { tags, summary: 'Sign me out of one browser', params: ById, response: { 200: Nothing } },
      handler: async (request, reply) => {
        const { id } = request.params
        if ((await end(request, reply, id)) === 0) throw new Refusal('not_found', `You have no session ${id}.`)
        return {}
      },
    })

    app.delete('/api/me/sessions', {
      schema: {
        tags,
        summary: 'Sign me out of all other browsers',
        response: { 200: Type.Object({ ended: Type.Integer({ description: 'So many.' }) }) },
      },
      handler: async (request, reply) => ({ ended: await end(request, reply, 'others') }),
    })
  }
}
