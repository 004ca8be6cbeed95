import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../db/database.ts'
import { change } from '../http/change.ts'
import { tagged } from '../http/etag.ts'
import { principalOf } from '../http/principal.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { getOrganizationInReach } from '../organizations/find-organization.ts'
import { archiveTeam } from './archive-team.ts'
import { createTeam } from './create-team.ts'
import { getTeam, listTeams } from './queries.ts'
import * as shape from './schema.ts'
import { updateTeam } from './update-team.ts'

export function teamRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Teams']
  return async app => {
    app.get('/api/teams', {
      config: { permission: 'teams.view' },
      schema: { tags, summary: 'List teams', querystring: shape.TeamList, response: { 200: shape.TeamPage } },
      handler: async request => {
        const { organization, ...filter } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listTeams(kysely, { ...filter, organizationId: id })
      },
    })

    app.post('/api/teams', {
      config: { permission: 'teams.create' },
      schema: { tags, summary: 'Make a team', querystring: Writing, body: shape.NewTeam, response: made(shape.Team) },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createTeam(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/teams/:id', {
      config: { permission: 'teams.view' },
      schema: { tags, summary: 'Read a team', params: ById, response: { 200: shape.Team } },
      handler: async (request, reply) => tagged(reply, await getTeam(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/teams/:id', {
      config: { permission: 'teams.edit' },
      schema: {
        tags,
        summary: 'Change a team',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.TeamChanges,
        response: changed(shape.Team),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) =>
          updateTeam(
            transaction,
            principal,
            { ...request.params, ifMatch: request.headers['if-match'] },
            request.body,
            by,
          ),
        ),
    })

    app.delete('/api/teams/:id', {
      config: { permission: 'teams.delete' },
      schema: {
        tags,
        summary: 'Archive a team',
        description: 'Refused while it has seats in use.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          archiveTeam(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
