import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { createGroup } from './create-group.ts'
import { getGroup, listGroups } from './queries.ts'
import * as shape from './schema.ts'
import { updateGroup } from './update-group.ts'

export interface GroupDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

export function groupRoutes({ engine, database }: GroupDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Groups']
  return async app => {
    app.get('/api/groups', {
      config: mayRead('group'),
      schema: { tags, summary: 'List groups', querystring: shape.GroupList, response: { 200: shape.GroupPage } },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const organizationIds = await listOrganizationIds(kysely, principalOf(request).organization, place)
        return listGroups(kysely, { ...filter, organizationIds })
      },
    })

    app.post('/api/groups', {
      config: { permission: 'groups.create' },
      schema: {
        tags,
        summary: 'Make a group',
        querystring: Writing,
        body: shape.NewGroup,
        response: made(shape.Group),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createGroup(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/groups/:id', {
      config: mayRead('group'),
      schema: {
        tags,
        summary: 'Read a group',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Group },
      },
      handler: async (request, reply) => tagged(reply, await getGroup(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/groups/:id', {
      config: { permission: 'groups.edit' },
      schema: {
        tags,
        summary: 'Change a group',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.GroupChanges,
        response: changed(shape.Group),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateGroup(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/groups/:id', {
      config: permissionOf('archive_group'),
      schema: {
        tags,
        summary: 'Archive a group',
        description: 'Everybody leaves it: what came from it is revoked, and nothing else.',
        params: ById,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) =>
        act(engine, request, reply, { action: 'archive_group', group: request.params.id }, () =>
          reply.code(204).send(null),
        ),
    })
  }
}
