/**
 * A page with the mails that were not sent, for whoever tries Usher without a mail server. They hold set-password links:
 * it is there only without SMTP_URL, not in production, with a PUBLIC_URL of this machine, and for a caller on it.
 */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { MailDeps } from './letters/gather-facts.ts'
import { renderMail } from './letters/render.ts'
import { chooseLanguage } from './letters/text/choose-language.ts'
import { isLocalCaller } from './local-caller.ts'
import { getMessage, listMessages } from './messages.ts'
import { mailListPage, mailPage } from './page.ts'

export interface MailPageDeps extends MailDeps {
  readonly config: Pick<Config, 'publicUrl' | 'passwordLinkDays' | 'smtpUrl' | 'production'>
  readonly now: () => Date
}

const shown = 200
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

/** `GET /mail` and `GET /mail/{id}`; nothing at all where the page must not be. */
export function mailPageRoutes(deps: MailPageDeps): FastifyPluginAsyncTypebox {
  return async app => {
    const { publicUrl, smtpUrl, production } = deps.config
    // With an address for others there may be a proxy in front, and every caller would look local.
    const isForOthers = !['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname)
    if (smtpUrl !== null || production || isForOthers) return

    app.addHook('onRequest', async (request, reply) => {
      if (!isLocalCaller(request.raw)) return reply.callNotFound()
    })

    app.get('/mail', { schema: { hide: true } }, async (request, reply) => {
      const rows = await listMessages(deps, { limit: shown }, deps.now())
      return reply.headers(headers).send(mailListPage(rows, languageOf(request)))
    })

    const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) })
    app.get('/mail/:id', { schema: { hide: true, params } }, async (request, reply) => {
      const { row, letter } = await getMessage(deps, Number(request.params.id), deps.now())
      return reply.headers(headers).send(mailPage(row, await renderMail(letter), languageOf(request)))
    })
  }
}

/** Whoever looks has not signed in: the browser says it, best first. */
function languageOf({ headers }: FastifyRequest) {
  const tags = (headers['accept-language'] ?? '').split(',').map(part => part.split(';')[0]?.trim() ?? '')
  return chooseLanguage(tags.filter(Boolean))
}
