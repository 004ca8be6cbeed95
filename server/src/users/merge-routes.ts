import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { act } from '../api/ask.ts'
import type { Say } from '../api/problem-words.ts'
import { ById, Id, PlanAnswer, Sent, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { MergedOutcome } from '../provisioning/intents/outcome.ts'
import { unknownUser } from './get-user.ts'

const Merged = Type.Object({
  user: Type.Object({ id: Id, email: Type.String() }, { description: 'The account that stays.' }),
  merged: Type.Object({ id: Id, email: Type.String({ description: 'An alias of it now.' }) }),
  operation_id: Type.Integer({ description: 'Undoing it brings the second account back.' }),
})

export function mergeRoutes({ engine }: { readonly engine: Engine }): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/users/:id/merge', {
      config: { ...permissionOf('merge_users'), proof: true },
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
        const action = { action: 'merge_users', user: request.params.id, with: request.body.with } as const
        const present = ({ kept, away, operationId }: MergedOutcome) => {
          return { user: kept, merged: away, operation_id: operationId }
        }
        const say: Say = ({ code, value }) => (code === 'not_there' ? unknownUser(value) : null)
        return act(engine, request, reply, action, present, say)
      },
    })
  }
}
