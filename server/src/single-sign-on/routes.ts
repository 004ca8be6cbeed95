/** Where browsers and providers come to sign in: each provider has addresses of its own. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { principalOf } from '../api/principal.ts'
import type { Config } from '../config.ts'
import { addressOf } from '../http/credentials.ts'
import { ById } from '../http/shapes.ts'
import { attemptKeys, countAttempt } from '../identity/attempts.ts'
import { getProvider } from '../identity-providers/queries.ts'
import { Refusal } from '../lib/refusal.ts'
import { browserOf, refuseOtherSites, sendCookies } from '../sessions/browser-requests.ts'
import { type Cookie, createCookie } from '../sessions/cookie.ts'
import { requireProof } from '../sessions/proof.ts'
import { getSession } from '../sessions/signed-in.ts'
import { newToken } from '../sessions/token.ts'
import { ourMetadata } from '../sign-on/saml/our-metadata.ts'
import type { SentLogout } from '../sign-on/saml/read-logout-request.ts'
import { begin } from './begin.ts'
import { finishOidc, finishWaiting, takeSaml } from './come-back.ts'
import { endByBackChannel, endBySaml } from './end-sessions.ts'
import { formPage } from './form-page.ts'
import { hashOf, takeWaiting } from './pending.ts'
import { findWayToProve } from './prove-by-provider.ts'
import { beginTest, type SignOnTest } from './report-test.ts'
import * as shape from './schema.ts'
import { type Ended, pathOf, type SignOnDeps, wishFor } from './sign-on.ts'
import { waysOfEmail, waysOfOrganization } from './ways-in.ts'

export interface SingleSignOnDeps extends SignOnDeps {
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
}

const hour = 60 * 60
/** From one network, where a whole school may sit. */
const formLimit = { times: 2000, minutes: 15 }

/** By which a browser is known that was sent to a provider, before anybody is signed in there. */
const cookieOf = (config: Pick<Config, 'publicUrl'>) => createCookie(config, 'sign_on')

function withSecret(cookie: Cookie, request: FastifyRequest) {
  const browser = browserOf(request)
  return { ...browser, secret: cookie.read(browser) }
}

export function signOnRoutes(deps: SingleSignOnDeps): FastifyPluginAsyncTypebox {
  const { database, config, open } = deps
  const { kysely } = database
  const cookie = cookieOf(config)
  const hidden = { hide: true }

  const visitor = (request: FastifyRequest) => withSecret(cookie, request)
  const send = (reply: FastifyReply, { url, fields, cookies }: Ended) => {
    sendCookies(reply, cookies)
    if (fields) {
      const { headers, body } = formPage(url, fields)
      return reply.headers(headers).send(body)
    }
    return reply.code(303).header('location', url).send()
  }

  return async app => {
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, body),
    )

    app.get('/api/sign-on/:id/start', {
      schema: { ...hidden, params: shape.ByProvider, querystring: shape.Start },
      handler: async (request, reply) => {
        const { to, login_hint: loginHint, test: ticket, proof = false } = request.query
        const { id } = request.params
        const secret = cookie.read(browserOf(request)) ?? newToken()
        const tried =
          ticket === undefined
            ? null
            : await takeWaiting<SignOnTest>(kysely, { providerId: id, request: ticket, browser: hashOf(ticket) })
        if (ticket !== undefined && !tried) throw new Refusal('gone', 'Press Test again: this try is over.')
        const wish = { ...wishFor(pathOf(to)), test: tried?.content ?? null, proof: proof && !tried }
        const begun = await begin(deps, id, { ...wish, secret, loginHint, ip: addressOf(request) })
        return send(reply, { ...begun, cookies: [cookie.write(secret, hour)] })
      },
    })

    app.get('/api/sign-on/:id/callback', {
      schema: { ...hidden, params: shape.ByProvider },
      handler: async (request, reply) => {
        const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '')
        return send(reply, await finishOidc(deps, request.params.id, query, visitor(request)))
      },
    })

    app.post('/api/sign-on/:id/acs', {
      bodyLimit: 300 * 1024,
      schema: { ...hidden, params: shape.ByProvider },
      preHandler: async request => {
        // What it costs to look at a form is more than what it costs to send one.
        if (!(await countAttempt(kysely, attemptKeys.signOnFrom(addressOf(request)), formLimit, deps.now())))
          throw new Refusal('rate_limited', 'Too many attempts to sign in. Try again in a quarter of an hour.')
      },
      handler: async (request, reply) =>
        send(reply, await takeSaml(deps, request.params.id, String(request.body ?? ''), browserOf(request))),
    })

    app.get('/api/sign-on/:id/finish', {
      schema: { ...hidden, params: shape.ByProvider, querystring: shape.Finish },
      handler: async (request, reply) =>
        send(reply, await finishWaiting(deps, request.params.id, request.query.ticket, visitor(request))),
    })

    app.get('/api/sign-on/:id/metadata', {
      schema: { ...hidden, params: shape.ByProvider },
      handler: async (request, reply) => {
        const connection = await open(request.params.id)
        if (connection?.protocol !== 'saml') throw new Refusal('not_found', 'There is no such provider of SAML.')
        return reply.header('content-type', 'application/samlmetadata+xml').send(ourMetadata(connection.saml))
      },
    })

    /** Back from signing out over there, whatever came of it: here they are signed out since they asked. */
    const signedOut = async (reply: FastifyReply, id: number) => {
      const connection = await open(id)
      const slug = connection ? `/${connection.provider.slug}` : ''
      return send(reply, { url: `${config.publicUrl}/sign-in${slug}?signed_out=true`, cookies: [] })
    }
    app.get('/api/sign-on/:id/signed-out', {
      schema: { ...hidden, params: shape.ByProvider },
      handler: ({ params }, reply) => signedOut(reply, params.id),
    })

    const endSaml = async (reply: FastifyReply, id: number, sent: SentLogout) => {
      if (new URLSearchParams(sent.text).has('SAMLResponse')) return signedOut(reply, id)
      const url = await endBySaml(deps, id, sent)
      return send(reply, { url: url ?? `${config.publicUrl}/sign-in?refused=not_taken`, cookies: [] })
    }
    app.get('/api/sign-on/:id/logout', {
      schema: { ...hidden, params: shape.ByProvider },
      handler: ({ params, url }, reply) =>
        endSaml(reply, params.id, { binding: 'redirect', text: url.split('?', 2)[1] ?? '' }),
    })

    app.post('/api/sign-on/:id/logout', {
      bodyLimit: 300 * 1024,
      schema: { ...hidden, params: shape.ByProvider },
      handler: ({ params, body }, reply) => endSaml(reply, params.id, { binding: 'post', text: String(body ?? '') }),
    })

    app.post('/api/sign-on/:id/backchannel-logout', {
      bodyLimit: 64 * 1024,
      schema: { ...hidden, params: shape.ByProvider },
      handler: async (request, reply) => {
        const tokens = new URLSearchParams(String(request.body ?? '')).getAll('logout_token')
        const isDone = tokens.length === 1 && (await endByBackChannel(deps, request.params.id, tokens[0] ?? ''))
        return isDone ? reply.code(200).send() : reply.code(400).send({ error: 'invalid_request' })
      },
    })
  }
}

