/** What the person does who was invited: no key is needed, the link in the mail is. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Config } from '../config.ts'
import { answerWayIn } from '../identity/answer-way-in.ts'
import { ways } from '../identity/schema.ts'
import { browserOf, refuseOtherSites } from '../sessions/browser-requests.ts'
import type { SignInDeps } from '../sessions/sessions.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { type OpenInvitationDeps, openInvitation } from './open-invitation.ts'
import * as shape from './schema.ts'

export interface AcceptDeps extends OpenInvitationDeps, SignInDeps {
  readonly config: Pick<Config, 'publicUrl'>
}

export function acceptRoutes(deps: AcceptDeps): FastifyPluginAsyncTypebox {
  const tags = ['Invitations']
  return async app => {
    app.addHook('onRequest', refuseOtherSites(deps.config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/api/invitation-links/:token', {
      schema: {
        tags,
        summary: 'Look at an invitation by its link',
        description: 'Never spends it. 404 once it was sent again: then a newer link is in the mailbox.',
        params: shape.ByToken,
        response: { 200: shape.OpenedInvitation },
      },
      handler: request => openInvitation(deps, request.params.token, new Date()),
    })

    app.post('/api/invitation-links/:token/accept', {
      schema: {
        tags,
        summary: 'Accept an invitation and sign in',
        description: 'Spends it, once. 410 when it has expired, was withdrawn or is accepted already.',
        params: shape.ByToken,
        body: shape.Acceptance,
        response: ways,
      },
      handler: async (request, reply) => {
        const asked = { token: request.params.token, password: request.body?.password, browser: browserOf(request) }
        return answerWayIn(reply, await acceptInvitation(deps, asked, new Date()))
      },
    })
  }
}
