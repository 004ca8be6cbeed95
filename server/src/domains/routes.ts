import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, changed, gone, made, Writing } from '../http/shapes.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { getDomain, listDomains } from './queries.ts'
import * as shape from './schema.ts'
import { type LookForRecord, lookFor } from './text-record.ts'
import { claimDomain, giveUpDomain, proveDomain } from './write-domain.ts'

export interface DomainDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly lookForRecord: LookForRecord
}

export function domainRoutes({ database, lookForRecord }: DomainDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Identity providers']
  return async app => {
    app.get('/api/domains', {
      config: mayRead('domain'),
      schema: { tags, summary: 'List domains', querystring: shape.DomainList, response: { 200: shape.DomainPage } },
      handler: async request => {
        const { organization, ...page } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listDomains(kysely, { ...page, organizationId: id })
      },
    })

    app.post('/api/domains', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Claim a domain of email addresses',
        description: 'The answer says which TXT record shows that it is yours.',
        querystring: Writing,
        body: shape.NewDomain,
        response: made(shape.Domain),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          claimDomain(transaction, principal, request.body, by),
        ),
    })

    app.post('/api/domains/:id/prove', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Prove a domain',
        description: 'Looks for the record now. A domain is one organization’s at a time; those below it use it too.',
        params: ById,
        querystring: Writing,
        response: changed(shape.Domain),
      },
      handler: async (request, reply) => {
        const { id } = request.params
        const isThere = await lookFor(lookForRecord, await getDomain(kysely, principalOf(request), id))
        return change(database, request, reply, 200, (transaction, by, principal) =>
          proveDomain(transaction, principal, { id, isThere }, by),
        )
      },
    })

    app.delete('/api/domains/:id', {
      config: { permission: 'settings.edit', proof: true },
      schema: {
        tags,
        summary: 'Give up a domain',
        description: 'Who came in by it stays; nobody new does.',
        params: ById,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          giveUpDomain(transaction, principal, request.params.id, by),
        ),
    })
  }
}
