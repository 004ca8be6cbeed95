import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { createCustomField } from './create-custom-field.ts'
import { deleteCustomField } from './delete-custom-field.ts'
import { getCustomField, listCustomFields } from './queries.ts'
import * as shape from './schema.ts'
import { updateCustomField } from './update-custom-field.ts'

export function customFieldRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Custom fields']
  return async app => {
    app.get('/api/custom-fields', {
      config: mayRead('custom_field', 'list'),
      schema: {
        tags,
        summary: 'List custom fields',
        description: 'What an organization keeps about its people besides the names.',
        querystring: shape.CustomFieldList,
        response: { 200: shape.CustomFieldPage },
      },
      handler: async request => {
        const { organization, ...filter } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listCustomFields(kysely, { ...filter, organizationId: id })
      },
    })

    app.post('/api/custom-fields', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Make a custom field',
        querystring: Writing,
        body: shape.NewCustomField,
        response: made(shape.CustomField),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createCustomField(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/custom-fields/:id', {
      config: mayRead('custom_field'),
      schema: { tags, summary: 'Read a custom field', params: ById, response: { 200: shape.CustomField } },
      handler: async (request, reply) =>
        tagged(reply, await getCustomField(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/custom-fields/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Change a custom field',
        description: 'What people have in it stays, also a choice that is no longer among the choices.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.CustomFieldChanges,
        response: changed(shape.CustomField),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          return updateCustomField(transaction, principal, which, request.body, by)
        }),
    })

    app.delete('/api/custom-fields/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Delete a custom field',
        description: 'With what everybody has in it.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          deleteCustomField(transaction, principal, { ...request.params, ifMatch: request.headers['if-match'] }, by),
        ),
    })
  }
}
