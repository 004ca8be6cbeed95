/** `POST /api/operations/{id}/undo`: takes back what an operation did, as far as it can be taken back. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ask, callIn } from '../api/ask.ts'
import { principalOf, requirePermission } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, Id, PlanAnswer, Writing } from '../http/shapes.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { ChangedOutcome } from '../provisioning/intents/outcome.ts'
import { listRolesBeyond, requireRoleToGive } from '../roles/find-role.ts'
import { findMerge } from '../users/merge-users.ts'
import { type Kept, keptKinds } from './find-kept.ts'
import { findUndoable } from './find-undoable.ts'

const Undone = Type.Object({
  result: Type.Enum(['changed', 'unchanged']),
  operation_id: Type.Integer({ description: 'Of the undoing: it can be undone too.' }),
  kept: Type.Array(Type.Object({ kind: Type.Enum([...keptKinds]), id: Id, why: Type.String() }), {
    description: 'What cannot be taken back.',
  }),
})

export function undoRoutes({
  engine,
  database,
}: {
  engine: Engine
  database: Pick<Database, 'kysely'>
}): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/operations/:id/undo', {
      config: { permission: 'operations.undo' },
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
        const principal = principalOf(request)
        const present = ({ result, operationId }: ChangedOutcome, kept: readonly Kept[] = []) => ({
          result,
          operation_id: operationId,
          kept: [...kept],
        })
        const { id: home } = principal.organization
        const merge = await findMerge(database.kysely, { id: home }, request.params.id)
        if (merge) {
          requirePermission(principal, 'users.edit')
          const call = callIn(request, merge.organizationId)
          return ask(engine, request, reply, { ...merge.asked, call, homeId: home }, done => present(done))
        }
        const { actsFrom = home } = principal.by
        const found = await findUndoable(database.kysely, { id: home }, request.params.id, actsFrom)
        const { organizationId, path, kept, ...touched } = found
        const roles = new Set(touched.deeds.flatMap(one => ('role' in one ? one.role : [])))
        for (const role of roles)
          await database.kysely
            .transaction()
            .execute(transaction => requireRoleToGive(transaction, principal, { path }, role))
        const allowed = {
          permissions: principal.permissions,
          rolesBeyond: await listRolesBeyond(database.kysely, principal, { path }),
          home: actsFrom,
        }
        const intent = { kind: 'undo', call: callIn(request, organizationId), ...touched, allowed } as const
        return ask(engine, request, reply, intent, done => present(done, kept))
      },
    })
  }
}
