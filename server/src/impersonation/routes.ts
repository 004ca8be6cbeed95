/** Seeing the screens as somebody else does. The session stays that of who asks, and is that of the other for an hour. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { addressOf } from '../http/credentials.ts'
import { ById, made, Writing } from '../http/shapes.ts'
import { SignedIn } from '../identity/schema.ts'
import { browserOf, refuseOtherSites } from '../sessions/browser-requests.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import { endImpersonation } from './end-impersonation.ts'
import { Impersonation } from './schema.ts'
import { startImpersonation } from './start-impersonation.ts'

export function impersonationRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/users/:id/impersonation', {
      config: { permission: 'users.impersonate', proof: true },
      schema: {
        tags: ['Users'],
        summary: 'Act as somebody else',
        description:
          'For an hour, in this session, and for people alone: no key does this. Whoever may do more than you, or also belongs where you may not do this, is not for you to be. What is done is logged with both names; the password, the data as a file and keys stay out of reach.',
        params: ById,
        querystring: Writing,
        response: made(Impersonation),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          startImpersonation(transaction, principal, request.params.id, by),
        ),
    })
  }
}

export interface EndDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly sessions: Sessions
  readonly config: Pick<Config, 'publicUrl'>
}

export function endImpersonationRoutes({ database, sessions, config }: EndDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', refuseOtherSites(config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))

    app.delete('/api/me/impersonation', {
      schema: {
        tags: ['Sign-in'],
        summary: 'Be myself again',
        description: 'Harmless when I am; also when the hour is over.',
        response: { 200: SignedIn },
      },
      handler: async (request, reply) => {
        const { token } = await sessions.find(browserOf(request))
        if (token !== null) await endImpersonation(database, token, addressOf(request), new Date())
        const { user } = await getSession(sessions, request, reply)
        return { user }
      },
    })
  }
}
