import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { act } from '../api/ask.ts'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { changed, gone, IfMatch, Writing } from '../http/shapes.ts'
import { permissionOf } from '../provisioning/actions/actions.ts'
import type { Engine } from '../provisioning/engine.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { getMembership, listMemberships } from './queries.ts'
import * as shape from './schema.ts'
import { updateMembership } from './update-membership.ts'

export function membershipRoutes({
  engine,
  database,
}: {
  engine: Engine
  database: Pick<Database, 'kysely'>
}): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Memberships']
  return async app => {
    app.get('/api/memberships', {
      config: mayRead('membership'),
      schema: {
        tags,
        summary: 'List memberships',
        description: 'Of an organization, or of a user: who belongs where, and with which role. Default: your own.',
        querystring: shape.MembershipList,
        response: { 200: shape.MembershipPage },
      },
      handler: async request => {
        const principal = principalOf(request)
        const { organization, user: userId, ...filter } = request.query
        if (organization === undefined && userId !== undefined)
          return listMemberships(kysely, principal, { ...filter, userId })
        const { id: organizationId } = await getOrganizationInReach(kysely, principal.organization, organization)
        return listMemberships(kysely, principal, { ...filter, organizationId, userId })
      },
    })

    app.get('/api/memberships/:organization/:user', {
      config: mayRead('membership'),
      schema: {
        tags,
        summary: 'Read a membership',
        params: shape.ByMember,
        querystring: shape.Reading,
        response: { 200: shape.Membership },
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        const { organization, user: userId } = request.params
        const { id: organizationId } = await getOrganizationInReach(kysely, principal.organization, organization)
        return tagged(reply, await getMembership(kysely, principal, { userId, organizationId }))
      },
    })

    app.patch('/api/memberships/:organization/:user', {
      config: { permission: 'users.edit' },
      schema: {
        tags,
        summary: 'Change the role of a member, suspend or resume the membership',
        description: 'Neither the role that was nor the one that will be may allow more than you are allowed.',
        params: shape.ByMember,
        headers: IfMatch,
        querystring: Writing,
        body: shape.MembershipChanges,
        response: changed(shape.Membership),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          return updateMembership(transaction, principal, which, request.body, by)
        }),
    })

    app.delete('/api/memberships/:organization/:user', {
      config: permissionOf('leave_organization'),
      schema: {
        tags,
        summary: 'Let somebody leave the organization',
        description:
          'Teams, groups, seats and access that came from it go, and nothing else: the account stays, and what other organizations gave. Refused for who has a role, there or in one of its teams, that allows more than you are allowed.',
        params: shape.ByMember,
        querystring: Writing,
        response: gone,
      },
      handler: async (request, reply) => {
        const { organization: choice, user } = request.params
        const { organization: home } = principalOf(request)
        const { id: organization } = await getOrganizationInReach(kysely, home, choice)
        const action = { action: 'leave_organization', organization, user } as const
        return act(engine, request, reply, action, () => reply.code(204).send(null))
      },
    })
  }
}
