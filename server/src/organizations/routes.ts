import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { archiveOrganization } from './archive-organization.ts'
import type { DialectSettings } from './dialect-settings.ts'
import { changeBelow, createBelow, updateInReach } from './from-above.ts'
import { getOrganizationById, listTree } from './queries.ts'
import { resumeOrganization } from './resume-organization.ts'
import * as shape from './schema.ts'
import { suspendOrganization } from './suspend-organization.ts'

const tags = ['Organizations']

export function organizationRoutes(
  database: Pick<Database, 'kysely'>,
  dialects: readonly DialectSettings[],
): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const { Organization, OrganizationPage, OrganizationChanges } = shape.withDialects(dialects)
  return async app => {
    app.get('/api/organizations', {
      config: mayRead('organization'),
      schema: {
        tags,
        summary: 'List organizations',
        description: 'The tree, from your own organization down: with `parent`, one branch of it at a time.',
        querystring: shape.OrganizationList,
        response: { 200: OrganizationPage },
      },
      handler: async request => {
        const { organization: home } = principalOf(request)
        const { organization, parent, ...filter } = request.query
        const { id: organizationId } = await getOrganizationInReach(kysely, home, organization)
        const above = parent === undefined ? null : await getOrganizationInReach(kysely, home, parent, 'parent')
        return listTree(kysely, home, { ...filter, organizationId, parentId: above?.id })
      },
    })

    app.post('/api/organizations', {
      config: { permission: 'organizations.create' },
      schema: {
        tags,
        summary: 'Make an organization below',
        querystring: Writing,
        body: shape.NewOrganization,
        response: made(Organization),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          createBelow(transaction, principal, request.body, by),
        ),
    })

    app.get('/api/organizations/:organization', {
      config: mayRead('organization'),
      schema: {
        tags,
        summary: 'Read an organization',
        params: shape.ByOrganization,
        response: { 200: Organization },
      },
      handler: async (request, reply) => {
        const { organization: home } = principalOf(request)
        const { id } = await getOrganizationInReach(kysely, home, request.params.organization)
        return tagged(reply, await getOrganizationById(kysely, id, home))
      },
    })

    app.patch('/api/organizations/:organization', {
      config: { permission: 'organizations.edit', proof: ['sign_in_mode', 'second_factor'] },
      schema: {
        tags,
        summary: 'Change an organization',
        description:
          '`provisioning_enabled` and `rate_limit` are said from above: not by the organization itself, and never more calls than your own organization has.',
        params: shape.ByOrganization,
        headers: IfMatch,
        querystring: Writing,
        body: OrganizationChanges,
        response: changed(Organization),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          return updateInReach(transaction, principal, which, request.body, by, dialects)
        }),
    })

    const stops = [
      [
        'suspend',
        suspendOrganization,
        'Nobody is provisioned in it and below, and their keys change nothing, until it is resumed. Learners keep their access.',
      ],
      [
        'resume',
        resumeOrganization,
        'Lifts its suspension. One below an organization that is suspended stays so with it.',
      ],
    ] as const
    for (const [word, verb, description] of stops)
      app.post(`/api/organizations/:organization/${word}`, {
        config: { permission: 'organizations.edit' },
        schema: {
          tags,
          summary: `${word === 'suspend' ? 'Suspend' : 'Resume'} an organization`,
          description,
          params: shape.ByOrganization,
          querystring: Writing,
          response: changed(Organization),
        },
        handler: (request, reply) =>
          change(database, request, reply, 200, (transaction, by, principal) =>
            changeBelow(transaction, principal, request.params.organization, id => verb(transaction, id, by)),
          ),
      })

    app.delete('/api/organizations/:organization', {
      config: { permission: 'organizations.delete' },
      schema: {
        tags,
        summary: 'Archive an organization',
        description: 'It is suspended for good; learners keep their access. Refused while there are others below it.',
        params: shape.ByOrganization,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, async (transaction, by, principal) => {
          const ifMatch = request.headers['if-match']
          await changeBelow(transaction, principal, request.params.organization, id =>
            archiveOrganization(transaction, { id, ifMatch }, by),
          )
        }),
    })
  }
}
