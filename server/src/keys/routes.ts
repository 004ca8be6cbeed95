import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { issueKey } from './issue-key.ts'
import { getKeyInReach, listKeyPage } from './queries.ts'
import { revokeKeyInReach } from './revoke-key.ts'
import * as shape from './schema.ts'
import { updateKey } from './update-key.ts'

export function keyRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Keys']
  return async app => {
    app.get('/api/keys', {
      config: mayRead('key'),
      schema: { tags, summary: 'List keys', querystring: shape.KeyList, response: { 200: shape.KeyPage } },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listKeyPage(kysely, { ...filter, organizationIds })
      },
    })

    app.post('/api/keys', {
      config: { permission: 'keys.create', proof: true },
      schema: {
        tags,
        summary: 'Make a key',
        description: 'The key itself is in this answer and nowhere else.',
        querystring: Writing,
        body: shape.NewKey,
        response: made(shape.KeyOnce),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          issueKey(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/keys/:id', {
      config: mayRead('key'),
      schema: { tags, summary: 'Read a key', params: ById, response: { 200: shape.Key } },
      handler: async (request, reply) =>
        tagged(reply, await getKeyInReach(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/keys/:id', {
      config: { permission: 'keys.edit', proof: true },
      schema: {
        tags,
        summary: 'Change a key',
        description: 'It holds everywhere within a second.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.KeyChanges,
        response: changed(shape.Key),
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 200, (transaction, by, principal) =>
          updateKey(transaction, principal, which, request.body, by),
        )
      },
    })

    app.delete('/api/keys/:id', {
      config: { permission: 'keys.delete' },
      schema: {
        tags,
        summary: 'Revoke a key',
        description: 'For good, and everywhere within a second. It stays in the list of those that were revoked.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 204, (transaction, by, principal) =>
          revokeKeyInReach(transaction, principal, which, by),
        )
      },
    })
  }
}
