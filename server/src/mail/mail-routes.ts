import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { change } from '../api/change.ts'
import { principalOf } from '../api/principal.ts'
import type { Database } from '../db/database.ts'
import { ById, made, Writing } from '../http/shapes.ts'
import { listOrganizationIds } from '../reach/find-organization.ts'
import { mayRead } from '../reach/may-read.ts'
import { findMails, getMail } from './find-mails.ts'
import * as shape from './mail-schema.ts'
import { sendAgain } from './send-again.ts'

export interface MailRouteDeps {
  readonly database: Pick<Database, 'kysely'>
  /** Told, after the commit, that a mail may wait to be sent. */
  readonly onMail: () => void
}

export function mailRoutes({ database, onMail }: MailRouteDeps): FastifyPluginAsyncTypebox {
  const { kysely } = database
  const tags = ['Mails']
  return async app => {
    app.get('/api/mails', {
      config: mayRead('mail'),
      schema: {
        tags,
        summary: 'List mails',
        description: 'To whom, what about, and what became of them. What they say is not shown: it opens accounts.',
        querystring: shape.MailList,
        response: { 200: shape.MailPage },
      },
      handler: async request => {
        const { organization, below, ...filter } = request.query
        const { organization: home } = principalOf(request)
        const organizationIds = await listOrganizationIds(kysely, home, { organization, below })
        return findMails(kysely, { ...filter, organizationIds })
      },
    })

    app.get('/api/mails/:id', {
      config: mayRead('mail'),
      schema: { tags, summary: 'Read a mail', params: ById, response: { 200: shape.Mail } },
      handler: request => getMail(kysely, principalOf(request), request.params.id),
    })

    app.post('/api/mails/:id/resend', {
      config: { permission: 'users.edit' },
      schema: {
        tags,
        summary: 'Send a mail again',
        description:
          'One that was sent or failed, with what is right now and a link that works. Five an hour to one person.',
        params: ById,
        querystring: Writing,
        response: made(shape.Mail),
      },
      handler: (request, reply) =>
        change(database, request, reply, 201, (transaction, by, principal) =>
          sendAgain(transaction, principal, request.params.id, by),
        ),
      onResponse: async () => onMail(),
    })
  }
}
