/** `POST /api/operations/{id}/undo`: takes back what an operation did, as far as it can be taken back. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { act } from '../api/ask.ts'
import { ById, Id, PlanAnswer, Writing } from '../http/shapes.ts'
import { Refusal } from '../lib/refusal.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { MergedOutcome, UndoneOutcome } from '../provisioning/intents/outcome.ts'
import type { Problem } from '../provisioning/intents/problem.ts'
import { stayingKinds } from '../provisioning/intents/undo.ts'
import { sayRole } from '../roles/find-role.ts'
import { fromAbove } from './find-why-not-undoable.ts'
import { toKept } from './kept-words.ts'

const Undone = Type.Object({
  result: Type.Enum(['changed', 'unchanged']),
  operation_id: Type.Integer({ description: 'Of the undoing: it can be undone too.' }),
  kept: Type.Array(Type.Object({ kind: Type.Enum([...stayingKinds]), id: Id, why: Type.String() }), {
    description: 'What cannot be taken back.',
  }),
})

export function undoRoutes({ engine }: { readonly engine: Engine }): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/operations/:id/undo', {
      config: permissionOf('undo'),
      schema: {
        tags: ['Operations'],
        summary: 'Undo an operation',
        description:
          'Revokes what it granted, takes back what it allocated and added, gives back what it took. 409 names the later operation that leans on it.',
        params: ById,
        querystring: Writing,
        response: { 200: Type.Union([Undone, PlanAnswer]) },
      },
      handler: async (request, reply) => {
        const action = { action: 'undo', operation: request.params.id } as const
        const present = (outcome: UndoneOutcome | MergedOutcome) => ({
          result: outcome.result,
          operation_id: outcome.operationId,
          kept: 'stays' in outcome ? outcome.stays.map(toKept) : [],
        })
        return act(engine, request, reply, action, present, say)
      },
    })
  }
}

function say(problem: Problem): Refusal | null {
  const { code, field, value, remedy } = problem
  switch (code) {
    case 'not_there':
      return new Refusal('not_found', `There is no operation ${value}.`)
    case 'lacks_permission':
      return new Refusal('forbidden', `This takes the permission ${value}.`)
    case 'undo_above':
      return new Refusal('forbidden', `Operation ${value} ${fromAbove}`)
    case 'not_undoable':
      return new Refusal('conflict', String(value), [{ field, code: remedy, message: 'is not undone' }])
    default:
      return value === undefined ? null : sayRole(problem)
  }
}
