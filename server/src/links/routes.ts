import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import type { ShareLinks } from '../lib/links/share-links.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { teamOf } from '../reach/team-of.ts'
import { createLink } from './create-link.ts'
import { getLink, type LinkRow, listLinks } from './queries.ts'
import * as shape from './schema.ts'
import { revokeLink, updateLink } from './update-link.ts'

export interface LinkDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly shareLinks: ShareLinks
}

export function linkRoutes({ database, shareLinks }: LinkDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const withUrl = (link: LinkRow) => ({ ...link, url: shareLinks.urlOf(link) })
  const tags = ['Links']
  return async app => {
    app.get('/api/links', {
      config: mayRead('link', 'list'),
      schema: { tags, summary: 'List share links', querystring: shape.LinkList, response: { 200: shape.LinkPage } },
      handler: async request => {
        const { organization: home, by } = principalOf(request)
        const { organization, below, ...filter } = request.query
        const organizationIds = await listOrganizationIds(kysely, home, { organization, below })
        const { data, ...page } = await listLinks(kysely, { ...filter, organizationIds }, by.receivedAt)
        return { ...page, data: data.map(withUrl) }
      },
    })

    app.post('/api/links', {
      config: { permission: 'links.create', team: teamOf.target },
      schema: {
        tags,
        summary: 'Make a share link',
        description: 'A team takes `teams.assign` too, a group `groups.assign`, a course `enrollments.create`.',
        querystring: Writing,
        body: shape.NewLink,
        response: made(shape.Link),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, async (transaction, by, principal) =>
          withUrl(await createLink(transaction, principal, request.body, by, shareLinks)),
        ),
    })

    app.get('/api/links/:id', {
      config: mayRead('link', 'one'),
      schema: {
        tags,
        summary: 'Read a share link',
        params: ById,
        querystring: shape.Reading,
        response: { 200: shape.Link },
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        return tagged(reply, withUrl(await getLink(kysely, principal, request.params.id, principal.by.receivedAt)))
      },
    })

    app.patch('/api/links/:id', {
      config: { permission: 'links.edit', team: teamOf.link },
      schema: {
        tags,
        summary: 'Change the limits of a share link',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.LinkChanges,
        response: changed(shape.Link),
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 200, async (transaction, by, principal) =>
          withUrl(await updateLink(transaction, principal, which, request.body, by)),
        )
      },
    })

    app.delete('/api/links/:id', {
      config: { permission: 'links.delete', team: teamOf.link },
      schema: {
        tags,
        summary: 'Revoke a share link',
        description: 'For good. Who came by it stays.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 204, (transaction, by, principal) =>
          revokeLink(transaction, principal, which, by),
        )
      },
    })
  }
}
