import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, Writing } from '../http/shapes.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { mayRead } from '../reach/may-read.ts'
import { findGrants } from './find-grants.ts'
import { getGrant } from './queries.ts'
import * as shape from './schema.ts'

export interface GrantDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

export function grantRoutes({ database, engine }: GrantDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Grants']
  return async app => {
    app.get('/api/grants', {
      config: mayRead('grant'),
      schema: {
        tags,
        summary: 'List grants',
        description:
          'The reasons why people have the courses of one organization, revoked ones too. Default: your own. Learner by learner, unless sorted otherwise.',
        querystring: shape.GrantList,
        response: { 200: shape.GrantPage },
      },
      handler: request => {
        const principal = principalOf(request)
        return findGrants(kysely, principal, request.query, principal.by.receivedAt)
      },
    })

    app.get('/api/grants/:id', {
      config: mayRead('grant'),
      schema: {
        tags,
        summary: 'Read a grant',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Grant },
      },
      handler: request => getGrant(kysely, principalOf(request), request.params.id),
    })

    app.post('/api/grants/:id/revoke', {
      config: permissionOf('revoke_grant'),
      schema: {
        tags,
        summary: 'Revoke a grant',
        description: 'This reason alone: the enrollment becomes what the others add up to. Without any it is revoked.',
        params: ById,
        querystring: Writing,
        body: shape.Revocation,
        response: changed(shape.Grant),
      },
      preValidation: async request => {
        request.body ??= {} // a reason may be left out, and then the whole body
      },
      handler: async (request, reply) => {
        const { reason = null } = request.body
        refuseInvalid({ reason: reason === null ? null : textProblem(reason, 500) })
        const { id: grant } = request.params
        return act(engine, request, reply, { action: 'revoke_grant', grant, reason }, () =>
          getGrant(kysely, principalOf(request), grant),
        )
      },
    })
  }
}
