/** `POST /api/plans/{id}/apply`: does what was shown, once. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { addressOf } from '../http/credentials.ts'
import { ById } from '../http/shapes.ts'
import { putBackPlan, takeUpPlan } from './take-up-plan.ts'

export function planRoutes({ kysely }: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/plans/:id/apply', {
      config: { permission: null },
      schema: {
        tags: ['Plans'],
        summary: 'Do what a plan says',
        description:
          'Answers what the planned request answers. 409 when it would no longer do exactly what was shown, or was done already.',
        params: ById,
        response: { '2xx': Type.Unknown() },
      },
      handler: async (request, reply) => {
        const { id } = request.params
        const planned = await takeUpPlan(kysely, id, principalOf(request))
        const answer = await app.inject({
          method: planned.method as 'POST',
          url: planned.url,
          headers: {
            ...credentialsOf(request),
            'usher-organization': String(planned.organizationId),
            'usher-plan': String(id),
            ...(planned.body !== null && { 'content-type': 'application/json' }),
            ...(planned.idempotencyKey !== null && { 'idempotency-key': planned.idempotencyKey }),
          },
          remoteAddress: addressOf(request) ?? undefined,
          ...(planned.body !== null && { payload: planned.body }),
        })
        if (answer.statusCode >= 400) await putBackPlan(kysely, id)
        const { 'content-type': type = 'application/json', 'usher-operation': operation, etag } = answer.headers
        if (operation !== undefined) reply.header('usher-operation', operation)
        if (etag !== undefined) reply.header('etag', etag)
        return reply
          .code(answer.statusCode)
          .type(type)
          .serializer(text => text as string)
          .send(answer.body)
      },
    })
  }
}

/** What a request shows of who asks: what is done in the same name shows the same. */
function credentialsOf({ headers }: FastifyRequest): Record<string, string> {
  const names = ['x-api-key', 'authorization', 'cookie']
  return Object.fromEntries(names.flatMap(name => (headers[name] ? [[name, String(headers[name])]] : [])))
}
