import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { changed, IfMatch, Writing } from '../http/shapes.ts'
import { ByOrganization } from '../organizations/schema.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { getSettings } from './read-settings.ts'
import * as shape from './schema.ts'
import { updateSettings } from './update-settings.ts'

export function settingsRoutes(database: Pick<Database, 'kysely'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Settings']
  return async app => {
    app.get('/api/organizations/:organization/settings', {
      config: mayRead('settings'),
      schema: {
        tags,
        summary: "Read an organization's settings",
        description: 'Its own, and those in force there: of what it does not set, the nearest one above decides.',
        params: ByOrganization,
        response: { 200: shape.Settings },
      },
      handler: async (request, reply) => {
        const { id } = await getOrganizationInReach(
          kysely,
          principalOf(request).organization,
          request.params.organization,
        )
        return tagged(reply, await getSettings(kysely, id))
      },
    })

    app.patch('/api/organizations/:organization/settings', {
      config: { permission: 'settings.edit' },
      bodyLimit: 128 * 1024, // a logo of 64 kB, in base64
      schema: {
        tags,
        summary: "Change an organization's settings",
        description: 'They hold for it and for those below it that say nothing else. Mails that wait go out with them.',
        params: ByOrganization,
        headers: IfMatch,
        querystring: Writing,
        body: shape.SettingsChanges,
        response: changed(shape.Settings),
      },
      handler: (request, reply) =>
        change(database, request, reply, 200, (transaction, by, principal) => {
          const which = { ...request.params, ifMatch: request.headers['if-match'] }
          return updateSettings(transaction, principal, which, request.body, by)
        }),
    })
  }
}
