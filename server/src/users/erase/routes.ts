import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../../api/change.ts'
import { type Principal, principalOf } from '../../api/principal.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { ById, gone, Writing } from '../../http/shapes.ts'
import type { Engine } from '../../provisioning/engine.ts'
import type { AskedBy } from '../../provisioning/intents/call.ts'
import { endPlaces, eraseUser } from './erase-user.ts'

export interface EraseDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

export function eraseRoutes({ database, engine }: EraseDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/users/:id/erase', {
      config: { permission: 'users.delete', proof: true },
      schema: {
        tags: ['Users'],
        summary: 'Erase a person',
        description:
          'For good: names, addresses and what was kept about the person go from every list, letter, log and kept answer, and what they had ends. Orders, seats and reports go on adding up. Not undone. The account must be within your reach alone.',
        params: ById,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const { id } = request.params
        const erase = (transaction: Transaction, by: AskedBy, principal: Principal) =>
          eraseUser(transaction, principal, id, by)
        return change(database, request, reply, 204, erase, () =>
          endPlaces(database.kysely, engine, id, principalOf(request).by),
        )
      },
    })
  }
}
