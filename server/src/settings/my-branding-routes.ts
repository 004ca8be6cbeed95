import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../db/database.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { getSession } from '../sessions/signed-in.ts'
import { listBrandingOf } from './read-branding.ts'
import { MyBranding } from './schema.ts'

export function myBrandingRoutes(deps: {
  database: Pick<Database, 'kysely'>
  sessions: Sessions
}): FastifyPluginAsyncTypebox {
  return async app => {
    app.get('/api/me/branding', {
      schema: {
        tags: ['My courses'],
        summary: 'How my organizations look',
        description: 'Name, colour, logo and language, as they are in force.',
        response: { 200: MyBranding },
      },
      handler: async (request, reply) => {
        const { visitor } = await getSession(deps.sessions, request, reply)
        reply.header('cache-control', 'no-store')
        return { data: await listBrandingOf(deps.database.kysely, visitor) }
      },
    })
  }
}
