import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { type Principal, principalOf } from '../api/principal.ts'
import type { Say } from '../api/problem-words.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, gone, OneOrMany, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { join, joinedAnswers } from '../provisions/joining.ts'
import { getOrganizationOf } from '../reach/lock-in-reach.ts'
import { mayRead } from '../reach/may-read.ts'
import { type NamedPerson, readNamed, sayNamed } from '../reach/named-people.ts'
import { teamOf } from '../reach/team-of.ts'
import { sayRole } from '../roles/find-role.ts'
import * as shape from './member-schema.ts'
import { getTeamMember, listTeamMembers } from './members.ts'

interface NamedMember extends NamedPerson {
  readonly role?: string
}

interface TeamMemberDeps {
  readonly engine: Engine
  readonly database: Pick<Database, 'kysely'>
}

const say: Say = problem => sayNamed(problem) ?? sayRole(problem)

export function teamMemberRoutes(deps: TeamMemberDeps): FastifyPluginAsyncTypebox {
  const { engine, database } = deps
  const { kysely } = database
  const tags = ['Teams']
  const place = (principal: Principal, id: number) =>
    getOrganizationOf(kysely, principal, { table: 'teams', word: 'team', id })

  return async app => {
    app.get('/api/teams/:id/members', {
      config: mayRead('team_member', 'list'),
      schema: {
        tags,
        summary: 'List who is in a team',
        params: ById,
        querystring: shape.TeamMemberList,
        response: { 200: shape.TeamMemberPage },
      },
      handler: async request => {
        const { id } = request.params
        await place(principalOf(request), id)
        return listTeamMembers(kysely, { ...request.query, teamId: id })
      },
    })

    app.post('/api/teams/:id/members', {
      config: { ...permissionOf('join_team'), operation: 'provision', team: teamOf.address },
      schema: {
        tags,
        summary: 'Put somebody into a team',
        description:
          'Makes the account and the membership of the organization where there is none: that takes `users.create` too. 201 when the person came in now. An array is answered with 200 and an outcome for each.',
        params: ById,
        querystring: Writing,
        body: OneOrMany(shape.NewTeamMember),
        response: joinedAnswers,
      },
      handler: async (request, reply) => {
        const { id: team } = request.params
        // A list is refused as a whole.
        if (Array.isArray(request.body)) await place(principalOf(request), team)
        const into = ({ role, ...person }: NamedMember) =>
          ({ action: 'join_team', team, role: role ?? null, ...readNamed(person) }) as const
        return join(engine, request, reply, { action: 'join_team', shape: shape.NewTeamMember, say }, into)
      },
    })

    app.get('/api/teams/:id/members/:user', {
      config: mayRead('team_member', 'one'),
      schema: {
        tags,
        summary: 'Read a member of a team',
        params: shape.ByTeamMember,
        querystring: shape.Reading,
        response: { 200: shape.TeamMember },
      },
      handler: async request => {
        const { id, user } = request.params
        await place(principalOf(request), id)
        return getTeamMember(kysely, id, user)
      },
    })

    app.patch('/api/teams/:id/members/:user', {
      config: permissionOf('change_team_role'),
      schema: {
        tags,
        summary: "Change a member's role in a team",
        description: 'Neither the role that was nor the one that will be may allow more than you are allowed.',
        params: shape.ByTeamMember,
        querystring: Writing,
        body: shape.TeamMemberChanges,
        response: changed(shape.TeamMember),
      },
      handler: async (request, reply) => {
        const { id: team, user } = request.params
        const action = { action: 'change_team_role', team, user, role: request.body.role } as const
        return act(engine, request, reply, action, () => getTeamMember(kysely, team, user))
      },
    })

    app.delete('/api/teams/:id/members/:user', {
      config: permissionOf('leave_team'),
      schema: {
        tags,
        summary: 'Take somebody out of a team',
        description:
          'The seats that the person holds there are free again, and what they gave is revoked; nothing else.',
        params: shape.ByTeamMember,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { id: team, user } = request.params
        return act(engine, request, reply, { action: 'leave_team', team, user }, () => reply.code(204).send(null))
      },
    })

    app.post('/api/teams/:id/members/:user/move', {
      config: permissionOf('move_team_member'),
      schema: {
        tags,
        summary: 'Move somebody into another team',
        description:
          'With the same role, as one operation. Seats stay with the team that they are of, and are free again.',
        params: shape.ByTeamMember,
        querystring: Writing,
        body: shape.TeamMemberMove,
        response: changed(shape.TeamMember),
      },
      handler: async (request, reply) => {
        const { team: toTeam } = request.body
        const { id: team, user } = request.params
        const action = { action: 'move_team_member', team, user, toTeam } as const
        return act(engine, request, reply, action, () => getTeamMember(kysely, toTeam, user))
      },
    })
  }
}
