import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { gone, made, Writing } from '../http/shapes.ts'
import { ByOrganization } from '../organizations/schema.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { listBreakGlassOwners, nameBreakGlassOwner, removeBreakGlassOwner } from './owners.ts'
import * as shape from './schema.ts'

export function breakGlassRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const tags = ['Identity providers']
  return async app => {
    app.get('/api/organizations/:organization/break-glass-owners', {
      config: mayRead('break_glass_owner'),
      schema: {
        tags,
        summary: 'List break-glass owners',
        description:
          'Who comes in by a password and a second factor where single sign-on is the only way in, should the provider fail. Each time all owners are told by mail.',
        params: ByOrganization,
        response: { 200: shape.BreakGlassOwners },
      },
      handler: async request => {
        const { organization } = principalOf(request)
        const { id } = await getOrganizationInReach(database.kysely, organization, request.params.organization)
        return { data: await listBreakGlassOwners(database.kysely, id) }
      },
    })

    app.post('/api/organizations/:organization/break-glass-owners', {
      config: { permission: 'organizations.edit', proof: true },
      schema: {
        tags,
        summary: 'Name a break-glass owner',
        description:
          'By an owner, or whoever may as much. The named must own the organization, and have a password and a second factor: otherwise 409. Five at most; two are advised.',
        params: ByOrganization,
        querystring: Writing,
        body: shape.NewBreakGlassOwner,
        response: made(shape.BreakGlassOwner),
      },
      handler: (request, reply) => {
        const which = { organization: request.params.organization, user: request.body.user_id }
        return change(database, request, reply, 201, (transaction, by, principal) =>
          nameBreakGlassOwner(transaction, principal, which, by),
        )
      },
    })

    app.delete('/api/organizations/:organization/break-glass-owners/:user', {
      config: { permission: 'organizations.edit', proof: true },
      schema: {
        tags,
        summary: 'Take a break-glass owner back',
        description:
          'By an owner, or whoever may as much. Harmless when they are not named. 409 for a person of the organization while single sign-on is the only way in and nobody else is left who could come in.',
        params: shape.ByOwner,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          removeBreakGlassOwner(transaction, principal, request.params, by),
        ),
    })
  }
}
