import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, gone, Id, Writing } from '../http/shapes.ts'
import { mayRead } from '../reach/may-read.ts'
import { Session } from '../sessions/schema.ts'
import { endUserSessions, listUserSessions } from './user-sessions.ts'

const scope =
  'Of an account that is within your reach alone, all; of one that others know too, those that an identity provider of yours vouched for.'

/** Where somebody is signed in, and that it ends: the browser is told with its next call. */
export function userSessionRoutes({
  database,
}: {
  readonly database: Pick<Database, 'kysely'>
}): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Users']
  return async app => {
    app.get('/api/users/:id/sessions', {
      config: mayRead('session'),
      schema: {
        tags,
        summary: 'List where a person is signed in',
        description: scope,
        params: ById,
        response: { 200: Type.Object({ sessions: Type.Array(Session, { description: 'The latest first.' }) }) },
      },
      handler: async request => {
        const principal = principalOf(request)
        const { id } = request.params
        const sessions = await kysely.transaction().execute(transaction => listUserSessions(transaction, principal, id))
        return { sessions }
      },
    })

    app.delete('/api/users/:id/sessions', {
      config: { permission: 'users.edit' },
      schema: {
        tags,
        summary: 'Sign a person out of all browsers',
        description: `${scope} Your own browser stays signed in. The person must not have a role that allows more than you may. Not undone.`,
        params: ById,
        querystring: Writing,
        response: changed(Type.Object({ ended: Type.Integer({ description: 'So many.' }) })),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          endUserSessions(transaction, principal, { user: request.params.id, session: 'others' }, by),
        ),
    })

    app.delete('/api/users/:id/sessions/:session', {
      config: { permission: 'users.edit' },
      schema: {
        tags,
        summary: 'Sign a person out of one browser',
        description: 'The person must not have a role that allows more than you may. Not undone.',
        params: Type.Object({ id: Id, session: { ...Id, description: 'As the list says its id.' } }),
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const { id: user, session } = request.params
        return change(database, request, reply, 204, async (transaction, by, principal) => {
          await endUserSessions(transaction, principal, { user, session }, by)
        })
      },
    })
  }
}
