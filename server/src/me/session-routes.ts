import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Database } from '../db/database.ts'
import { ById, Id, Moment, Nullable } from '../http/shapes.ts'
import { Nothing } from '../identity/schema.ts'
import { requireOneself } from '../impersonation/require-oneself.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import { endMyOtherSessions, endMySession, listMySessions } from './my-sessions.ts'

const MySessions = Type.Object({
  sessions: Type.Array(
    Type.Object({
      id: Id,
      current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
      browser: Nullable(Type.String({ examples: ['Firefox'] }), { description: 'As it says itself. Null: not known.' }),
      system: Nullable(Type.String({ examples: ['Windows'] })),
      ip: Nullable(Type.String({ examples: ['203.0.113.7'] }), { description: 'From where I signed in.' }),
      method: Type.Enum(['password', 'passkey', 'provider']),
      second_factor: Type.Boolean(),
      identity_provider: Nullable(Type.String(), { description: 'Whose word it was, where `method` is `provider`.' }),
      created_at: Moment,
      last_used_at: Type.Unsafe<Date>({ ...Moment, description: 'To the day.' }),
      expires_at: Moment,
    }),
    {
      description: 'This one first, then the latest. Where a provider vouched for me: those of its organization alone.',
    },
  ),
})

/** Where else I am signed in, and that it ends. */
export function mySessionRoutes(deps: {
  readonly database: Pick<Database, 'kysely'>
  readonly sessions: Sessions
}): FastifyPluginAsyncTypebox {
  const { kysely } = deps.database
  const tags = ['Sign-in']
  async function whoAsks(request: FastifyRequest, reply: FastifyReply) {
    const session = await getSession(deps.sessions, request, reply)
    requireOneself(session.actor)
    return session
  }
  return async app => {
    app.get('/api/me/sessions', {
      schema: { tags, summary: 'Where I am signed in', response: { 200: MySessions } },
      handler: async (request, reply) => ({ sessions: await listMySessions(kysely, await whoAsks(request, reply)) }),
    })

    app.delete('/api/me/sessions/:id', {
      schema: { tags, summary: 'Sign me out of one browser', params: ById, response: { 200: Nothing } },
      handler: async (request, reply) => {
        await endMySession(kysely, await whoAsks(request, reply), request.params.id)
        return {}
      },
    })

    app.delete('/api/me/sessions', {
      schema: {
        tags,
        summary: 'Sign me out of all other browsers',
        response: { 200: Type.Object({ ended: Type.Integer({ description: 'So many.' }) }) },
      },
      handler: async (request, reply) => ({ ended: await endMyOtherSessions(kysely, await whoAsks(request, reply)) }),
    })
  }
}
