import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { isVersioned, tagged } from '../http/etag.ts'
import { changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { permissionSentences, permissions } from '../lib/roles/permissions.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { createRole } from './create-role.ts'
import { deleteRole } from './delete-role.ts'
import { getRole, listRoles } from './queries.ts'
import * as shape from './schema.ts'
import { updateRole } from './update-role.ts'

export function roleRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Roles']
  return async app => {
    app.get('/api/permissions', {
      config: mayRead('role', 'list'),
      schema: {
        tags,
        summary: 'List all permissions there are',
        description: 'What roles hold, and what keys have as scopes.',
        response: { 200: shape.PermissionList },
      },
      handler: async () => ({
        data: permissions.map(name => ({ name, description: permissionSentences[name] })),
      }),
    })

    app.get('/api/roles', {
      config: mayRead('role', 'list'),
      schema: {
        tags,
        summary: 'List roles',
        description: 'What can be given in an organization: the built-in roles first, then those made there or above.',
        querystring: shape.RoleList,
        response: { 200: shape.RolePage },
      },
      handler: async request => {
        const { organization, ...filter } = request.query
        const principal = principalOf(request)
        const place = await getOrganizationInReach(kysely, principal.organization, organization)
        return listRoles(kysely, principal, place, filter)
      },
    })

    app.post('/api/roles', {
      config: { permission: 'roles.create' },
      schema: {
        tags,
        summary: 'Make a role',
        description:
          'Where there is a role of its name from above, it takes its place, for all who have that one: this takes what that one allows.',
        querystring: Writing,
        body: shape.NewRole,
        response: made(shape.Role),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createRole(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/roles/:role', {
      config: mayRead('role'),
      schema: { tags, summary: 'Read a role', params: shape.ByRole, response: { 200: shape.Role } },
      handler: async (request, reply) => {
        const role = await getRole(kysely, principalOf(request), request.params.role)
        return isVersioned(role) ? tagged(reply, role) : role
      },
    })

    app.patch('/api/roles/:role', {
      config: { permission: 'roles.edit' },
      schema: {
        tags,
        summary: 'Change a role',
        description: 'At once for all who have it.',
        params: shape.ByRole,
        headers: IfMatch,
        querystring: Writing,
        body: shape.RoleChanges,
        response: changed(shape.Role),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          return updateRole(transaction, principal, which, request.body, by)
        }),
    })

    app.delete('/api/roles/:role', {
      config: { permission: 'roles.delete' },
      schema: {
        tags,
        summary: 'Delete a role',
        description: 'Refused while somebody has it.',
        params: shape.ByRole,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          deleteRole(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
