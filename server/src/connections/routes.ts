import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { mayRead } from '../reach/may-read.ts'
import { askPlatform, findTarget } from './ask-platform.ts'
import { findDrift } from './find-drift.ts'
import { addMapping, listMappings, offerTargets, removeMapping } from './mappings.ts'
import { openById, type PlatformDeps } from './open-platform.ts'
import { getConnection, listConnections, listDuePeople } from './queries.ts'
import { retryPerson } from './retry-person.ts'
import * as shape from './schema.ts'
import {
  type ConnectionRules,
  createConnection,
  deleteConnection,
  syncConnection,
  updateConnection,
} from './write-connection.ts'

export interface ConnectionDeps extends PlatformDeps {
  readonly rules: ConnectionRules
  /** Somebody is due. */
  readonly onDue: () => void
}

export function connectionRoutes(deps: ConnectionDeps): FastifyPluginAsyncTypebox {
  const { database, rules, onDue } = deps
  const { kysely } = database
  const tags = ['Connections']
  const wake = async () => onDue()
  return async app => {
    app.get('/api/connections', {
      config: mayRead('connection'),
      schema: {
        tags,
        summary: 'List connections',
        querystring: shape.ConnectionList,
        response: { 200: shape.ConnectionPage },
      },
      handler: async request => {
        const { organization, ...page } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listConnections(kysely, { ...page, organizationId: id })
      },
    })

    app.post('/api/connections', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Connect another learning platform',
        description:
          'Nothing is given there before a course is mapped. What people have there by themselves is never taken away.',
        querystring: Writing,
        body: shape.NewConnection,
        response: made(shape.Connection),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createConnection(transaction, rules, principal, request.body, by),
        ),
    })

    app.get('/api/connections/:id', {
      config: mayRead('connection'),
      schema: { tags, summary: 'Read a connection', params: ById, response: { 200: shape.Connection } },
      handler: async (request, reply) =>
        tagged(reply, await getConnection(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/connections/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Change a connection, or pause it',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.ConnectionChanges,
        response: changed(shape.Connection),
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(
          database,
          request,
          reply,
          200,
          (transaction, by, principal) => updateConnection(transaction, rules, principal, which, request.body, by),
          wake,
        )
      },
    })

    app.delete('/api/connections/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Take a connection away',
        description: 'What was given there stays as it is.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 204, (transaction, by, principal) =>
          deleteConnection(transaction, principal, which, by),
        )
      },
    })

    app.post('/api/connections/:id/sync', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Compare all of it now',
        description: 'And mend what differs. It is done anyway each night.',
        params: ById,
        querystring: Writing,
        response: changed(shape.Connection),
      },
      handler: (request, reply) =>
        change(
          database,
          request,
          reply,
          200,
          (transaction, by, principal) => syncConnection(transaction, principal, request.params.id, by),
          wake,
        ),
    })

    app.get('/api/connections/:id/drift', {
      config: mayRead('due_person'),
      schema: {
        tags,
        summary: 'List what is not there as it is to be',
        description:
          'Read there now, page by page, which takes as long as its limit makes it take. Nothing is changed.',
        params: ById,
        response: { 200: shape.Drift },
      },
      handler: async request => {
        const { id } = await getConnection(kysely, principalOf(request), request.params.id)
        const platform = await openById(deps, id)
        return { data: await askPlatform(() => findDrift({ database: kysely, platform, connectionId: id })) }
      },
    })

    app.get('/api/connections/:id/targets', {
      config: mayRead('connection'),
      schema: {
        tags,
        summary: 'List what can be mapped',
        description: 'Its courses and bundles, read there now.',
        params: ById,
        response: { 200: shape.Targets },
      },
      handler: async request => {
        const { id } = await getConnection(kysely, principalOf(request), request.params.id)
        const thing = { table: 'connections', word: 'connection', id } as const
        const { id: organizationId } = await getOrganizationOf(kysely, principalOf(request), thing)
        const platform = await openById(deps, id)
        const targets = await askPlatform(() => platform.listTargets())
        return { data: await offerTargets(kysely, { connectionId: id, organizationId }, targets) }
      },
    })

    app.get('/api/connections/:id/mappings', {
      config: mayRead('connection'),
      schema: { tags, summary: 'List which course is what there', params: ById, response: { 200: shape.Mappings } },
      handler: async request => {
        const { id } = await getConnection(kysely, principalOf(request), request.params.id)
        return { data: await listMappings(kysely, id) }
      },
    })

    app.post('/api/connections/:id/mappings', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Map a course',
        description: 'Whoever has it here comes to have it there, now and from now on.',
        params: ById,
        querystring: Writing,
        body: shape.NewMapping,
        response: made(shape.Mapping),
      },
      handler: async (request, reply) => {
        const { id } = await getConnection(kysely, principalOf(request), request.params.id)
        const { theirs, kind = 'course' } = request.body
        const platform = await openById(deps, id)
        const target = await findTarget(platform, { kind, id: theirs })
        return change(
          database,
          request,
          reply,
          201,
          (transaction, by, principal) => addMapping(transaction, principal, id, request.body, target, by),
          wake,
        )
      },
    })

    app.delete('/api/connections/:id/mappings/:mapping', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Take a mapping away',
        description: 'What was given there stays as it is.',
        params: shape.ByMapping,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          removeMapping(transaction, principal, request.params.id, request.params.mapping, by),
        ),
    })

    app.get('/api/connections/:id/due', {
      config: mayRead('due_person'),
      schema: {
        tags,
        summary: 'List who is to be looked at',
        description: 'What did not go through, and why, in the words of the platform.',
        params: ById,
        querystring: shape.DueList,
        response: { 200: shape.DuePage },
      },
      handler: async request => {
        const { id } = await getConnection(kysely, principalOf(request), request.params.id)
        return listDuePeople(kysely, { ...request.query, connectionId: id })
      },
    })

    app.post('/api/connections/:id/due/:user/retry', {
      config: { permission: 'settings.edit' },
      schema: { tags, summary: 'Try somebody again', params: shape.ByPerson, querystring: Writing, response: gone },
      handler: (request, reply) => {
        const { id, user } = request.params
        return change(
          database,
          request,
          reply,
          204,
          (transaction, by, principal) => retryPerson(transaction, principal, { connectionId: id, userId: user }, by),
          wake,
        )
      },
    })
  }
}
