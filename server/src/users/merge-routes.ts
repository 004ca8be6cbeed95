import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ask, callIn } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, Id, PlanAnswer, Sent, Writing } from '../http/shapes.ts'
import type { Engine } from '../provisioning/engine.ts'
import { getPlace } from './get-user.ts'
import { getAccounts } from './merge-users.ts'

const Merged = Type.Object({
  user: Type.Object({ id: Id, email: Type.String() }, { description: 'The account that stays.' }),
  merged: Type.Object({ id: Id, email: Type.String({ description: 'An alias of it now.' }) }),
  operation_id: Type.Integer({ description: 'Undoing it brings the second account back.' }),
})

export interface MergeDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

export function mergeRoutes({ database: { kysely }, engine }: MergeDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/users/:id/merge', {
      config: { permission: 'users.edit' },
      schema: {
        tags: ['Users'],
        summary: 'Merge another account into this one',
        description:
          'Where one person has two. What the other one has, courses, places, orders and progress, is this one’s; what both have of a kind is one, and a seat that both held is free again. Its address becomes an alias, its password and sessions end. Both accounts must be within your reach alone. `POST /api/operations/{id}/undo` brings it back.',
        params: ById,
        querystring: Writing,
        body: Sent({ with: { ...Id, description: 'The id of the user that goes into this one.' } }),
        response: { 200: Type.Union([Merged, PlanAnswer]) },
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        const { organizationId } = await getPlace(kysely, principal, { id: request.params.id })
        await getPlace(kysely, principal, { id: request.body.with })
        const accounts = await getAccounts(kysely, request.params.id, request.body.with)
        const { email, emails, keptId, awayId } = accounts
        const call = callIn(request, organizationId)
        const intent = { kind: 'merge_users', call, ...accounts, homeId: principal.organization.id } as const
        return ask(engine, request, reply, intent, ({ operationId }) => ({
          user: { id: keptId, email },
          merged: { id: awayId, email: emails[0] },
          operation_id: operationId,
        }))
      },
    })
  }
}
