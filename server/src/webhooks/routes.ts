import { randomBytes } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { isPlan } from '../api/plan-mode.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { tagged } from '../http/etag.ts'
import { ById, changed, gone, IfMatch, made, Writing } from '../http/shapes.ts'
import { seal } from '../lib/seal.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { requireGood, type WebhookRules } from './checks.ts'
import { createWebhook } from './create-webhook.ts'
import { formatNamed, type WebhookFormats } from './format.ts'
import { getWebhook, listWebhooks } from './queries.ts'
import * as shape from './schema.ts'
import { secretsOf } from './secrets-of.ts'
import type { WebhookSender } from './send.ts'
import { requireTaken, tryWebhook } from './try-webhook.ts'
import { deleteWebhook, rotateSecret, updateWebhook } from './update-webhook.ts'

export interface WebhookDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly formats: WebhookFormats
  readonly sender: WebhookSender
  readonly config: { readonly secretKey: string }
  readonly rules: WebhookRules
}

export function webhookRoutes(deps: WebhookDeps): FastifyPluginAsyncTypebox {
  const { database, formats, sender, config, rules } = deps
  const { kysely } = database
  const { Webhook, WebhookOnce, WebhookPage, NewWebhook } = shape.withFormats(formats)
  const tags = ['Webhooks']
  return async app => {
    app.get('/api/webhooks', {
      config: mayRead('webhook'),
      schema: { tags, summary: 'List webhooks', querystring: shape.WebhookList, response: { 200: WebhookPage } },
      handler: async request => {
        const { organization, ...page } = request.query
        const { id } = await getOrganizationInReach(kysely, principalOf(request).organization, organization)
        return listWebhooks(kysely, { ...page, organizationId: id })
      },
    })

    app.post('/api/webhooks', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Make a webhook',
        description:
          'From now on it is told what happens in its organization and, in the format `usher`, in those below. Its secret is in this answer and nowhere else. Where its format says so, it is tried first and must answer.',
        querystring: Writing,
        body: NewWebhook,
        response: made(WebhookOnce),
      },
      handler: async (request, reply) => {
        const { secret: brought, format: name = 'usher', url, description = '', organization } = request.body
        const format = formatNamed(formats, name)
        const { events = [...format.events] } = request.body
        requireGood(principalOf(request), format, { url, description, events, secret: brought }, rules)
        const secret = brought ?? format.makeSecret(randomBytes(32))
        if (!isPlan(request)) await requireTaken(sender, format, { url, secrets: [secret] }, new Date())
        const sealedSecret = seal(secret, config.secretKey)
        const webhook = { organization, url, description, format: name, events, sealedSecret, most: format.most }
        return change(database, request, reply, 201, async (transaction, by, principal) => ({
          ...(await createWebhook(transaction, principal, webhook, by)),
          secret,
        }))
      },
    })

    app.get('/api/webhooks/:id', {
      config: mayRead('webhook'),
      schema: { tags, summary: 'Read a webhook', params: ById, response: { 200: Webhook } },
      handler: async (request, reply) =>
        tagged(reply, await getWebhook(kysely, principalOf(request), request.params.id)),
    })

    app.patch('/api/webhooks/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Change a webhook, or switch it off or on',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        body: shape.WebhookChanges,
        response: changed(Webhook),
      },
      handler: async (request, reply) => {
        const principal = principalOf(request)
        const { id } = request.params
        const before = await getWebhook(kysely, principal, id)
        const format = formatNamed(formats, before.format)
        const check = (webhook: Pick<typeof before, 'url' | 'description' | 'events'>) =>
          requireGood(principal, format, webhook, rules)
        const { url, enabled } = request.body
        check({ ...before, ...request.body })
        if ((url !== undefined || enabled) && !isPlan(request)) {
          const secrets = await secretsOf(kysely, id, config, new Date())
          await requireTaken(sender, format, { url: url ?? before.url, secrets }, new Date())
        }
        const which = { id, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 200, (transaction, by) =>
          updateWebhook(transaction, principal, which, request.body, check, by),
        )
      },
    })

    app.delete('/api/webhooks/:id', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Delete a webhook',
        description: 'With the list of what it was told.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 204, (transaction, by, principal) =>
          deleteWebhook(transaction, principal, which, by),
        )
      },
    })

    app.post('/api/webhooks/:id/rotate-secret', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Give a webhook a new secret',
        description:
          'It is in this answer and nowhere else. For a day everything is signed with the one before too, where its format has room for two signatures.',
        params: ById,
        headers: IfMatch,
        querystring: Writing,
        response: changed(WebhookOnce),
      },
      handler: (request, reply) => {
        const which = { ...request.params, ifMatch: request.headers['if-match'] }
        return change(database, request, reply, 200, async (transaction, by, principal) => {
          const { format } = await getWebhook(transaction, principal, which.id)
          const secret = formatNamed(formats, format).makeSecret(randomBytes(32))
          const webhook = await rotateSecret(transaction, principal, which, seal(secret, config.secretKey), by)
          return { ...webhook, secret }
        })
      },
    })

    app.post('/api/webhooks/:id/test', {
      config: { permission: 'settings.edit' },
      schema: {
        tags,
        summary: 'Send a webhook a test',
        description: 'At once and once, also while it is switched off. Tells what came back; nothing is kept.',
        params: ById,
        response: { 200: shape.TestResult },
      },
      handler: async request => {
        const { id, url, format } = await getWebhook(kysely, principalOf(request), request.params.id)
        const secrets = await secretsOf(kysely, id, config, new Date())
        return tryWebhook(sender, formatNamed(formats, format), { url, secrets }, new Date())
      },
    })
  }
}
