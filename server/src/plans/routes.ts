/** `POST /api/plans/{id}/apply`: does what was shown, once. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { PlannedRequest } from '../api/keep-plan.ts'
import { type Principal, principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { addressOf } from '../http/credentials.ts'
import { ById } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import { unseal } from '../lib/seal.ts'

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
        const planned = await takeUp(id, principalOf(request))
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
        if (answer.statusCode >= 400) await putBack(id)
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

  /** From here on nobody else does it. */
  async function takeUp(id: number, { callerId, secret, by: { receivedAt: now } }: Principal) {
    const plan = await kysely
      .updateTable('plans')
      .set({ applied_at: now })
      .where('id', '=', id)
      .where('caller_id', '=', callerId)
      .where('expires_at', '>', now)
      .where('applied_at', 'is', null)
      .returning(['request', 'organization_id as organizationId'])
      .executeTakeFirst()
    const planned = plan && open(plan.request, secret)
    if (planned) return { ...planned, organizationId: plan.organizationId }
    if (plan) await putBack(id)
    const known = await kysely
      .selectFrom('plans')
      .select('applied_at')
      .where('id', '=', id)
      .where('caller_id', '=', callerId)
      .executeTakeFirst()
    if (known?.applied_at && !plan) throw new Refusal('conflict', 'This plan was applied already.')
    throw new Refusal('not_found', 'There is no such plan, or it has expired: make another.')
  }

  async function putBack(id: number): Promise<void> {
    await kysely.updateTable('plans').set({ applied_at: null }).where('id', '=', id).execute()
  }
}

/** Undefined: it was made in another session. */
function open(request: Buffer, secret: string): PlannedRequest | undefined {
  try {
    return JSON.parse(unseal(request, secret))
  } catch {
    return undefined
  }
}

/** What a request shows of who asks: what is done in the same name shows the same. */
function credentialsOf({ headers }: FastifyRequest): Record<string, string> {
  const names = ['x-api-key', 'authorization', 'cookie']
  return Object.fromEntries(names.flatMap(name => (headers[name] ? [[name, String(headers[name])]] : [])))
}
