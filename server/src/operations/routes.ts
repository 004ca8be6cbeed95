import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Expansions } from '../api/expand.ts'
import { nameThings } from '../api/name-things.ts'
import { type Principal, principalOf } from '../api/principal.ts'
import type { Database, Reader } from '../db/database.ts'
import { ById } from '../http/shapes.ts'
import { normalizeEmail } from '../lib/email.ts'
import { readMoment } from '../lib/read-moment.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { findOperations, getOperation } from './find-operations.ts'
import { findWhyNotUndoable } from './find-why-not-undoable.ts'
import { listNewOperations } from './new-operations.ts'
import * as shape from './schema.ts'

export function operationRoutes({ kysely }: Pick<Database, 'kysely'>, things: Expansions): FastifyPluginAsyncTypebox {
  const tags = ['Operations']
  return async app => {
    app.get('/api/operations', {
      config: mayRead('operation'),
      schema: {
        tags,
        summary: 'List operations',
        description: 'The log: what was asked in an organization, by whom, and what became of it.',
        querystring: shape.OperationList,
        response: { 200: shape.OperationPage },
      },
      handler: async request => {
        const principal = principalOf(request)
        return findOperations(kysely, principal, await readSearch(kysely, principal, request.query))
      },
    })

    app.get('/api/operations/new', {
      config: mayRead('operation'),
      schema: {
        tags,
        summary: 'Follow the log',
        description:
          'What was asked since the look before: each operation comes once, and none is left out, in whatever order they were done. Made to be called each second.',
        querystring: shape.NewOperationList,
        response: { 200: shape.NewOperations },
      },
      handler: async request => {
        const principal = principalOf(request)
        return listNewOperations(kysely, principal, await readSearch(kysely, principal, request.query))
      },
    })

    app.get('/api/operations/:id', {
      config: mayRead('operation'),
      schema: {
        tags,
        summary: 'Read an operation',
        description:
          'With what it made, changed and took away. `Usher-Operation`, in the answer to each change, is its id.',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.OperationWithChanges },
      },
      handler: async request => {
        const principal = principalOf(request)
        const operation = await getOperation(kysely, principal, request.params.id)
        const [names, not_undoable] = await Promise.all([
          nameThings(kysely, things, principal, operation.changes),
          findWhyNotUndoable(kysely, operation.id, principal.by.actsFrom ?? principal.organization.id),
        ])
        return { ...operation, not_undoable, names }
      },
    })
  }
}

interface SentSearch {
  readonly organization?: number | string
  readonly below?: boolean
  readonly email?: string
  readonly since?: string
  readonly until?: string
}

/** Throws `not_found` for an organization out of reach, and `invalid`. */
async function readSearch<Query extends SentSearch>(
  reader: Reader,
  { organization: home }: Principal,
  { organization, below, email, since, until, ...filter }: Query,
) {
  return {
    ...filter,
    organizationIds: await listOrganizationIds(reader, home, { organization, below }),
    email: email && (normalizeEmail(email) ?? email),
    since: since === undefined ? undefined : readMoment(since),
    until: until === undefined ? undefined : readMoment(until),
  }
}
