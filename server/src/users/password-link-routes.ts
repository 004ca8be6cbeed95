import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import type { Config } from '../config.ts'
import { ById, gone, made, Writing } from '../http/shapes.ts'
import type { MailRouteDeps } from '../mail/mail-routes.ts'
import { Mail } from '../mail/mail-schema.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { sendPasswordLink } from './send-password-link.ts'

export interface PasswordLinkRouteDeps extends MailRouteDeps {
  readonly config: Pick<Config, 'passwordLinkDays'>
}

export function passwordLinkRoutes({ database, config, onMail }: PasswordLinkRouteDeps): FastifyPluginAsyncTypebox {
  return async app => {
    app.post('/api/users/:id/password-link', {
      config: { permission: 'users.edit' },
      schema: {
        tags: ['Users'],
        summary: 'Mail a new set-password link',
        description:
          'To the mailbox of the person and to nobody else; an older link ends. A password that there is stays until another is set.',
        params: ById,
        querystring: Writing,
        response: made(Mail),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          sendPasswordLink(transaction, principal, request.params.id, { days: config.passwordLinkDays }, by),
        ),
      onResponse: async () => onMail(),
    })

    app.delete('/api/users/:id/second-factor', {
      config: { permission: 'users.edit', proof: true },
      schema: {
        tags: ['Users'],
        summary: 'Reset the second factor of a person',
        description:
          'For who has lost it: the password alone lets them in until they set one up again. They are signed out everywhere. The account must be within your reach alone and allow nothing that you may not. Not undone.',
        params: ById,
        querystring: Writing,
        response: gone,
      },
      handler: (request, reply) =>
        change(database, request, reply, 204, (transaction, by, principal) =>
          resetSecondFactor(transaction, principal, request.params.id, by),
        ),
    })
  }
}
