/** What somebody does who follows a share link: no key is needed, the link is. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Config } from '../config.ts'
import { addressOf } from '../http/credentials.ts'
import { refuseOtherSites } from '../sessions/browser-requests.ts'
import { type FollowDeps, followLink, openLink } from './follow-link.ts'
import * as shape from './schema.ts'

export interface FollowRouteDeps extends FollowDeps {
  readonly config: Pick<Config, 'publicUrl'>
}

export function followRoutes(deps: FollowRouteDeps): FastifyPluginAsyncTypebox {
  const tags = ['Links']
  return async app => {
    app.addHook('onRequest', refuseOtherSites(deps.config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/api/join/:token', {
      schema: { tags, summary: 'Look at a share link', params: shape.ByToken, response: { 200: shape.OpenedLink } },
      handler: request => openLink(deps, request.params.token, new Date()),
    })

    app.post('/api/join/:token', {
      schema: {
        tags,
        summary: 'Follow a share link',
        description:
          'Lets the person in within the limits of the link, or has them wait for approval. Nobody is signed in: the way in goes to the mailbox. The answer is the same whether or not the email has an account. 410 when the link has ended or is used up, 409 when no seat is left.',
        params: shape.ByToken,
        body: shape.Following,
        response: { 202: shape.Followed },
      },
      handler: async (request, reply) => {
        const circumstances = { ip: addressOf(request), now: new Date() }
        return reply.code(202).send(await followLink(deps, request.params.token, request.body, circumstances))
      },
    })
  }
}
