/** `GET /health`, for what watches the server: a proxy, a supervisor. It is no call, and no log has it. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'

const Health = Type.Object({ status: Type.Union([Type.Literal('ok'), Type.Literal('unavailable')]) })

export function healthRoutes(isDatabaseThere: () => Promise<boolean>): FastifyPluginAsyncTypebox {
  return async app => {
    app.get('/health', {
      schema: {
        tags: ['Operating'],
        summary: 'Whether calls can be served',
        description: '200 while the database answers, 503 otherwise.',
        response: { 200: Health, 503: Health },
      },
      handler: async (_, reply) => {
        const isThere = await isDatabaseThere()
        reply.code(isThere ? 200 : 503).header('cache-control', 'no-store')
        return { status: isThere ? ('ok' as const) : ('unavailable' as const) }
      },
    })
  }
}