export function waysInRoutes(deps: SingleSignOnDeps): FastifyPluginAsyncTypebox {
  const { database, config, sessions } = deps
  const tags = ['Sign-in']
  return async app => {
    app.addHook('onRequest', refuseOtherSites(config))
    app.addHook('onRequest', async (_, reply) => void reply.header('cache-control', 'no-store'))

    app.post('/api/sign-in/ways', {
      schema: { tags, summary: 'How an address signs in', body: shape.WhoAsks, response: { 200: shape.WaysIn } },
      handler: request => waysOfEmail(database.kysely, config, request.body.email),
    })

    app.get('/api/sign-in/ways/:slug', {
      schema: {
        tags,
        summary: 'How people of an organization sign in',
        params: shape.BySlug,
        response: { 200: shape.WaysInThere },
      },
      handler: request => waysOfOrganization(database.kysely, config, request.params.slug),
    })

    app.post('/api/me/proof/provider', {
      schema: {
        tags: ['Sign-in'],
        summary: 'Show once more that it is me, by my identity provider',
        description:
          'For a session that a provider vouched for: the browser goes to `url`, where I sign in anew, and comes back to `to`. It is `proof_needed` that says so.',
        body: shape.ProofByProvider,
        response: { 200: shape.GoOn },
      },
      handler: async (request, reply) => {
        const session = await getSession(sessions, request, reply)
        return { url: await findWayToProve(deps, session, request.body.to ?? '/') }
      },
    })

    app.post('/api/sign-on/prove', {
      schema: {
        tags,
        summary: 'Join the account that I am signed in to with what a provider said of me',
        description:
          'For who came from a provider with an address that has an account already. It takes a proof of the last ten minutes: else `proof_needed`. The session becomes the provider’s.',
        body: shape.Ticket,
        response: { 200: shape.GoOn },
      },
      handler: async (request, reply) => {
        const { user, actor, signedInBy } = await getSession(sessions, request, reply)
        if (signedInBy.providerOf !== null || actor.kind !== 'user' || actor.impersonatorId !== undefined)
          throw new Refusal('forbidden', 'Sign in by the password of your account first.')
        // Asked before the ticket is taken: it is sent again.
        await requireProof(database.kysely, { holderId: user.id, signedInBy }, deps.now())
        const [id = '', ticket = ''] = request.body.ticket.split('.', 2)
        const { url, cookies } = await finishWaiting(
          deps,
          Number(id) || 0,
          ticket,
          withSecret(cookieOf(config), request),
          user.id,
        )
        sendCookies(reply, cookies)
        return { url }
      },
    })
  }
}

export function signOnTestRoutes({
  database,
  config,
}: Pick<SingleSignOnDeps, 'database' | 'config'>): FastifyPluginAsyncTypebox {
  const { kysely } = database
  return async app => {
    app.post('/api/identity-providers/:id/test', {
      config: { permission: 'settings.edit' },
      schema: {
        tags: ['Identity providers'],
        summary: 'Try an identity provider',
        description: 'Gives an address to sign in by it. The sign-in runs through and leaves a report, and no session.',
        params: ById,
        response: { 201: shape.TestBegun },
      },
      handler: async (request, reply) => {
        const provider = await getProvider(kysely, config, principalOf(request), request.params.id)
        return reply.code(201).send({ url: await beginTest(kysely, config, provider) })
      },
    })
  }
}
