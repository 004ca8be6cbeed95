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
import { teamOf } from '../reach/team-of.ts'
import { createTeam } from './create-team.ts'
import { getTeam, listTeams } from './queries.ts'
import * as shape from './schema.ts'
import { updateTeam } from './update-team.ts'

export function teamRoutes({
  engine,
  database,
}: {
  engine: Engine
  database: Pick<Database, 'kysely'>
}): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Teams']
  return async app => {
    app.get('/api/teams', {
      config: mayRead('team', 'list'),
      schema: { tags, summary: 'List teams', querystring: shape.TeamList, response: { 200: shape.TeamPage } },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const place = { organization, below }
        const { organization: home, teams } = principalOf(request)
        const organizationIds = await listOrganizationIds(kysely, home, place)
        return listTeams(kysely, { ...filter, organizationIds, ids: teams })
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
      config: mayRead('team', 'one'),
      schema: { tags, summary: 'Read a team', params: ById, querystring: shape.Reading, response: { 200: shape.Team } },
      handler: async (request, reply) => tagged(reply, await getTeam(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/teams/:id', {
      config: { permission: 'teams.edit', team: teamOf.address },
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
      config: permissionOf('archive_team'),
      schema: {
        tags,
        summary: 'Archive a team',
        description: 'Refused while learners hold seats of it. Its open invitations are withdrawn.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const action = {
          action: 'archive_team',
          team: request.params.id,
          ifMatch: request.headers['if-match'],
        } as const
        return act(engine, request, reply, action, () => reply.code(204).send(null))
      },
    })
  }
}
