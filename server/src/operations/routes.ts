import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../db/database.ts'
import { principalOf } from '../http/principal.ts'
import { ById } from '../http/shapes.ts'
import { normalizeEmail } from '../lib/email.ts'
import { readMoment } from '../lib/read-moment.ts'
import { getOrganizationInReach } from '../organizations/find-organization.ts'
import { findOperations, getOperation } from './find-operations.ts'
import * as shape from './schema.ts'

export function operationRoutes({ kysely }: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const tags = ['Operations']
  return async app => {
    app.get('/api/operations', {
      config: { permission: 'operations.view' },
      schema: {
        tags,
        summary: 'List operations',
        description: 'The log: what was asked in an organization, by whom, and what became of it.',
        querystring: shape.OperationList,
        response: { 200: shape.OperationPage },
      },
      handler: async request => {
        const { organization, email, since, until, ...filter } = request.query
        const principal = principalOf(request)
        const { id } = await getOrganizationInReach(kysely, principal.organization, organization)
        return findOperations(kysely, principal, {
          ...filter,
          organizationId: id,
          email: email && (normalizeEmail(email) ?? email),
          since: since === undefined ? undefined : readMoment(since),
          until: until === undefined ? undefined : readMoment(until),
        })
      },
    })

    app.get('/api/operations/:id', {
      config: { permission: 'operations.view' },
      schema: {
        tags,
        summary: 'Read an operation',
        description:
          'With what it made, changed and took away. `Usher-Operation`, in the answer to each change, is its id.',
        params: ById,
        response: { 200: shape.OperationWithChanges },
      },
      handler: request => getOperation(kysely, principalOf(request), request.params.id),
    })
  }
}
